"""A photo of the place survives a bad network: kept small on the phone, sent with its proposal, never without a word."""

import base64
from collections.abc import Callable

from playwright.sync_api import Page, expect

from deploy.demo.data import photo as photo_of
from tests.browser.conftest import Visitor
from tests.browser.town import SLUG, Town

Visit = Callable[..., Visitor]
KEPT_MOST = 3_000_000
LARGE = """async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2600, 1900];
  const drawing = canvas.getContext("2d"), grain = drawing.createImageData(2600, 1900);
  for (let at = 0; at < grain.data.length; at++) grain.data[at] = at % 4 === 3 ? 255 : (at * 7919) % 251;
  drawing.putImageData(grain, 0, 0);
  const made = await new Promise((give) => canvas.toBlob(give, "image/jpeg", 0.95));
  const bytes = new Uint8Array(await made.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""
"""A picture as a camera makes it, too large for a weak network."""


def begun(visitor: Visitor) -> Page:
    """The first answer given on the network, the page of all questions kept, then the network is gone."""
    page = visitor.open(f"/ar/{SLUG}/propose")
    page.locator("input[name=zone]").last.check()
    expect(page.locator("form[data-kept=true]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def choose(page: Page, content: bytes | None = None) -> None:
    page.set_input_files(
        "#picture", {"name": "place.jpg", "mimeType": "image/jpeg", "buffer": content or photo_of(SLUG)}
    )
    expect(page.locator("#photo-here")).to_be_visible()


def write(page: Page, title: str) -> None:
    page.fill("#title", title)
    page.fill("#body", "الحفرة عميقة وخطرة على الأطفال.")


def test_a_photo_chosen_without_a_network_arrives_with_its_proposal(visit: Visit, town: Town) -> None:
    visitor = visit()
    page = begun(visitor)
    page.context.set_offline(True)
    page.click("button[value=next]")
    expect(page.locator("#cut")).to_be_visible()
    write(page, "ردم الحفرة أمام المدرسة")
    choose(page)
    page.click("button[value=send]")
    expect(page.locator("#outcome.wait")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".big.code")).to_be_visible()
    expect(page.locator(".photos img")).to_have_count(1)
    assert visitor.faults == []


def test_a_photo_chosen_before_the_network_went_is_still_there_on_the_page_of_all_questions(
    visit: Visit, town: Town
) -> None:
    visitor = visit()
    page = begun(visitor)
    page.click("button[value=next]")
    write(page, "إصلاح الجسر الصغير")
    page.click("button[value=next]")
    page.click("button[value=next]")
    choose(page)
    page.context.set_offline(True)
    page.click("button[value=next]")
    expect(page.locator("#cut")).to_be_visible()
    expect(page.locator("#photo-here")).to_be_visible()
    assert page.evaluate("document.querySelector('#picture').files.length") == 1
    page.click("#photo-drop")
    assert page.evaluate("document.querySelector('#picture').files.length") == 0
    visitor.open(f"/ar/{SLUG}/propose/whole")
    expect(page.locator("#title")).to_have_value("إصلاح الجسر الصغير")
    assert page.evaluate("document.querySelector('#picture').files.length") == 0


def test_a_cameras_picture_is_made_small_on_the_phone_before_it_is_kept(visit: Visit, town: Town) -> None:
    page = visit().open(f"/ar/{SLUG}/propose/whole")
    large = base64.b64decode(page.evaluate(LARGE))
    assert len(large) > KEPT_MOST
    choose(page, large)
    size = page.evaluate("document.querySelector('#picture').files[0].size")
    assert size < len(large) / 2
    page.reload()
    expect(page.locator("#photo-here")).to_be_visible()
    assert page.evaluate("document.querySelector('#picture').files[0].size") == size


def test_what_waits_with_a_photo_can_go_without_it(visit: Visit, town: Town) -> None:
    visitor = visit()
    page = begun(visitor)
    page.context.set_offline(True)
    page.click("button[value=next]")
    write(page, "ظل في ساحة اللعب")
    choose(page)
    page.click("button[value=send]")
    expect(page.locator("#outcome.wait")).to_be_visible()
    page.goto("about:blank")
    page.route("**/propose/photo", lambda route: route.abort())
    page.context.set_offline(False)
    visitor.open(f"/ar/{SLUG}/receipts")
    expect(page.locator("#receipts [data-state=waiting] .chip")).to_have_count(3)
    page.locator("#receipts [data-state=waiting] button").first.click()
    expect(page.locator("#receipts [data-state=sent]")).to_have_count(1)
