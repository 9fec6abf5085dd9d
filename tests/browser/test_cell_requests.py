"""A complaint on the cell's desk: answered for whoever has its code, and made a proposal."""

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import expect

from tests.browser.cells import TOWN, open_edition, sign_in
from tests.browser.conftest import TABLET, Visitor
from tests.browser.forums import playing
from tests.browser.town import Town, run

Visit = Callable[..., Visitor]
STAFF = f"/fr/{TOWN}/staff"
SUBJECT, ANSWER = "Lampadaires éteints rue du marché", "Les ampoules seront changées avant la fin du mois."


async def complain(urls: Mapping[str, str]) -> str:
    """The cell writes down what somebody said at the counter; gives the code."""
    body = {"kind": "complaint", "subject": SUBJECT, "body": "Trois lampadaires sont éteints depuis un mois."}
    async with playing(urls) as play:
        made: dict[str, Any] = await play.platform.post("proposals", f"/{TOWN}/requests", body)
    return str(made["tracking_code"])


def test_a_complaint_is_answered_and_becomes_a_proposal(visit: Visit, town: Town) -> None:
    run(open_edition(town.urls, 2031))
    code = run(complain(town.urls))
    visitor = visit(TABLET, language="fr")
    page = visitor.open(f"{STAFF}/requests")
    sign_in(page)
    page.get_by_role("link", name=SUBJECT).click()
    page.locator("form[action$=answer] button").click()
    expect(page.locator(".summary a")).to_have_attribute("href", "#answer-answer")
    page.fill("#answer-answer", ANSWER)
    page.locator("form[action$=answer] button").click()
    expect(page.locator(".note.good .body")).to_have_text(ANSWER)
    page.click("summary")
    page.select_option("#propose-zone", index=1)
    page.select_option("#propose-edition", "2031")
    page.locator("form[action$=proposal] button").click()
    expect(page.locator("h1")).to_contain_text(SUBJECT)
    assert visitor.faults == []
    resident = visit(script=False, language="fr").open(f"/fr/{TOWN}/track?code={code}")
    expect(resident.locator("main")).to_contain_text(ANSWER)
