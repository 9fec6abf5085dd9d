"""A slip or a badge held before a camera is read also where the browser has no reader of its own; typing always works."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.camera import film
from tests.browser.conftest import PATIENCE, TABLET, Visitor
from tests.browser.forums import bureau, convene, draft, people_of, playing, state_of
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]
NO_READER = "delete window.BarcodeDetector"
Seeing = Callable[[str], Page]


@pytest.fixture
def seeing(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], town: Town, tmp_path: Path
) -> Iterator[Seeing]:
    """A page of a browser whose camera sees this text; nobody is signed in."""
    opened = []

    def look(text: str) -> Page:
        switches = film(tmp_path / "slip.y4m", text)
        args = {**browser_type_launch_args, "args": [*browser_type_launch_args["args"], *switches]}
        browser = browser_type.launch(**args)
        opened.append(browser)
        page = browser.new_page(viewport=TABLET, base_url=town.urls["web"])  # type: ignore[arg-type]  # a plain dict of two ints
        page.context.set_default_timeout(PATIENCE)
        page.add_init_script(NO_READER)
        return page

    yield look
    for browser in opened:
        browser.close()


def scan(page: Page) -> None:
    assert not page.evaluate("'BarcodeDetector' in window")
    page.click("#scan")


def test_a_slip_held_before_the_camera_fills_the_code(seeing: Seeing, town: Town) -> None:
    election, codes = run(draft(town.urls, "scanned"))
    page = seeing(f"https://elsewhere.example/ar/{SLUG}/vote/{election}/souk#{codes[0]}")
    page.goto(f"/ar/{SLUG}/hall/votes/{election}/preparation")
    page.click("button[name=subject][value=bureau]")
    page.check("input[name=kind][value=codes]")
    scan(page)
    expect(page.locator("#void-slips")).to_have_value(codes[0])
    page.click("#stop-scan")
    expect(page.locator("#camera")).to_be_hidden()
    run(bureau(town.urls, election, "opening"))
    page.goto(f"/ar/{SLUG}/vote/{election}/souk")
    scan(page)
    expect(page.locator("#code")).to_have_value(" ".join(codes[0][i : i + 4] for i in range(0, 24, 4)))
    run(bureau(town.urls, election, "closing"))
    run(state_of(town.urls, election, "closed"))
    page.goto(f"/ar/{SLUG}/hall/votes/{election}/paper/souk")
    scan(page)
    expect(page.locator("#code")).to_have_value(" ".join(codes[0][i : i + 4] for i in range(0, 24, 4)))


async def badge(urls: Any, meeting: str) -> str:
    async with playing(urls) as play:
        path = f"/{SLUG}/forums/{meeting}/attendees"
        found = await play.platform.get("scheduling", path, by="registration-clerk")
    return str(found["items"][0]["code"])


def test_a_badge_is_read_at_the_desk_also_without_a_network(seeing: Seeing, town: Town) -> None:
    person = people_of("kasbah", 1)[0]
    meeting = run(convene(town.urls, "منتدى الشارات", [person]))
    page = seeing(run(badge(town.urls, meeting)))
    page.goto(f"/ar/{SLUG}/desk/{meeting}")
    page.click("button[name=subject][value=registration-clerk]")
    expect(page.locator("#desk")).to_have_attribute("data-kept", "yes")
    page.context.set_offline(True)
    scan(page)
    expect(page.locator("#found")).to_contain_text(person["name"])
