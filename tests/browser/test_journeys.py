"""What a citizen, a delegate, a hall and the cell do from start to end."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfWriter

from tests.browser.conftest import HALL, Visitor
from tests.browser.town import NEFTA, SLUG, Town, declare, run

Visit = Callable[..., Visitor]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CHOSEN = "input[value=c-amina]"


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


def enter_and_choose(visitor: Visitor, town: Town, code: str, language: str = "ar") -> None:
    page = visitor.open(f"/{language}/{SLUG}/vote/{town.open_vote}/souk")
    page.fill("#code", code)
    page.click("#enter button")
    page.check(CHOSEN)
    page.click("#to-review")
    expect(page.locator("#chosen")).to_contain_text("أمينة الإدريسي")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_delegate_votes_on_a_phone_and_gets_a_number(visit: Visit, town: Town, language: str) -> None:
    visitor, code = visit(language=language), town.slip()
    printed = " ".join(code[i : i + 4] for i in range(0, 24, 4)).translate(EASTERN)
    enter_and_choose(visitor, town, printed, language)
    visitor.page.click("#send")
    expect(visitor.page.locator("[data-outcome=recorded]")).to_be_visible()
    number = visitor.page.locator("#number").inner_text().replace(" ", "")
    assert re.fullmatch(r"[0-9a-f]{12}", number)
    kept = visitor.page.evaluate(KEPT)
    assert [(entry["state"], entry["wire"]) for entry in kept] == [("recorded", None)]
    assert visitor.faults == []


def test_a_slip_votes_once(visit: Visit, town: Town) -> None:
    first, second, code = visit(), visit(), town.slip()
    enter_and_choose(first, town, code)
    first.page.click("#send")
    expect(first.page.locator("[data-outcome=recorded]")).to_be_visible()
    enter_and_choose(second, town, code)
    second.page.click("#send")
    expect(second.page.locator("[data-outcome=refused]")).to_be_visible()
    expect(second.page.locator("#remedy")).not_to_be_empty()


def test_without_a_network_the_ballot_waits_on_the_phone_and_then_goes_by_itself(visit: Visit, town: Town) -> None:
    visitor = visit()
    enter_and_choose(visitor, town, town.slip())
    visitor.page.context.set_offline(True)
    visitor.page.click("#send")
    expect(visitor.page.locator("[data-outcome=waiting]")).to_be_visible()
    assert visitor.page.evaluate(KEPT)[0]["state"] == "waiting"
    visitor.page.context.set_offline(False)
    expect(visitor.page.locator("[data-outcome=recorded]")).to_be_visible()


def test_a_waiting_ballot_is_sent_when_the_page_is_opened_again(visit: Visit, town: Town) -> None:
    visitor = visit()
    enter_and_choose(visitor, town, town.slip())
    visitor.page.route("**/ballots", lambda route: route.abort())
    visitor.page.click("#send")
    expect(visitor.page.locator("[data-outcome=waiting]")).to_be_visible()
    visitor.page.goto("about:blank")  # closed before the network is back, or the open page would send it
    visitor.page.unroute("**/ballots")
    visitor.open(f"/ar/{SLUG}/vote/{town.open_vote}/souk")
    expect(visitor.page.locator("[data-outcome=recorded]")).to_be_visible()


def test_a_scanned_slip_fills_the_code_and_leaves_no_trace_in_the_address(visit: Visit, town: Town) -> None:
    page = visit().open(f"/ar/{SLUG}/vote/{town.open_vote}/souk#{'0' * 22}98")
    expect(page.locator("#code")).to_have_value("0000 0000 0000 0000 0000 0098")
    assert "#" not in page.url


def test_a_mistyped_code_is_caught_before_anything_is_sent(visit: Visit, town: Town) -> None:
    page = visit().open(f"/ar/{SLUG}/vote/{town.open_vote}/souk")
    page.fill("#code", "0000 0000 0000 0000 0000 0099")
    page.click("#enter button")
    expect(page.locator("#code-fault")).to_be_visible()


def test_without_javascript_the_ballot_page_points_to_the_tablet_and_to_paper(visit: Visit, town: Town) -> None:
    page = visit(script=False).open(f"/ar/{SLUG}/vote/{town.open_vote}/souk")
    expect(page.locator("noscript .note")).to_contain_text("على الورق")
    expect(page.locator("#booth")).to_be_hidden()


@pytest.mark.parametrize(("language", "direction", "month"), [("ar", "rtl", "نوفمبر"), ("fr", "ltr", "novembre")])
def test_the_calendar_shows_phases_and_the_seven_days(visit: Visit, language: str, direction: str, month: str) -> None:
    page = visit(language=language).open(f"/{language}/{NEFTA}/calendar")
    assert page.locator("html").get_attribute("lang") == f"{language}-TN"
    assert page.locator("html").get_attribute("dir") == direction
    expect(page.locator(".phase")).to_have_count(5)
    expect(page.locator(".chart.short svg")).to_be_visible()
    expect(page.locator(".phase").nth(1)).to_contain_text(month)


def test_the_hall_sees_turnout_and_then_names_with_words_without_touching_anything(visit: Visit, town: Town) -> None:
    visitor = visit(HALL)
    page = visitor.open(f"/ar/{SLUG}/screen/{town.closing_vote}")
    expect(page.locator(".tile").first).to_contain_text("11")
    expect(page.locator(".word")).to_have_count(0)
    run(declare(town.urls, town.closing_vote))
    expect(page.locator(".state")).to_have_attribute("data-state", "declared")
    expect(page.locator(".tile").first.locator(".word.elected").first).to_contain_text("منتخب")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert visitor.faults == []
    look_up_a_receipt(visit, town)


def look_up_a_receipt(visit: Visit, town: Town) -> None:
    page = visit(script=False).open(f"/ar/{SLUG}/verify")
    page.select_option("#election", town.closing_vote)
    page.fill("#number", town.receipt["ballot"][:12].upper())
    page.click("main form button")
    expect(page.locator(".note.good")).to_be_visible()
    page.fill("#number", "0" * 12)
    page.click("main form button")
    expect(page.locator(".note.bad")).to_be_visible()


def test_the_programme_of_the_day_marks_what_is_under_way(visit: Visit, town: Town) -> None:
    page = visit().open(f"/ar/{SLUG}/meetings/{town.meeting}")
    expect(page.locator("[aria-current=step]")).to_have_count(1)
    expect(page.locator("[aria-current=step]")).to_contain_text("الاستقبال والتسجيل")


def test_the_cell_signs_in_and_files_evidence(visit: Visit, town: Town) -> None:
    visitor = visit()
    page = visitor.open(f"/ar/{NEFTA}/staff")
    page.click("button[name=subject][value=cell]")
    expect(page.locator("h1")).to_contain_text("لوحة عمل الخلية")
    row = page.locator("li.act").first
    awaited = row.locator(".chip.good").count()
    row.locator("summary").click()
    row.locator("input[type=file]").set_input_files(
        {"name": "decision.pdf", "mimeType": "application/pdf", "buffer": a_page()}
    )
    row.locator("form").first.locator("button").click()
    expect(page.locator("[role=status]")).to_be_visible()
    assert page.locator("li.act").first.locator(".chip.good").count() == awaited + 1
    page.click("footer button")
    visitor.open(f"/ar/{NEFTA}/staff")
    expect(page.locator("button[name=subject]").first).to_be_visible()


def test_a_bare_address_opens_in_the_language_of_the_town(visit: Visit) -> None:
    page = visit(language="fr").open(f"/{SLUG}")
    assert page.url.endswith(f"/ar/{SLUG}")
    page.click(".tongues a[hreflang=fr]")
    assert page.url.endswith(f"/fr/{SLUG}")


def a_page() -> bytes:
    paper, content = PdfWriter(), BytesIO()
    paper.add_blank_page(200, 200)
    paper.write(content)
    return content.getvalue()


KEPT = """() => new Promise((resolve) => {
  const open = indexedDB.open("pb-ballots", 1);
  open.onsuccess = () => {
    const all = open.result.transaction("ballots").objectStore("ballots").getAll();
    all.onsuccess = () => resolve(all.result);
  };
})"""
