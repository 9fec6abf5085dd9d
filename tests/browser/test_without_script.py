"""Public forms in a browser without JavaScript: what is wrong is said first, nothing typed is lost, and then they work."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.cells import TOWN
from tests.browser.conftest import Visitor
from tests.browser.open_programme import EDITION, Opened, delivered, opened, refused
from tests.browser.reading import faults
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def made(town: Town) -> Opened:
    return run(opened(town.urls))


def mistakes_are_in_hand(page: Page) -> None:
    """Whoever cannot see the page hears at once what was wrong, and one key leads to the field."""
    expect(page.locator(".summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^(À revoir|للمراجعة)"))
    target = page.locator(".summary a").first.get_attribute("href") or ""
    expect(page.locator(target)).to_have_count(1)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_remark_is_sent_without_a_script(visit: Visit, made: Opened, language: str) -> None:
    page = visit(script=False, language=language).open(f"/{language}/{TOWN}/programme/{EDITION}")
    page.select_option("#project", made.project)
    page.fill("#text", "لا")
    page.click("#remark form button")
    mistakes_are_in_hand(page)
    expect(page.locator("#text")).to_have_value("لا")
    expect(page.locator("#project")).to_have_value(made.project)
    page.fill("#text", f"نريد الرصيف أعرض ({language})")
    page.click("#remark form button")
    expect(page.locator("#remark .note.good")).to_be_visible()


def test_a_survey_is_answered_without_a_script(visit: Visit, made: Opened) -> None:
    page = visit(script=False).open(f"/ar/{TOWN}/surveys/{made.survey}")
    page.click("main form button")
    mistakes_are_in_hand(page)
    page.locator("input[name=q-light]").first.check()
    page.click("main form button")
    expect(page.locator("[role=status].good")).to_be_visible()


def test_a_delivered_project_is_judged_without_a_script(visit: Visit, town: Town, made: Opened) -> None:
    run(delivered(town.urls, made.project))
    page = visit(script=False).open(f"/ar/{TOWN}/projects/{made.project}")
    page.fill("#comment", "الأرضية أحسن")
    page.click("#survey form button")
    mistakes_are_in_hand(page)
    expect(page.locator("#comment")).to_have_value("الأرضية أحسن")
    page.check("input[name=stars][value='4']")
    page.click("#survey form button")
    expect(page.locator("#survey .note.good")).to_be_visible()


def test_an_unknown_code_leaves_the_cursor_in_its_field(visit: Visit, town: Town) -> None:
    page = visit(script=False).open(f"/ar/{SLUG}/track?code=AAAA2222")
    expect(page.locator("#code")).to_be_focused()
    page.fill("#code", town.tracking)
    page.click("main form button")
    expect(page.locator("main")).to_contain_text(town.tracking)


def test_a_refused_proposal_says_how_to_appeal_and_the_appeal_can_be_written(
    visit: Visit, town: Town, made: Opened
) -> None:
    page = visit(script=False).open(f"/ar/{TOWN}/proposals/{run(refused(town.urls))}")
    page.locator("a[href*='requests?kind=complaint']").click()
    expect(page.locator("input[name=kind][value=complaint]")).to_be_checked()
    expect(page.locator("#subject")).to_have_value("تظلم بشأن: مطار صغير")
    page.fill("#body", "المطار تقرر في مخطط التهيئة.")
    page.click("main form button")
    expect(page.locator(".big.code")).to_be_visible()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_ballot_says_plainly_that_it_cannot_and_where_to_go(visit: Visit, town: Town, language: str) -> None:
    page = visit(script=False, language=language).open(f"/{language}/{SLUG}/vote/{town.open_vote}/souk")
    expect(page.locator("noscript .note, .note.wait h2").first).to_be_visible()
    expect(page.locator("#enter")).to_be_hidden()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_that_say_what_is_wrong_are_readable_by_everyone(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(language=language)
    base = f"/{language}/{SLUG}"
    found = {
        path: faults(visitor, base + path)
        for path in (
            "/track?code=AAAA2222",
            "/proposals?q=zzzzqqq",
            "/verify",
            "/surveys",
            "/news?topic=votes",
            "/receipts",
            "/propose/whole",
            "/unsubscribe/nothing",
        )
    }
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
