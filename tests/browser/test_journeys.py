"""What a citizen, a delegate, a hall and the cell do from start to end."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.town import NEFTA, SLUG, Town

Visit = Callable[..., Visitor]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_citizen_proposes_without_javascript_and_follows_by_code(visit: Visit, town: Town, language: str) -> None:
    visitor = visit(script=False, language=language)
    page = visitor.open(f"/{language}/{SLUG}/propose")
    page.locator("input[name=zone]").first.check()
    page.click("button[value=next]")
    page.fill("#title", "مكتبة صغيرة في الحي")
    page.fill("#body", "الأطفال لا يجدون مكاناً للمطالعة بعد المدرسة.")
    page.click("button[value=next]")
    page.fill("#place", "قرب المسجد الكبير")
    page.click("button[value=next]")
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


@pytest.mark.parametrize(("language", "direction", "month"), [("ar", "rtl", "نوفمبر"), ("fr", "ltr", "novembre")])
def test_the_calendar_shows_phases_and_the_seven_days(visit: Visit, language: str, direction: str, month: str) -> None:
    page = visit(language=language).open(f"/{language}/{NEFTA}/calendar")
    assert page.locator("html").get_attribute("lang") == f"{language}-TN"
    assert page.locator("html").get_attribute("dir") == direction
    expect(page.locator(".phase")).to_have_count(5)
    expect(page.locator(".chart.short svg")).to_be_visible()
    expect(page.locator(".phase").nth(1)).to_contain_text(month)


def test_a_bare_address_opens_in_the_language_of_the_town(visit: Visit) -> None:
    page = visit(language="fr").open(f"/{SLUG}")
    assert page.url.endswith(f"/ar/{SLUG}")
    page.click(".tongues a[hreflang=fr]")
    assert page.url.endswith(f"/fr/{SLUG}")
