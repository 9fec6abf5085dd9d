"""What people print is readable in black and white, and holds nothing that only a screen can use."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import sign_in
from tests.browser.conftest import TABLET, Visitor
from tests.browser.town import NEFTA, SLUG, Town

Visit = Callable[..., Visitor]
PAGES = {
    "home": f"/{SLUG}",
    "calendar": f"/{NEFTA}/calendar",
    "proposal": f"/{SLUG}/proposals/{{town.proposal}}",
    "receipt": f"/{SLUG}/track?code={{town.tracking}}&fresh=1",
    "programme of the day": f"/{SLUG}/meetings/{{town.meeting}}",
    "results": f"/{SLUG}/results",
    "mandates": f"/{SLUG}/mandates",
}
FAINT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.offsetParent && !one.closest("svg, .away") && [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .map((one) => [one, getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).map((part) => part / 255)])
  .map(([one, rgb]) => [one, rgb.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))])
  .filter(([, [r, g, b]]) => 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05) < 4.5)
  .map(([one]) => one.outerHTML.slice(0, 120))"""
"""Texts that would be too pale on white paper, where no printer draws backgrounds."""


def printed(page: Page) -> list[str]:
    page.emulate_media(media="print")
    shown = page.locator("nav:visible, button:visible, input:visible, footer:visible, .acts:visible, .demo:visible")
    return [*page.evaluate(FAINT), *(one.inner_text()[:80] for one in shown.all())]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_printed_page_is_black_on_white_and_has_no_ways_to_go(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(TABLET, language=language)
    found = {name: printed(visitor.open(f"/{language}{path.format(town=town)}")) for name, path in PAGES.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_page_of_the_bureau_is_printed_whole_when_it_holds_no_slip(visit: Visit, town: Town) -> None:
    page = visit(TABLET).open(f"/ar/{SLUG}/hall/register")
    sign_in(page, "bureau")
    page.emulate_media(media="print")
    expect(page.locator("main h1")).to_be_visible()
    page.goto(page.url.replace("register", f"votes/{town.open_vote}"))
    page.emulate_media(media="print")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator(".ways")).to_be_hidden()
