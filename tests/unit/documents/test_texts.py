"""What written texts promise."""

from datetime import UTC, date, datetime

import pytest

from shared.texts import Catalogue, TextMissing, load_glossary, long_date, moment, money
from shared.texts.catalogue import FORMS, plural_name

DAYS = {
    "by": "n",
    "zero": "اليوم",
    "one": "يوم",
    "two": "يومان",
    "few": "{n} أيام",
    "many": "{n} يوما",
    "other": "{n} يوم",
}


def test_arabic_counts_in_six_ways() -> None:
    assert [plural_name("ar", n) for n in (0, 1, 2, 3, 11, 100)] == list(FORMS)
    texts = Catalogue("ar", {"days": DAYS})
    assert [texts.text("days", n=n) for n in (2, 7, 14, 102)] == ["يومان", "7 أيام", "14 يوما", "102 يوم"]


def test_french_counts_zero_as_one() -> None:
    assert (plural_name("fr", 0), plural_name("fr", 1), plural_name("fr", 2)) == ("one", "one", "other")


def test_a_text_nobody_wrote_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(TextMissing):
        Catalogue("fr", {}).text("absent")


def test_months_are_named_as_each_country_names_them() -> None:
    day = date(2025, 2, 15)
    assert long_date(day, "ar", "TN") == "15 فيفري 2025"
    assert long_date(day, "ar", "MA") == "15 فبراير 2025"
    assert long_date(day, "fr", "MA") == "15 février 2025"


def test_hours_are_local() -> None:
    assert moment(datetime(2021, 10, 26, 8, 0, tzinfo=UTC), "en", "TN", "Africa/Tunis") == "26 October 2021 09:00"


@pytest.mark.parametrize(
    ("minor", "currency", "language", "written"),
    [
        (121675000, "TND", "fr", "121 675,000 DT"),
        (-5, "MAD", "en", "−0.05 MAD"),
        (1234567, "MAD", "ar", "12 345,67 درهم"),
    ],
)
def test_money_has_the_decimals_of_its_currency(minor: int, currency: str, language: str, written: str) -> None:
    assert money(minor, language, currency).replace("\u00a0", " ") == written


def test_the_glossary_speaks_three_languages_for_every_term() -> None:
    glossary = load_glossary()
    assert all(glossary.term(t, code) for t in glossary.terms for code in ("ar", "fr", "en"))
