"""A day is read as people here write it."""

from datetime import date

import pytest

from services.proposals.domain.days import day_in


@pytest.mark.parametrize(
    "typed", ["2022-01-05", "2022/1/5", "05/01/2022", "5-1-2022", "5.1.2022", "٠٥/٠١/٢٠٢٢", "۲۰۲۲-۰۱-۰۵"]
)
def test_the_day_or_the_year_comes_first_in_any_digits(typed: str) -> None:
    assert day_in(typed) == date(2022, 1, 5)


@pytest.mark.parametrize(
    "typed", ["", "05/31/2022", "2022-13-01", "5/1/22", "demain", "2022-01-05T10:00", "0000-01-01"]
)
def test_what_is_no_day_is_not_guessed(typed: str) -> None:
    assert day_in(typed) is None
