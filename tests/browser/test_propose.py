"""A resident proposes and follows: without a script, without a network, and beginning again a day later."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deploy.demo.data import photo as photo_of
from tests.browser.conftest import Visitor
from tests.browser.town import SLUG, Town

Visit = Callable[..., Visitor]


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
    expect(page.locator("form[data-kept=true]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.click("button[value=next]")
    expect(page.locator("#cut")).to_be_visible()
    expect(page.locator("input[name=zone]").last).to_be_checked()
    page.fill("#title", "مظلة لموقف الحافلة")
    page.fill("#body", "ننتظر الحافلة تحت الشمس والمطر كل يوم.")
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
