"""A shared tablet that has no network at closing: its statement is scanned from its screen, its ballots follow."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, TABLET, Visitor
from tests.browser.forums import bureau, draft, state_of
from tests.browser.reading import grave, small_targets
from tests.browser.town import SLUG, Town, run
from web import build

Visit = Callable[..., Visitor]
CHOSEN = "input[value=c-amina]"
JSQR = (Path(build.__file__).parent / "node_modules" / "jsqr" / "dist" / "jsQR.js").read_text("utf-8")
READ = """() => {
  const shown = document.querySelector("#qr");
  const big = document.createElement("canvas");
  big.width = big.height = shown.width * 6;
  const drawing = big.getContext("2d");
  drawing.imageSmoothingEnabled = false;
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, big.width, big.height);
  drawing.drawImage(shown, 0, 0, big.width, big.height);
  return self.jsQR(drawing.getImageData(0, 0, big.width, big.height).data, big.width, big.height).data;
}"""


def become_tablet(visitor: Visitor, election: str) -> str:
    """Gives the key that the draft names."""
    page = visitor.open(f"/ar/{SLUG}/hall/votes/{election}/tablet")
    page.click("button[name=subject][value=bureau]")
    page.fill("#name", "t1")
    page.click("#become button")
    return page.locator("#key-of").inner_text()


def vote_without_network(visitor: Visitor, election: str, code: str) -> None:
    page = visitor.open(f"/ar/{SLUG}/vote/{election}/souk")
    expect(page.locator("#booth")).to_have_attribute("data-kept", "yes")
    page.fill("#code", code)
    page.click("#enter button")
    page.check(CHOSEN)
    page.click("#to-review")
    page.context.set_offline(True)
    page.click("#send")
    expect(page.locator("[data-outcome=waiting]")).to_be_visible()


def first_lost(page: Page, *addresses: str) -> set[str]:
    """The network comes back badly: the first request to each address gets no answer. Which were lost, as they are."""
    lost: set[str] = set()

    def lose(route: Route) -> None:
        part = route.request.url.rsplit("/", 1)[-1]
        route.continue_() if part in lost else route.abort()
        lost.add(part)

    for address in addresses:
        page.route(address, lose)
    return lost


def stated(page: Page, web: str, election: str) -> str:
    """The tablet's own page opens without a network and shows the statement; what a camera reads there is its text."""
    page.goto(f"{web}/ar/{SLUG}/hall/votes/{election}/tablet")
    page.click("#state")
    expect(page.locator("#stated")).to_be_visible()
    text = str(page.locator("#stated-text").text_content())
    page.evaluate(JSQR)
    assert page.evaluate(READ) == text
    assert (grave(page), small_targets(page)) == ([], [])
    return text


def test_a_tablet_without_a_network_states_by_its_screen_what_it_hands_over_later(visit: Visit, town: Town) -> None:
    empty, _ = run(draft(town.urls, "no tablet yet"))
    device, chair = visit(TABLET), visit(PHONE)
    key = become_tablet(device, empty)
    election, codes = run(draft(town.urls, "tablet offline", tablets=[{"tablet": "t1", "key": key}]))
    run(bureau(town.urls, election, "opening"))
    page = device.open(f"/ar/{SLUG}/hall/votes/{election}/tablet")
    expect(page.locator("#tablet")).to_have_attribute("data-kept", "yes")
    vote_without_network(device, election, codes[0])
    run(bureau(town.urls, election, "closing"))
    run(state_of(town.urls, election, "closed"))
    text = stated(page, device.web, election)
    assert json.loads(text)["count"] == 1
    register(chair, election, text)
    run(bureau(town.urls, election, "dice", {"souk": "3516"}))
    assert run(state_of(town.urls, election, "closed"))["results"] is None
    lost = first_lost(page, f"**/{election}/tablet/now", f"**/{election}/tablet/late")
    page.context.set_offline(False)
    page.click("#hand-over")
    expect(page.locator("#outcome.good")).to_be_visible()
    assert lost == {"now", "late"}
    found = run(state_of(town.urls, election, "declared"))
    assert [result["ballots"] for result in found["results"]] == [1]
    assert (device.faults, chair.faults) == ([], [])


def register(chair: Visitor, election: str, text: str) -> None:
    """On the chair's device: what is no statement is told, what the tablet shows is taken."""
    page = chair.open(f"/ar/{SLUG}/hall/votes/{election}/statements")
    page.click("button[name=subject][value=bureau]")
    page.fill("#statement-statement", "nothing")
    page.click("main form .acts button:not([type])")
    expect(page.locator(".summary")).to_be_visible()
    assert grave(page) == []
    page.fill("#statement-statement", text)
    page.click("main form .acts button:not([type])")
    expect(page.locator(".papers .chip.good")).to_be_visible()
