"""Every page, in Arabic and French: readable by everyone, within its weight, and asking nothing of anybody else."""

from collections.abc import Callable

import pytest

from tests.browser.conftest import HALL, PHONE, Visitor
from tests.browser.reading import KIB, Weight, faults, grave, small_targets
from tests.browser.town import NEFTA, SLUG, Town

Visit = Callable[..., Visitor]
FORUM, CALENDAR = f"/{SLUG}", f"/{NEFTA}"
PAGES = {
    "network": "",
    "home of a forum town": FORUM,
    "home of a calendar town": CALENDAR,
    "propose": f"{FORUM}/propose",
    "proposals": f"{FORUM}/proposals",
    "one proposal": f"{FORUM}/proposals/{{town.proposal}}",
    "follow": f"{FORUM}/track",
    "receipt": f"{FORUM}/track?code={{town.tracking}}&fresh=1",
    "calendar": f"{CALENDAR}/calendar",
    "meetings": f"{FORUM}/meetings",
    "programme of the day": f"{FORUM}/meetings/{{town.meeting}}",
    "programme": f"{CALENDAR}/programme",
    "votes": f"{FORUM}/vote",
    "results": f"{FORUM}/results",
    "mandates": f"{FORUM}/mandates",
    "verify": f"{FORUM}/verify",
    "missing": f"{FORUM}/nowhere/at-all",
}


def ballot(town: Town) -> str:
    return f"/{SLUG}/vote/{town.open_vote}/souk"


def screen(town: Town) -> str:
    return f"/{SLUG}/screen/{town.closing_vote}"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_public_page_is_readable_by_everyone(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(PHONE, language=language)
    found = {name: faults(visitor, f"/{language}{path.format(town=town)}") for name, path in PAGES.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_ballot_is_readable_by_everyone_in_each_step(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(PHONE, language=language)
    weight = Weight(visitor.page)
    page = visitor.open(f"/{language}{ballot(town)}")
    first = (weight.whole, weight.script)  # what is kept for a reload without a network comes after the first load
    assert (first[0] <= 40 * KIB, first[1] <= 20 * KIB) == (True, True), first
    assert grave(page) == []
    page.fill("#code", "0" * 22 + "98")
    page.click("#enter button")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert grave(page) == []
    page.check("input[value=c-amina]")
    page.click("#to-review")
    assert grave(page) == []
    page.click("#send")
    page.wait_for_selector("[data-outcome=refused]:visible")
    assert grave(page) == []
    assert small_targets(page) == []
    assert visitor.faults == []


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("size", [HALL, {"width": 1280, "height": 720}, {"width": 3840, "height": 2160}], ids=str)
def test_the_hall_screen_fits_without_scrolling(visit: Visit, town: Town, language: str, size: dict[str, int]) -> None:
    visitor = visit(size, language=language)
    weight = Weight(visitor.page)
    page = visitor.open(f"/{language}{screen(town)}")
    page.wait_for_selector(".tile")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert weight.whole <= 250 * KIB
    assert weight.script <= 5 * KIB
    assert visitor.faults == []
