"""The cell's pages in Arabic and French: readable by everyone, within their weight, on a tablet and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.cells import sign_in
from tests.browser.conftest import PHONE, TABLET, Visitor
from tests.browser.reading import Weight, grave, small_targets
from tests.browser.town import NEFTA, SLUG, Town

Visit = Callable[..., Visitor]
KIB = 1024
PARTS = (
    "",
    "/calendars",
    "/planning",
    "/publications",
    "/meetings",
    "/meetings/new?kind=citizen_forum",
    "/decisions",
    "/review",
    "/batch",
    "/batches",
    "/requests",
    "/works",
    "/money",
    "/programme",
    "/plans",
    "/imports",
    "/tables",
)


@pytest.mark.parametrize(("language", "size"), [("ar", PHONE), ("fr", TABLET)], ids=["ar-phone", "fr-tablet"])
def test_the_cells_pages_are_readable_by_everyone(
    visit: Visit, town: Town, language: str, size: dict[str, int]
) -> None:
    visitor = visit(size, language=language)
    page = visitor.open(f"/{language}/{NEFTA}/staff")
    sign_in(page)
    weight = Weight(page)
    wrong = {part: read(visitor, f"/{language}/{NEFTA}/staff{part}", weight) for part in PARTS}
    wrong |= {path: read(visitor, f"/{language}{path}", weight) for path in deeper(page, town)}
    assert {path: found for path, found in wrong.items() if found} == {}
    assert visitor.faults == []


def deeper(page: Page, town: Town) -> list[str]:
    """The pages of one calendar, one activity, one publication, one meeting, one proposal and its sheet."""
    found = [f"/{SLUG}/staff/review/{town.proposal}", f"/{SLUG}/staff/review/{town.proposal}/sheet"]
    found += [f"/{SLUG}/staff/meetings/{town.meeting}/minutes"]
    for part in ("calendars", "publications"):
        page.goto(page.url.split("/staff")[0] + f"/staff/{part}")
        link = page.locator("main .cards a").first.get_attribute("href") or ""
        found.append("/" + link.split("/", 2)[2])
    return [*found, f"{found[-2]}/activities/1.1"]


def read(visitor: Visitor, path: str, weight: Weight) -> list[str]:
    before, script = weight.whole, weight.script
    page = visitor.open(path)
    page.wait_for_load_state("load")
    found = [*grave(page), *small_targets(page)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    if weight.whole - before > 200 * KIB or weight.script - script > 80 * KIB:
        found.append(f"too heavy: {weight.whole - before} bytes, script {weight.script - script}")
    return found


EMPTIED = """(form) => {
  form.noValidate = true;
  for (const field of form.querySelectorAll("input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), textarea")) field.value = "";
  form.requestSubmit(form.querySelector("button:not([type=button])"));
}"""
LED = """() => [...document.querySelectorAll(".summary a")].every((link) => document.querySelector(link.hash)?.matches("input, select, textarea"))"""
FORMS = {
    "envelopes": "/money",
    "map": "/money",
    "calendar": "/imports",
    "planning": "/planning",
    "batch": "/batch",
    "new": "/meetings/new?kind=zone_session",
    "tables": "/tables",
}
"""How each form's address ends, and the page it stands on."""


def test_a_form_of_the_cell_that_was_not_filled_in_leads_to_what_is_missing(visit: Visit, town: Town) -> None:
    visitor = visit(PHONE, language="fr")
    page = visitor.open(f"/fr/{NEFTA}/staff")
    sign_in(page)
    wrong = {name: refused(visitor, f"/fr/{NEFTA}/staff{path}", name) for name, path in FORMS.items()}
    assert {name: found for name, found in wrong.items() if found} == {}
    assert visitor.faults == []


def refused(visitor: Visitor, path: str, name: str) -> list[str]:
    """Sent empty: what is not as it should be in the page that comes back."""
    page = visitor.open(path)
    with page.expect_navigation():
        page.locator(f"main form[method=post][action$='{name}']").first.evaluate(EMPTIED)
    found = [*grave(page), *small_targets(page)]
    if not page.evaluate("document.activeElement.matches('.summary')"):
        found.append("the summary has no focus")
    if not page.locator(".summary a").count() or not page.evaluate(LED):
        found.append("the summary leads nowhere")
    if not page.title().startswith("À revoir"):
        found.append(f"the title says nothing: {page.title()}")
    return found
