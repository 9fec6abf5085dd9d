"""What residents do: search, remark, ask, answer, judge, subscribe and leave; with and without a script."""

import email
import time
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.cells import picture, sign_in
from tests.browser.conftest import TABLET, Visitor
from tests.browser.programmes import REMARK, TOWN, Programme, carried_out
from tests.browser.reading import faults
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]
PAGES = {
    "home": "",
    "programme": "/programme",
    "envelopes": "/programme/2025/envelopes",
    "zones": "/zones",
    "selection": "/programme/2025/selection?other=equal_shares",
    "projects": "/projects",
    "late project": "/projects/{made.late}",
    "delivered project": "/projects/{made.delivered}",
    "merged proposal": "/proposals/{made.merged}",
    "requests": "/requests",
    "surveys": "/surveys",
    "survey": "/surveys/{made.survey}",
    "news": "/news",
    "subscribe": "/subscribe",
    "receipts": "/receipts",
    "open data": "/open-data",
    "easy words": "/easy",
}


@pytest.fixture(scope="module")
def made(town: Town) -> Programme:
    return run(carried_out(town.urls))


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_page_of_residents_is_readable_by_everyone(visit: Visit, made: Programme, language: str) -> None:
    visitor = visit(language=language)
    found = {name: faults(visitor, f"/{language}/{TOWN}{path.format(made=made)}") for name, path in PAGES.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_proposals_are_found_in_any_spelling_and_by_zone_status_and_channel(visit: Visit, town: Town) -> None:
    visitor = visit(script=False)
    page = visitor.open(f"/ar/{SLUG}/proposals?q=%D8%A7%D9%84%D8%B3%D9%82%D8%A7%D9%8A%D8%A7%D8%AA")
    expect(page.locator("#found h2").first).to_contain_text("السقايات")
    page.fill("#q", "انارة")
    page.click("form[role=search] button")
    expect(page.locator("#found h2").first).to_contain_text("إنارة")
    visitor.open(f"/fr/{SLUG}/proposals?q=TROTTOIR&channel=online_form&status=submitted")
    expect(page.locator("#found h2").first).to_contain_text("trottoir")
    visitor.open(f"/fr/{SLUG}/proposals?q=trottoir&channel=notebook")
    expect(page.locator("#found")).to_have_count(0)


def test_a_remark_leads_to_you_said_we_did(visit: Visit, made: Programme) -> None:
    page = visit(script=False).open(f"/ar/{TOWN}/programme")
    expect(page.locator("#answers .answer")).to_contain_text(REMARK)
    expect(page.locator("#answers .answer")).to_contain_text("وُسّع الممر")
    assert page.request.get(page.url + "/2025/you-said-we-did.pdf").headers["content-type"] == "application/pdf"


def test_a_selection_is_told_step_by_step_and_another_rule_stands_beside_it(visit: Visit, made: Programme) -> None:
    page = visit(script=False).open(f"/ar/{TOWN}/programme/2025/selection")
    expect(page.locator(".line .chip.good")).to_have_count(2)
    page.select_option("#other", "equal_shares")
    page.click("#compare form button")
    expect(page.locator("#compare tbody tr")).to_have_count(3)
    expect(page.locator("#compare thead")).to_contain_text("الحصص المتساوية")


def test_a_request_is_sent_and_followed(visit: Visit, made: Programme) -> None:
    page = visit(script=False).open(f"/ar/{TOWN}/requests")
    page.fill("#subject", "إنارة معطلة في الشارع")
    page.click("main form button")
    expect(page.locator(".summary a").first).to_have_attribute("href", "#kind")
    expect(page.locator("#subject")).to_have_value("إنارة معطلة في الشارع")
    page.locator("input[name=kind]").first.check()
    page.fill("#body", "ثلاثة أعمدة لا تضيء منذ شهر كامل.")
    page.click("main form button")
    expect(page.locator(".big.code")).to_be_visible()
    expect(page.locator("main")).to_contain_text("في انتظار الجواب")


def test_a_survey_and_a_delivered_project_are_answered_without_a_name(visit: Visit, made: Programme) -> None:
    visitor = visit()
    page = visitor.open(f"/fr/{TOWN}/surveys/{made.survey}")
    page.click("main form button")
    expect(page.locator(".summary a")).to_have_attribute("href", "#q-first")
    page.locator("input[name=q-first]").first.check()
    page.click("main form button")
    expect(page.locator("[role=status].good")).to_be_visible()
    visitor.open(f"/fr/{TOWN}/projects/{made.delivered}")
    page.check("input[name=stars][value='4']")
    page.click("#survey form button")
    expect(page.locator("#survey .note.good")).to_be_visible()
    assert visitor.faults == []


def test_news_are_subscribed_to_with_consent_only(visit: Visit, made: Programme) -> None:
    page = visit(script=False).open(f"/fr/{TOWN}/subscribe")
    page.fill("#email", "voisine@example.org")
    page.click("main form button")
    expect(page.locator(".summary a")).to_have_attribute("href", "#consent")
    expect(page.locator("#email")).to_have_value("voisine@example.org")
    page.check("#consent")
    page.click("main form button")
    expect(page.locator("[role=status]")).to_be_visible()


def test_a_town_is_found_by_name_in_any_spelling_and_by_region(visit: Visit) -> None:
    page = visit(script=False).open("/fr?q=beni")
    expect(page.locator(".cards h3")).to_have_count(2)
    page.fill("#q", "نفطه")
    page.click("form[role=search] button")
    expect(page.locator(".cards h3")).to_have_text(["Nefta"])


def test_leaving_the_messages_is_one_tap_in_the_language_of_whoever_subscribed(visit: Visit, town: Town) -> None:
    page = visit(script=False).open(f"/fr/{TOWN}/subscribe")
    page.fill("#email", "partante@example.org")
    page.check("#consent")
    page.click("main form button")
    expect(page.locator("[role=status]")).to_be_visible()
    page.goto(leaving(town, "partante@example.org"))
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.click("main form button")
    expect(page.locator("[role=status].good")).to_be_visible()


def leaving(town: Town, address: str) -> str:
    """The link of the first message, once it has arrived."""
    with httpx.Client(base_url=town.urls["mail"], timeout=30) as mail:
        for _ in range(300):
            if found := mail.get("/messages", params={"to": address}).json()["items"]:
                raw = mail.get(f"/messages/{found[0]['id']}").content
                return str(email.message_from_bytes(raw)["List-Unsubscribe"]).strip("<>")
            time.sleep(0.2)
    raise AssertionError(f"no message to {address}")


def test_what_the_technical_service_reports_of_works_is_public_at_once(visit: Visit, made: Programme) -> None:
    visitor = visit(TABLET, language="fr")
    page = visitor.open(f"/fr/{TOWN}/staff/works/{made.late}")
    sign_in(page, "technical-service")
    page.fill("#progress-percent", "")
    page.locator("form[action$=progress] button").click()
    expect(page.locator(".summary a")).to_have_attribute("href", "#progress-percent")
    page.fill("#progress-percent", "60")
    page.fill("#progress-spent", "45 000,50")
    page.fill("#progress-note", "Le revêtement est posé.")
    page.set_input_files("#progress-file", picture())
    page.locator("form[action$=progress] button").click()
    expect(page.locator("[role=status]")).to_be_visible()
    visitor.open(f"/fr/{TOWN}/projects/{made.late}")
    expect(page.locator(".line")).to_contain_text("Le revêtement est posé.")
    expect(page.locator(".bars").first).to_contain_text("45\u00a0000,50\u00a0DH")
    expect(page.locator(".line .photo img")).to_have_count(1)
    assert visitor.faults == []
