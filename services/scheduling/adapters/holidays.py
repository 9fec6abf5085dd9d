"""Public holidays of Tunisia and Morocco; religious ones far ahead are estimates and say so."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from services.scheduling.domain.planning import WorkingDays

ESTIMATED = "(estimated)"


class PublicHolidays:
    """Years are those the caller names; weekends are Saturday and Sunday in both countries."""

    def holidays(self, country: str, first_year: int, last_year: int) -> Mapping[date, tuple[str, bool]]:
        return named(country, first_year, last_year)

    def working_days(self, country: str, first_year: int, last_year: int) -> WorkingDays:
        return WorkingDays(holidays=frozenset(named(country, first_year, last_year)))


@lru_cache(maxsize=64)
def named(country: str, first_year: int, last_year: int) -> Mapping[date, tuple[str, bool]]:
    found = country_holidays(country, years=range(first_year, last_year + 1), language="en_US")
    return {day: (name.replace(ESTIMATED, "").strip(), ESTIMATED in name) for day, name in sorted(found.items())}
