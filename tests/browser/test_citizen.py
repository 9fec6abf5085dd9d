"""What residents do: propose and follow, search, remark, ask, answer, judge; with and without a script or a network."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.data import photo as photo_of
from tests.browser.cells import picture, sign_in
from tests.browser.conftest import TABLET, Visitor
from tests.browser.programmes import REMARK, TOWN, Programme, carried_out
from tests.browser.reading import faults
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]
READING = 3_200  # ms; a form sent faster than anybody reads is held for a look
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


def fill_proposal(page: Page, *, photo: bool = False) -> None:
    page.locator("input[name=zone]").first.check()
    page.click("button[value=next]")
    page.fill("#title", "مكتبة صغيرة في الحي")
    page.fill("#body", "الأطفال لا يجدون مكاناً للمطالعة بعد المدرسة.")
    page.click("button[value=next]")
    page.fill("#place", "قرب المسجد الكبير")
    page.click("button[value=next]")
    if photo:
        page.set_input_files("#picture", {"name": "place.jpg", "mimeType": "image/jpeg", "buffer": photo_of(SLUG)})
    page.click("button[value=next]")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_citizen_proposes_without_javascript_and_follows_by_code(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(script=False, language=language)
    page = visitor.open(f"/{language}/{SLUG}/propose")
    fill_proposal(page, photo=language == "ar")
    page.fill("#email", "resident@example.org")
    page.click("button[value=next]")
    expect(page.locator(".summary a")).to_have_attribute("href", "#consent")
    expect(page.locator("#email")).to_have_value("resident@example.org")
    page.check("#consent")
    page.click("button[value=next]")
    expect(page.locator("main")).to_contain_text("قرب المسجد الكبير")
    page.wait_for_timeout(READING)
    page.click("button[value=send]")
    code = page.locator(".big.code").inner_text().strip()
    assert re.fullmatch(r"[A-Z0-9]{8}", code)
    visitor.open(f"/{language}/{SLUG}/track")
    page.fill("#code", f" {code[:4].lower()} {code[4:].lower()} ")
    page.click("main form button")
    expect(page.locator("main")).to_contain_text("الأطفال لا يجدون مكاناً للمطالعة بعد المدرسة.")


def test_a_forgotten_answer_is_named_and_nothing_typed_is_lost(visit: Visit) -> None:
    page = visit(script=False).open(f"/ar/{SLUG}/propose")
    page.click("button[value=next]")
    expect(page.locator(".summary a")).to_have_attribute("href", "#zone")
    page.locator("input[name=zone]").first.check()
    page.click("button[value=next]")
    page.fill("#title", "مكتبة صغيرة")
    page.click("button[value=next]")
    expect(page.locator(".summary a")).to_have_attribute("href", "#body")
    expect(page.locator("#title")).to_have_value("مكتبة صغيرة")


def test_without_a_network_a_proposal_waits_on_the_device_and_then_goes_by_itself(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(f"/ar/{SLUG}/propose")
    fill_proposal(page)
    page.click("button[value=next]")
    page.wait_for_timeout(READING)
    page.context.set_offline(True)
    page.click("button[value=send]")
    expect(page.locator("#outcome.wait")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".big.code")).to_be_visible()
    code = page.locator(".big.code").inner_text().strip()
    visitor.open(f"/ar/{SLUG}/receipts")
    expect(page.locator("#receipts [data-state=sent]")).to_have_count(1)
    expect(page.locator("#receipts .code")).to_have_text(code)
    assert visitor.faults == []


def test_questions_are_answered_without_a_network_and_the_proposal_goes_when_it_is_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(f"/ar/{SLUG}/propose")
    page.locator("input[name=zone]").last.check()
    page.wait_for_function("caches.match(location.pathname + '/whole').then((kept) => Boolean(kept))")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.click("button[value=next]")
    expect(page.locator("#cut")).to_be_visible()
    expect(page.locator("input[name=zone]").last).to_be_checked()
    page.fill("#title", "مظلة لموقف الحافلة")
    page.fill("#body", "ننتظر الحافلة تحت الشمس والمطر كل يوم.")
    page.wait_for_timeout(READING)
    page.click("button[value=send]")
    expect(page.locator("#outcome.wait")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".big.code")).to_be_visible()
    expect(page.locator("main")).to_contain_text("مظلة لموقف الحافلة")
    visitor.open(f"/ar/{SLUG}/propose")
    assert page.locator("input[name=title]").input_value() == "", "what was sent is no draft any more"


def test_an_idea_begun_yesterday_is_still_there_on_every_page(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(f"/ar/{SLUG}/propose")
    page.locator("input[name=zone]").last.check()
    page.click("button[value=next]")
    page.fill("#title", "مقاعد في الحديقة")
    visitor.open(f"/ar/{SLUG}/propose")
    expect(page.locator("input[name=zone]").last).to_be_checked()
    page.click("button[value=next]")
    expect(page.locator("#title")).to_have_value("مقاعد في الحديقة")


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
    page.wait_for_timeout(READING)
    page.click("main form button")
    expect(page.locator(".big.code")).to_be_visible()
    expect(page.locator("main")).to_contain_text("في انتظار الجواب")


def test_a_survey_and_a_delivered_project_are_answered_without_a_name(visit: Visit, made: Programme) -> None:
    visitor = visit()
    page = visitor.open(f"/fr/{TOWN}/surveys/{made.survey}")
    page.wait_for_timeout(READING)
    page.click("main form button")
    expect(page.locator(".summary a")).to_have_attribute("href", "#q-first")
    page.locator("input[name=q-first]").first.check()
    page.click("main form button")
    expect(page.locator("[role=status].good")).to_be_visible()
    visitor.open(f"/fr/{TOWN}/projects/{made.delivered}")
    page.check("input[name=stars][value='4']")
    page.wait_for_timeout(READING)
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
