"""Those who lead a hall: the facilitator through the running order, the chair through a vote, the screens that follow."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from services.voting.voter import ballot_bytes
from shared.authorities import authorities
from tests.browser.conftest import HALL, PHONE, Visitor
from tests.browser.forums import OWN, arrive, bureau, convene, draft, it_is, move, people_of, state_of
from tests.browser.reading import Weight, grave, small_targets
from tests.browser.town import SLUG, Town, run
from tests.support.stack import RunningStack

Visit = Callable[..., Visitor]
KIB = 1024
BEFORE, LATER = "2025-02-15T08:46:00Z", "2025-02-15T08:56:00Z"  # under ten minutes for an item of five
SIZES = [HALL, {"width": 1280, "height": 720}, {"width": 3840, "height": 2160}]


def leading(visitor: Visitor, part: str, who: str, language: str = "ar") -> Page:
    page = visitor.open(f"/{language}/{SLUG}/hall/{part}")
    page.click(f"button[name=subject][value={who}]")
    page.wait_for_selector("#live")
    return page


def test_the_running_order_is_led_through_a_forum_and_the_screen_follows(visit: Visit, town: Town) -> None:
    run(it_is(town.urls, BEFORE))
    meeting = run(convene(town.urls, "منتدى سير الجلسة", []))
    visitor, hall = visit(PHONE), visit(HALL)
    page = leading(visitor, f"meetings/{meeting}", "facilitator")
    screen = hall.open(f"/fr/{SLUG}/screen/meetings/{meeting}")
    page.locator(".steps-list button").first.click()
    expect(page.locator("#live")).to_contain_text("الاستقبال")
    expect(screen.locator(".under-way h2")).to_have_text("accueil")
    run(it_is(town.urls, LATER))
    page.reload()
    expect(page.locator("#live .note.bad")).to_contain_text("4")
    expect(page.locator(".steps-list .chip.wait").first).to_contain_text("متأخر")
    for _ in range(2):
        page.locator(".steps-list button").first.click()  # ends what runs
        page.locator(".steps-list button").first.click()  # starts what is next
    expect(screen.locator(".under-way h2")).to_have_text("clôture")
    page.locator(".steps-list button").first.click()
    expect(page.locator("#live")).to_contain_text("انتهى البرنامج")
    expect(screen.locator(".under-way h2")).to_contain_text("terminé")
    assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert (visitor.faults, hall.faults) == ([], [])


def test_five_live_events_leave_a_half_filled_form_as_it_was(visit: Visit, town: Town) -> None:
    person = people_of(OWN, 1)[0]
    meeting = run(convene(town.urls, "منتدى النصف", [person]))
    run(arrive(town.urls, meeting, "desk-1", person))
    page = leading(visit(PHONE), f"meetings/{meeting}", "facilitator", "fr")
    page.locator("details summary").last.click()
    page.fill("#confirm", "CLO")
    for n, what in ((1, "start"), (1, "end"), (2, "start"), (2, "end"), (3, "start")):
        run(move(town.urls, meeting, (n, what)))
    expect(page.locator("#live")).to_contain_text("clôture", ignore_case=True)
    expect(page.locator("#changed")).to_be_visible()
    expect(page.locator("#confirm")).to_have_value("CLO")
    assert page.evaluate("document.activeElement.id") == "confirm"
    assert page.locator("#live form, #live input, [role=status] form").count() == 0


def test_a_vote_opens_and_closes_only_by_the_typed_word(visit: Visit, town: Town) -> None:
    election, codes = run(draft(town.urls, "chair"))
    visitor = visit(PHONE)
    page = leading(visitor, f"votes/{election}", "bureau")
    page.fill("#confirm", "نعم")
    page.click("form[action$=opening] button")
    expect(page.locator(".summary")).to_be_visible()
    assert grave(page) == []
    page.fill("#confirm", "افتح")
    page.click("form[action$=opening] button")
    expect(page.locator(".spoken")).to_be_visible()
    expect(page.locator("main")).to_contain_text("لم يصل بعد")
    vote(town, election, codes[0])
    assert small_targets(page) == []
    assert grave(page) == []
    page.fill("#confirm", "أقفل")
    page.click("form[action$=closing] button")
    run(state_of(town.urls, election, "closed"))
    page.reload()
    page.fill("#d-souk", "٣٥ ١٦")
    page.click("form[action$=dice] button")
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator("#d-souk")).to_have_value("٣٥ ١٦")
    page.fill("#confirm", "أعلن")
    page.click("form[action$=dice] button")
    expect(page.locator("#live .chip.good")).to_be_visible()
    assert grave(page) == []
    assert visitor.faults == []


def vote(town: Town, election: str, code: str) -> httpx.Response:
    ballot = ballot_bytes(code, election, "souk", ("c-amina",), bytes(16))
    return httpx.post(
        f"{town.urls['voting']}/elections/{election}/ballots", content=ballot, timeout=30, verify=authorities()
    )


def test_the_screen_comes_back_by_itself_and_shows_what_happened_meanwhile(
    visit: Visit, town: Town, stack: RunningStack
) -> None:
    election, _ = run(draft(town.urls, "cut"))
    run(bureau(town.urls, election, "opening"))
    visitor = visit(HALL)
    page = visitor.open(f"/ar/{SLUG}/screen/{election}")
    expect(page.locator(".state")).to_have_attribute("data-state", "open")
    stack.kill("web")
    run(bureau(town.urls, election, "closing"))
    run(state_of(town.urls, election, "closed"))
    expect(page.locator(".state")).to_have_attribute("data-state", "closed")


def test_a_hundred_watchers_who_drop_hold_up_no_vote(town: Town) -> None:
    election, codes = run(draft(town.urls, "watchers"))
    run(bureau(town.urls, election, "opening"))
    address = f"{town.urls['web']}/ar/{SLUG}/screen/{election}/live"
    with httpx.Client(timeout=30, limits=httpx.Limits(max_connections=None)) as http:
        watching = [http.send(http.build_request("GET", address), stream=True) for _ in range(100)]
        assert {one.status_code for one in watching} == {200}
        for one in watching:
            one.close()
    assert vote(town, election, codes[0]).status_code == 201
    assert httpx.get(address.removesuffix("live") + "now", timeout=30).status_code == 200


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_programme_on_the_screen_is_readable_without_scrolling(visit: Visit, town: Town, language: str) -> None:
    for size in SIZES:
        visitor = visit(size, language=language)
        weight = Weight(visitor.page)
        page = visitor.open(f"/{language}/{SLUG}/screen/meetings/{town.meeting}")
        page.wait_for_selector(".under-way")
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert (weight.whole <= 250 * KIB, weight.script <= 5 * KIB) == (True, True)
        assert visitor.faults == []
    assert grave(page) == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_pages_of_the_hall_are_readable_by_everyone(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(PHONE, language=language)
    page = leading(visitor, f"meetings/{town.meeting}", "facilitator", language)
    for path in (f"hall/meetings/{town.meeting}", "hall", f"hall/votes/{town.open_vote}", "desk"):
        visitor.open(f"/{language}/{SLUG}/{path}")
        assert grave(page) == []
        assert small_targets(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert visitor.faults == []
