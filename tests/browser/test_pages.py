"""Every page, in Arabic and French: readable by everyone, within its weight, and asking nothing of anybody else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import HALL, PHONE, Visitor
from tests.browser.town import NEFTA, SLUG, Town
from web import build

Visit = Callable[..., Visitor]
AXE = (Path(build.__file__).parent / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
GRAVE = {"moderate", "serious", "critical"}
KIB = 1024
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


def grave(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {node['html'][:160]}" for v in found["violations"] if v["impact"] in GRAVE for node in v["nodes"]
    ]


def small_targets(page: Page) -> list[str]:
    return list(page.evaluate(SMALL))


class Weight:
    """Bytes on the wire of one first load."""

    def __init__(self, page: Page) -> None:
        self.whole = self.script = 0
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._kind)
        session.on("Network.loadingFinished", self._finished)

    def _kind(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.whole += size
        self.script += size if self._kinds.get(event["requestId"]) == "Script" else 0


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_is_readable_by_everyone(visit: Visit, town: Town, name: str, language: str) -> None:
    visitor = visit(PHONE, language=language)
    weight = Weight(visitor.page)
    page = visitor.open(f"/{language}{PAGES[name].format(town=town)}")
    page.wait_for_load_state("load")
    assert grave(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert visitor.faults == []
    assert weight.whole <= 30 * KIB
    assert weight.script <= 10 * KIB


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_ballot_is_readable_by_everyone_in_each_step(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(PHONE, language=language)
    weight = Weight(visitor.page)
    page = visitor.open(f"/{language}{ballot(town)}")
    assert grave(page) == []
    assert (weight.whole <= 40 * KIB, weight.script <= 20 * KIB) == (True, True)
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
    page.wait_for_timeout(500)
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert weight.whole <= 250 * KIB
    assert weight.script <= 5 * KIB
    assert visitor.faults == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_cells_desk_is_readable_by_everyone(visit: Visit, language: str) -> None:
    visitor = visit({"width": 1280, "height": 900}, language=language)
    page = visitor.open(f"/{language}/{NEFTA}/staff")
    page.click("button[name=subject][value=cell]")
    page.wait_for_selector("li.act")
    assert grave(page) == []
    assert visitor.faults == []


SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.offsetParent && !one.closest(".away, .skip") && !one.classList.contains("skip"))
  .filter((one) => !(one.tagName === "A" && one.parentElement.tagName === "P" && one.parentElement.textContent.trim() !== one.textContent.trim()))
  .map((one) => [one, (one.closest("label.pick") ?? one.closest(".card:has(:is(h2, h3) a)") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 43.5)
  .map(([one, box]) => one.outerHTML.slice(0, 120) + ` ${box.width}x${box.height}`)"""
