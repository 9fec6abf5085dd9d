"""A paper ballot is typed in by two officers; where they differ, the one who erred types again."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Page, expect

from deploy.demo.play import ADMINISTRATOR
from tests.browser.conftest import TABLET, Visitor
from tests.browser.forums import bureau, draft, playing, state_of
from tests.browser.reading import grave, small_targets
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]
RIGHT, WRONG = "c-amina", "c-youssef"


def officer(visitor: Visitor, election: str, who: str) -> Page:
    page = visitor.open(f"/ar/{SLUG}/hall/votes/{election}/paper/souk")
    page.click(f"button[name=subject][value={who}]")
    expect(page.locator("#paper")).to_be_visible()
    return page


async def second_officer(urls: Mapping[str, str], election: str) -> str:
    """Somebody else of the bureau: the door clerk is given the right, and the ballot box has heard of it."""
    who = "registration-clerk"
    async with playing(urls) as play:
        grant = {"issuer": play.platform.urls["oidc"], "subject": who, "role": "bureau"}
        await play.platform.post("proposals", f"/{SLUG}/grants", grant, by=ADMINISTRATOR)
        path = f"/{SLUG}/elections/{election}/complaints"
        await play.platform.ask("GET", "voting", path, by=who, again=("role-missing", "foreign-municipality"))
    return who


def enter(page: Page, code: str, choice: str, tone: str) -> None:
    page.fill("#code", code)
    for box in page.locator("input[name=choice]:checked").all():
        box.uncheck()
    page.check(f"input[value={choice}]")
    page.click("#to-review")
    expect(page.locator(f"#outcome.{tone}")).to_be_visible()


def test_two_officers_who_differ_look_at_the_paper_together_and_then_it_counts_once(visit: Visit, town: Town) -> None:
    election, codes = run(draft(town.urls, "paper"))
    run(bureau(town.urls, election, "opening"))
    run(bureau(town.urls, election, "closing"))
    run(state_of(town.urls, election, "closed"))
    one, other = visit(TABLET), visit(TABLET)
    first, second = officer(one, election, "bureau"), officer(other, election, run(second_officer(town.urls, election)))
    enter(first, codes[1], RIGHT, "wait")
    first.click("#take-back")
    expect(first.locator("#outcome.good")).to_be_visible()
    expect(first.locator("#take-back")).to_be_hidden()
    enter(first, codes[0], WRONG, "wait")
    enter(second, codes[0], RIGHT, "bad")
    expect(second.locator("#outcome")).not_to_be_empty()
    expect(second.locator("#code")).to_have_value(codes[0])
    assert (grave(second), small_targets(second)) == ([], [])
    enter(first, codes[0], RIGHT, "wait")
    enter(second, codes[0], RIGHT, "good")
    run(bureau(town.urls, election, "dice", {"souk": "3516"}))
    found = run(state_of(town.urls, election, "declared"))
    [result] = found["results"]
    votes = {line["candidate"]: line["votes"] for line in result["tally"]}
    assert (result["ballots"], votes[RIGHT], votes[WRONG]) == (1, 1, 0)
    assert (one.faults, other.faults) == ([], [])
