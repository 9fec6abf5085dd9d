"""A voter from afar: registers on a phone with a code from the desk, and votes with that phone once voting opens."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, PLAIN, Visitor
from tests.browser.forums import bureau, playing, state_of
from tests.browser.reading import grave, small_targets
from tests.browser.town import CANDIDATES, EDITION, SLUG, Town, run

Visit = Callable[..., Visitor]
HOOD = "kasbah"
CHOSEN = "input[value=c-amina]"
WINDOW = ("2025-01-10T08:00:00Z", "2025-03-01T18:00:00Z")
KEPT = """() => new Promise((resolve) => {
  const open = indexedDB.open("pb-credentials", 1);
  open.onsuccess = () => {
    const all = open.result.transaction("credentials").objectStore("credentials").getAll();
    all.onsuccess = () => resolve(all.result.map((one) => ({signed: one.token !== null, hidden: one.hidden})));
  };
})"""


async def registering(urls: Any, *names: str) -> tuple[str, list[str]]:
    """A draft with its registrar, and the codes on the cards of these people."""
    standing = [{"id": code, "name": {"ar": name}} for code, name in CANDIDATES]
    contest = {"contest": HOOD, "neighbourhood": HOOD, "label": {"ar": "القصبة", "fr": "Kasbah"}, "seats": 2}
    async with playing(urls) as play:
        body = {"edition": EDITION, "contests": [{**contest, "candidates": standing}]}
        made = await play.platform.post("voting", f"/{SLUG}/elections", body, by="bureau", step=names[0])
        election = str(made["election_id"])
        window = {"election_id": election, "opens_at": WINDOW[0], "closes_at": WINDOW[1]}
        await play.platform.post("scheduling", f"/{SLUG}/registrars", window, by="cell", again=("election-unknown",))
        people = {"rows": [{"name": name, "neighbourhood": HOOD} for name in names]}
        path = f"/{SLUG}/registrars/{election}/people"
        cards = await play.platform.post("scheduling", path, people, by="registration-clerk")
    return election, [card["code"] for card in cards["people"]]


async def open_after_registration(urls: Any, election: str) -> None:
    async with playing(urls) as play:
        await play.platform.post("scheduling", f"/{SLUG}/registrars/{election}/closing", {}, by="cell")
        path, late = f"/{SLUG}/elections/{election}/opening", ("registration-still-open", "nobody-stands")
        await play.platform.post("voting", path, {}, by="bureau", again=late)


def test_a_voter_registers_on_a_phone_and_votes_from_afar_with_it(visit: Visit, town: Town) -> None:
    election, codes = run(registering(town.urls, "فاطمة البعيدة", "حسن البعيد"))
    visitor = visit(PHONE)
    here = f"/ar/{SLUG}/vote/{election}/{HOOD}"
    page = visitor.open(f"{here}/afar")
    assert grave(page) == []
    page.fill("#card", "AAAA-AAAA-AAAA")
    page.click("#fetch")
    expect(page.locator("#card-fault")).to_be_visible()
    assert grave(page) == []
    page.fill("#card", codes[0])
    page.click("#fetch")
    expect(page.locator("#registered")).to_be_visible()
    assert page.evaluate(KEPT) == [{"signed": True, "hidden": None}]
    assert small_targets(page) == []
    run(open_after_registration(town.urls, election))
    visitor.open(f"{here}/afar")
    page.click("#registered .go")
    page.click("#vote-afar")
    page.check(CHOSEN)
    page.click("#to-review")
    page.click("#send")
    expect(page.locator("[data-outcome=recorded]")).to_be_visible()
    assert page.evaluate(KEPT) == []
    run(bureau(town.urls, election, "closing"))
    run(state_of(town.urls, election, "closed"))
    run(bureau(town.urls, election, "dice", {HOOD: "351624"}))
    found = run(state_of(town.urls, election, "declared"))
    assert [result["ballots"] for result in found["results"]] == [1]
    assert visitor.faults == []


def test_a_code_used_on_one_device_says_so_on_another(visit: Visit, town: Town) -> None:
    election, codes = run(registering(town.urls, "سناء البعيدة"))
    first, second = visit(PHONE), visit(PHONE)
    here = f"/fr/{SLUG}/vote/{election}/{HOOD}/afar"
    for visitor in (first, second):
        page = visitor.open(here)
        page.fill("#card", codes[0])
        page.click("#fetch")
    expect(first.page.locator("#registered")).to_be_visible()
    expect(second.page.locator("#card-fault")).to_contain_text("autre appareil")


def test_an_unsafe_connection_is_told_plainly_what_to_do_instead(visit: Visit, town: Town) -> None:
    election, _ = run(registering(town.urls, "نورة البعيدة"))
    visitor = visit(PHONE)
    visitor.web = visitor.web.replace("127.0.0.1", PLAIN)
    page = visitor.open(f"/ar/{SLUG}/vote/{election}/{HOOD}/afar")
    expect(page.locator("#insecure")).to_contain_text("https")
    expect(page.locator("#afar")).to_be_hidden()
    assert grave(page) == []
