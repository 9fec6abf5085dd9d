"""A sealed ballot from a phone to the recount in a browser: said to be experimental, never readable, counted by sums."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import HALL, PHONE, Visitor
from tests.browser.forums import bureau, draft, playing, state_of
from tests.browser.reading import grave, small_targets
from tests.browser.test_voter import CHOSEN, KEPT
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]
Json = dict[str, Any]


async def board_of(town: Town, election: str) -> Json:
    async with playing(town.urls) as play:
        return dict(await play.platform.get("voting", f"/{SLUG}/elections/{election}/board"))


def test_a_sealed_vote_is_cast_without_a_network_counted_by_sums_and_recounted_by_anybody(
    visit: Visit, town: Town
) -> None:
    election, codes = run(draft(town.urls, "sealed", disclosure="sealed"))
    run(bureau(town.urls, election, "opening"))
    on_a_phone(visit, election, codes[0])
    blank_in_french(visit, election, codes[1])
    run(bureau(town.urls, election, "closing"))
    run(state_of(town.urls, election, "closed"))
    run(bureau(town.urls, election, "dice", {"souk": "3516"}))
    found = run(state_of(town.urls, election, "declared"))
    (result,) = found["results"]
    assert (result["ballots"], result["blank"]) == (2, 1)
    assert {one["candidate"]: one["votes"] for one in result["tally"]}["c-amina"] == 1
    board = run(board_of(town, election))
    assert all("sealed" in one["ballot"] and "opening" not in one for one in board["ballots"])
    recounted(visit, election, found)
    page = visit(HALL).open(f"/ar/{SLUG}/screen/{election}")
    expect(page.locator("main")).to_contain_text("تجريبي")


def on_a_phone(visit: Visit, election: str, code: str) -> None:
    """The network goes before anything is chosen: what seals a ballot was brought with the page."""
    visitor = visit(PHONE)
    page = visitor.open(f"/ar/{SLUG}/vote/{election}/souk")
    expect(page.locator("#booth")).to_have_attribute("data-kept", "yes")
    expect(page.locator("#sealed")).to_contain_text("تجريبي")
    assert (grave(page), small_targets(page)) == ([], [])
    page.context.set_offline(True)
    page.fill("#code", code)
    page.click("#enter button")
    page.check(CHOSEN)
    page.click("#to-review")
    page.click("#send")
    expect(page.locator("[data-outcome=waiting]")).to_be_visible()
    (kept,) = page.evaluate(KEPT)
    assert '"opening":' in kept["wire"]
    assert "c-amina" not in kept["wire"]
    page.context.set_offline(False)
    expect(page.locator("[data-outcome=recorded]")).to_be_visible()
    assert page.evaluate(KEPT)[0]["wire"] is None
    assert visitor.faults == []


def blank_in_french(visit: Visit, election: str, code: str) -> None:
    visitor = visit(PHONE, language="fr")
    page = visitor.open(f"/fr/{SLUG}/vote/{election}/souk")
    page.fill("#code", code)
    page.click("#enter button")
    page.click("#to-review")
    page.click("#send")
    expect(page.locator("[data-outcome=recorded]")).to_be_visible()
    assert visitor.faults == []


def recounted(visit: Visit, election: str, found: Json) -> None:
    visitor = visit(PHONE, language="fr")
    page = visitor.open(f"/fr/{SLUG}/verify")
    page.select_option("#board-of", election)
    page.fill("#signs", found["manifest"]["spoken"])
    page.fill("#head", found["heads"][-1]["hash"])
    page.click("#start")
    expect(page.locator("#verdict")).to_have_attribute("data-code", "0")
    expect(page.locator("#verdict")).to_contain_text("Expérimental")
    page = visitor.open(f"/fr/{SLUG}/results")
    expect(page.locator("main")).to_contain_text("bulletins scellés")
    assert visitor.faults == []
