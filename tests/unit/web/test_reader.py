"""Dates, hours and money as people of each country write them."""

import pytest

from web.reader import Reader

TUNIS = Reader("ar", "TN", "Africa/Tunis")
CASABLANCA = Reader("ar", "MA", "Africa/Casablanca")


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (TUNIS, "15 جويلية 2022"),
        (CASABLANCA, "15 يوليوز 2022"),
        (Reader("fr", "TN"), "15 juillet 2022"),
        (Reader("en", "MA"), "15 July 2022"),
    ],
)
def test_months_have_the_names_of_the_country(reader: Reader, said: str) -> None:
    assert reader.day("2022-07-15") == said


def test_hours_are_those_of_the_town_on_a_24_hour_clock() -> None:
    assert TUNIS.hour("2021-11-18T13:05:00Z") == "14:05"
    assert TUNIS.hour("2021-11-18T23:30:00Z") == "00:30"


def test_dinars_have_three_decimals_and_dirhams_two() -> None:
    assert TUNIS.money(12_500_000, "TND") == "12\u00a0500,000\u00a0د.ت"
    assert CASABLANCA.money(1_250_000, "MAD") == "12\u00a0500,00\u00a0درهم"
    assert Reader("fr", "MA").money(1_250_000, "MAD") == "12\u00a0500,00\u00a0DH"


def test_the_language_on_the_page_names_its_region() -> None:
    assert [Reader(code, "MA").locale for code in ("ar", "fr", "en")] == ["ar-MA", "fr-MA", "en-GB"]
    assert [Reader(code).direction for code in ("ar", "fr", "en")] == ["rtl", "ltr", "ltr"]


def test_a_text_given_only_in_arabic_is_marked_as_arabic_on_a_french_page() -> None:
    assert str(Reader("fr").words({"ar": "نفطة"})) == '<bdi lang="ar">نفطة</bdi>'
    assert str(Reader("fr").words({"ar": "نفطة", "fr": "Nefta"})) == "Nefta"


def test_what_people_type_is_never_markup() -> None:
    assert "<script>" not in str(TUNIS.words("<script>"))
    assert "<script>" not in str(Reader("fr").words({"ar": "<script>"}))


def test_an_unknown_code_is_shown_rather_than_an_error() -> None:
    assert TUNIS.name("status", "brand_new") == "brand new"
