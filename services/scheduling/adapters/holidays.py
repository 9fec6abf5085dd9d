"""Public holidays of Tunisia and Morocco; religious ones far ahead are estimates and say so."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from services.scheduling.domain.planning import Holiday, WorkingDays

ESTIMATED = re.compile(r"\s*\((?:estimated|estimé|تقديري)\)")
NAMED_IN = {"TN": {"en": "en_US", "ar": "ar"}, "MA": {"en": "en_US", "ar": "ar", "fr": "fr"}}


class PublicHolidays:
    """Years are those the caller names; weekends are those of the country."""

    def holidays(self, country: str, first_year: int, last_year: int) -> Mapping[date, Holiday]:
        return named(country, first_year, last_year)

    def working_days(self, country: str, first_year: int, last_year: int) -> WorkingDays:
        return WorkingDays(weekend(country), frozenset(named(country, first_year, last_year)))


@lru_cache(maxsize=8)
def weekend(country: str) -> frozenset[int]:
    return frozenset(country_holidays(country).weekend)


@lru_cache(maxsize=64)
def named(country: str, first_year: int, last_year: int) -> Mapping[date, Holiday]:
    """A day that bears several names is an estimate as soon as one of them is."""
    years = range(first_year, last_year + 1)
    listed = {
        tongue: country_holidays(country, years=years, language=language)
        for tongue, language in NAMED_IN[country].items()
    }
    return {day: holiday(day, listed) for day in sorted(listed["en"])}


def holiday(day: date, listed: Mapping[str, Mapping[date, str]]) -> Holiday:
    name = {tongue: ESTIMATED.sub("", days[day]) for tongue, days in listed.items()}
    return Holiday(name, ESTIMATED.search(listed["en"][day]) is not None)
