"""Spellings that are one word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain.duplicates import Sample, candidates, score, similar_to
from services.proposals.domain.searching import holds, key_of, keys, spelled, typed
from shared.texts.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("إِنَارَةُ الشَّارِعِ", "اناره الشارع"),
        ("أعمدة آمنة", "اعمده امنه"),
        ("مستشفى", "مستشفي"),
        ("مدرســـــة", "مدرسه"),
        ("٢٠٢٥ و ۲۰۲۶", "2025 و 2026"),
        ("Éclairage à l'Œuvre", "eclairage a l oeuvre"),
        ("  Trottoirs,   RUE n° 5 ", "trottoirs rue n 5"),
    ],
)
def test_spelling_variants_become_one(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإىة abcéèà", max_size=40))
def test_what_was_typed_is_found_by_any_of_its_words(text: str) -> None:
    words = spelled(text)
    for word in text.split():
        assert holds(words, typed(word))
        assert {key for each in typed(word) if (key := key_of(each))} <= keys(words)


@pytest.mark.parametrize("query", ["إنار", "انا", "الانارة", "شارع انارة", "ان", "رئيس"])
def test_a_word_is_found_while_it_is_still_being_typed(query: str) -> None:
    assert holds(spelled("انارة الشارع الرئيسي"), typed(query))


@pytest.mark.parametrize("query", ["انارات", "نارة", "شارع المدينة"])
def test_only_what_begins_a_word_is_found(query: str) -> None:
    assert not holds(spelled("انارة الشارع الرئيسي"), typed(query))


def test_two_spellings_of_one_proposal_are_likely_duplicates() -> None:
    first = Sample("1", "إنارة شارع البيئة", "الشارع مظلم ليلا", "centre")
    second = Sample("2", "انارة الشارع البيئه", "شارع مظلم في الليل", "centre")
    other = Sample("3", "حديقة عمومية للأطفال", "فضاء أخضر قرب المدرسة", "centre")
    [found] = candidates([first, second, other])
    assert {found.first, found.second} == {"1", "2"}
    assert [each.second for each in similar_to(first, [first, second, other])] == ["2"]


def test_the_same_lamp_in_another_zone_is_less_alike() -> None:
    here, there = (Sample(zone, "Éclairage public", "Rue sombre", zone) for zone in ("centre", "oasis"))
    twin = Sample("twin", "Éclairage public", "Rue sombre", "centre")
    assert score(here, twin) == 1000
    assert score(here, there) == 750


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_does_not_depend_on_who_came_first(one: str, other: str) -> None:
    first, second = Sample("1", one, other, "z"), Sample("2", other, one, "z")
    assert score(first, second) == score(second, first)
