"""Dates, hours, numbers, money in running text: Latin digits everywhere, month names of the country."""

import json
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from shared.texts.glossary import FILE

DECIMALS = {"TND": 3, "MAD": 2}
CURRENCY_NAMES = {"ar": {"TND": "د.ت", "MAD": "درهم"}, "fr": {"TND": "DT", "MAD": "DH"}}
SPACE = "\u00a0"  # digits joined by it keep their order in a right-to-left line


def long_date(day: date, language: str, country: str) -> str:
    """`15 فبراير 2025` in Morocco, `15 فيفري 2025` in Tunisia."""
    if language == "ar":
        return f"{day.day} {_arabic_months(country)[day.month - 1]} {day.year}"
    return str(format_date(day, "d MMMM y", locale=language))


def moment(instant: datetime, language: str, country: str, timezone: str) -> str:
    """The date and 24-hour time where the municipality lies."""
    local = instant.astimezone(ZoneInfo(timezone))
    return f"{long_date(local.date(), language, country)} {local:%H:%M}"


def number(value: int | float, language: str) -> str:
    """Grouped by three, Latin digits."""
    if language == "en":
        return str(format_decimal(value, locale="en"))
    return str(format_decimal(value, locale="fr")).replace("\u202f", SPACE)


def money(minor: int, language: str, currency: str, places: int | None = None) -> str:
    """An amount in minor units with its currency: millimes of a dinar, centimes of a dirham; or with so many places."""
    places = DECIMALS.get(currency, 2) if places is None else places
    whole, rest = divmod(abs(minor), 10**places)
    mark = "." if language == "en" else ","
    sign = "\u2212" if minor < 0 else ""
    name = called(currency, language)
    digits = f"{sign}{number(whole, language)}" + (f"{mark}{rest:0{places}d}" if places else "")
    return f"{digits}{SPACE}{name}" if name else digits


def called(currency: str, language: str) -> str:
    """What people of a language call the money; its code where they have no name for it."""
    return CURRENCY_NAMES.get(language, {}).get(currency, currency)


@cache
def _arabic_months(country: str) -> list[str]:
    names: dict[str, list[str]] = json.loads(FILE.read_text("utf-8"))["month_names_ar"]
    return names.get(country, names["TN"])
