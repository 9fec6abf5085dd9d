"""A reader is answered in the language they asked for."""

import pytest

from shared.http.catalogue import Catalogue, WordWithoutText, load_catalogue
from shared.http.language import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "ar"),
        ("", "ar"),
        ("fr-TN,fr;q=0.9,en;q=0.5", "fr"),
        ("de, en;q=0.4", "en"),
        ("en;q=0.2, ar-MA;q=0.9", "ar"),
        ("fr;q=0, en", "en"),
        ("fr;q=abc, de", "ar"),
        ("*", "ar"),
    ],
)
def test_the_best_of_three_languages_is_chosen(header: str | None, language: str) -> None:
    assert preferred(header) == language


def test_a_text_says_the_numbers_of_the_error() -> None:
    catalogue = Catalogue({"too-long": {"ar": "{limit}", "fr": "au plus {limit}", "en": "at most {limit}"}})
    assert catalogue.text("too-long", "fr", {"limit": 80}) == "au plus 80"
    assert catalogue.text("too-long", "en") == "at most …"


def test_several_things_are_listed_as_people_list_them() -> None:
    catalogue = Catalogue({"missing": dict.fromkeys(("ar", "fr", "en"), "{missing}.")})
    assert catalogue.text("missing", "fr", {"missing": ("a", "b")}) == "a, b."
    assert catalogue.text("missing", "ar", {"missing": ["أ", "ب"]}) == "أ، ب."


def test_a_word_without_all_three_texts_is_refused_at_start() -> None:
    catalogue = Catalogue({"half": {"ar": "نصف", "en": "half"}})
    with pytest.raises(WordWithoutText, match="half"):
        catalogue.require(["half"])


def test_every_word_of_the_catalogue_is_said_in_three_languages() -> None:
    catalogue = load_catalogue()
    assert [word for word in catalogue.words if word not in catalogue] == []
