"""Whoever looks after many towns: the board says in words who needs somebody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Visitor
from tests.browser.forums import playing
from tests.browser.reading import grave, small_targets
from tests.browser.town import Town, run

Visit = Callable[..., Visitor]
TOWN, TEMPLATE = "tn-beni-hassen", "template-tn-annual-investment-programme"


async def adopt_a_calendar(town: Town) -> None:
    """A lawful calendar of a year to come."""
    async with playing(town.urls) as play:
        edition = {"year": 2030, "template": TEMPLATE, "title": {"ar": "برنامج 2030"}}
        await play.platform.post("proposals", f"/{TOWN}/editions", edition, by="cell")
        wanted = {"template": TEMPLATE, "programme_year": 2030, "council_date": "2029-12-18"}
        plan = await play.platform.post("scheduling", f"/{TOWN}/plans", wanted, by="cell")
        dates = {one["code"]: one["planned_date"] for one in plan["activities"] if one.get("planned_date")}
        body = {"edition": "2030", "template": TEMPLATE, "programme_year": 2030, "dates": dates}
        made = await play.platform.post("scheduling", f"/{TOWN}/calendars", body, by="cell", again=("unknown-edition",))
        await play.platform.post("scheduling", f"/{TOWN}/calendars/{made['calendar_id']}/adoption", {}, by="cell")


@pytest.fixture(scope="module")
def adopted(town: Town) -> None:
    run(adopt_a_calendar(town))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_board_names_each_town_and_its_state_in_words(visit: Visit, adopted: None, language: str) -> None:
    visitor = visit(PHONE, language=language)
    page = visitor.open(f"/{language}/network/board")
    page.click("button[name=subject][value=network-administrator]")
    expect(page.locator(".board tbody tr")).to_have_count(1)
    expect(page.locator(".board .chip").first).not_to_be_empty()
    page.fill("#q", "nowhere")
    page.click("form.sieve button")
    expect(page.locator(".board tbody .chip")).to_have_count(0)
    visitor.open(f"/{language}/network/board")
    assert grave(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert visitor.faults == []


def test_somebody_without_the_right_is_asked_for_a_region(visit: Visit) -> None:
    page = visit(PHONE).open("/fr/network/board")
    page.click("button[name=subject][value=cell]")
    expect(page.locator(".note.wait")).to_be_visible()
