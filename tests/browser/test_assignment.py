"""A proposal is given to a service, with a day; the service finds it, and whoever comes late is named."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.cells import TOWN, sign_in
from tests.browser.conftest import TABLET, Visitor
from tests.browser.open_programme import open_for_review, waiting
from tests.browser.reading import grave, small_targets
from tests.browser.town import Town, run

Visit = Callable[..., Visitor]
FORM = "form[action$=assignment]"
TITLE = "مقاعد أمام المستوصف"


def queue(page: Page, role: str) -> None:
    page.goto(page.url.split("/staff")[0] + f"/staff/review?queue=assigned&to={role}")


def test_a_proposal_is_given_to_a_service_which_finds_it_and_its_day(visit: Visit, town: Town) -> None:
    run(open_for_review(town.urls))
    proposal = run(waiting(town.urls))
    visitor = visit(TABLET)
    page = visitor.open(f"/ar/{TOWN}/staff/review/{proposal}")
    sign_in(page)
    page.select_option("#assign-to", "advisory_body")
    page.fill("#assign-due", "2025-02-01")
    page.locator(f"{FORM} button").click()
    expect(page.locator("[role=status]").first).to_be_visible()
    page.locator("details:has(form[action$=assignment]) > summary").click()
    page.select_option("#assign-to", "technical_service")
    page.fill("#assign-due", "2025-02-10")
    page.locator(f"{FORM} button").click()
    expect(page.locator("[role=status]").first).to_be_visible()

    service = visit(TABLET)
    page = service.open(f"/ar/{TOWN}/staff/review?queue=assigned")
    sign_in(page, "technical-service")
    expect(page.locator(".cards .card").filter(has_text=TITLE).locator(".chip.bad")).to_have_count(2)
    assert grave(page) == []
    assert small_targets(page) == []
    page.get_by_role("link", name=TITLE).click()
    page.check("input[value=inadmissible]")
    page.fill("#judge-reason", "المستوصف ليس للبلدية.")
    page.locator("form[action$=verdict] button").click()
    queue(page, "technical_service")
    expect(page.locator(".cards .card").filter(has_text=TITLE)).not_to_contain_text("متأخر")
    queue(page, "advisory_body")
    expect(page.locator(".cards").filter(has_text=TITLE)).to_have_count(0)
    assert visitor.faults == service.faults == []
