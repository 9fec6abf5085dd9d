"""What may be typed, and what is looked at first."""

import pytest

from services.proposals.domain.forms import Suspicion
from services.proposals.domain.intake import FieldsRefused, clean, require_text, suspicions


def test_every_field_in_error_is_named_at_once() -> None:
    with pytest.raises(FieldsRefused) as refused:
        require_text("", "x")
    assert [(error.field, error.word) for error in refused.value.broken] == [
        ("title", "field-missing"),
        ("body", "too-short"),
    ]


def test_invisible_marks_are_taken_out_and_the_words_stay() -> None:
    assert clean("  إنارة\u202e \u200fالشارع \x07\n  ليلا ") == "إنارة الشارع\nليلا"


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("Voir www.example.com", "Rue sombre", Suspicion.LINKS),
        ("Éclairage", "http://a http://b http://c", Suspicion.LINKS),
        ("Éclairage", "aaaaaaaaaaaaaaaaaaa", Suspicion.KEY_HELD_DOWN),
    ],
)
def test_what_looks_like_abuse_is_held_back(title: str, body: str, why: Suspicion) -> None:
    assert suspicions(title, body) == (why,)
    assert suspicions("Éclairage", "Rue sombre, voir https://ville.tn") == ()
