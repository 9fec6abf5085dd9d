"""The bureau of a vote: drafts it, prints and cancels slips, leads it, hears complaints; and a decision annuls and repeats it."""

import io
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from services.voting.voter import ballot_bytes
from shared.authorities import authorities
from tests.browser.conftest import PHONE, TABLET, Visitor
from tests.browser.forums import bureau as bureau_does
from tests.browser.forums import convene, draft, it_is, playing, state_of
from tests.browser.reading import grave, small_targets
from tests.browser.town import EDITION, SLUG, Town, run

Visit = Callable[..., Visitor]
HOOD = "atlas"
A_WEEK_LATER = "2025-02-22"
BEFORE = "2025-02-15T08:40:00Z"
STANDING = "خديجة أيت باها ؛ امرأة\nيوسف المنصوري ؛ رجل\nأمينة الإدريسي ؛ امرأة"
CODE = re.compile(r"(?:\d{4}\s+){5}\d{4}")


def sign_in(visitor: Visitor, path: str, who: str, language: str = "ar") -> Page:
    page = visitor.open(f"/{language}/{SLUG}/{path}")
    page.click(f"button[name=subject][value={who}]")
    page.wait_for_selector("main h1")
    return page


def fill_draft(page: Page) -> None:
    row = page.locator("tr", has=page.locator(f"input[name=hood][value={HOOD}]"))
    row.locator("input[name=seats]").fill("1")
    row.locator("summary").click()
    row.locator("textarea").fill(STANDING)
    page.select_option("#draft-quorum_of", "ballots")
    page.fill("#draft-quorum", "عشرة")


def drafted(page: Page) -> str:
    """A wrong quorum first: everything typed stands in the page that says so."""
    fill_draft(page)
    page.click("main form .acts button")
    expect(page.locator(".summary")).to_be_visible()
    assert grave(page) == []
    expect(page.locator("textarea[name=standing]").locator("visible=true")).to_have_value(STANDING)
    page.fill("#draft-quorum", "٢٠")
    page.click("main form .acts button")
    expect(page.locator(".saved")).to_be_visible()
    expect(page.locator(".cards ol li")).to_have_count(3)
    return page.url.split("/votes/")[1].split("/")[0]


def printed(page: Page, count: int, bundle: int) -> list[str]:
    """The codes on the sheets: slips first, then the covers of bundles."""
    page.fill("#print-count", str(count))
    page.fill("#print-bundle", str(bundle))
    with page.expect_download() as sheet:
        page.click("#print button")
    content = sheet.value.path().read_bytes()
    text = "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages)
    return [re.sub(r"\s", "", code) for code in CODE.findall(text)]


def void(page: Page, kind: str, *codes: str) -> None:
    page.check(f"input[name=kind][value={kind}]")
    page.fill("#void-slips", "\n".join(codes))
    page.click("#void .acts button:not([type])")
    expect(page.locator(".saved")).to_be_visible()


def confirm(page: Page, word: str, part: str) -> None:
    page.fill("#confirm", word)
    page.click(f"form[action$={part}] button")


def led_to_the_result(page: Page, town: Town, election: str, codes: list[str]) -> None:
    page.goto(page.url.split("/preparation")[0])
    confirm(page, "افتح", "opening")
    expect(page.locator(".spoken")).to_be_visible()
    for place, code in enumerate(codes):
        ballot = ballot_bytes(code, election, HOOD, (f"{HOOD}-1",), place.to_bytes(16, "big"))
        assert vote_with(town, election, ballot) == 201
    page.reload()
    confirm(page, "أقفل", "closing")
    run(state_of(town.urls, election, "closed"))
    page.goto(f"{page.url}/complaints")
    page.fill("#incident-text", "انقطعت الكهرباء دقيقتين.")
    page.click("form[action$=incidents] button")
    expect(page.locator("#incidents")).to_contain_text("انقطعت الكهرباء دقيقتين.")
    assert grave(page) == []
    page.goto(page.url.split("/complaints")[0])
    page.fill(f"#d-{HOOD}", "١٢")
    page.fill("#confirm", "أعلن")
    page.click("form[action$=dice] button")
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator(f"#d-{HOOD}")).to_have_value("١٢")
    page.fill(f"#d-{HOOD}", "٣٥١٦")
    page.fill("#confirm", "أعلن")
    page.click("form[action$=dice] button")
    run(state_of(town.urls, election, "declared"))


def vote_with(town: Town, election: str, ballot: bytes) -> int:
    return httpx.post(
        f"{town.urls['voting']}/elections/{election}/ballots", content=ballot, timeout=30, verify=authorities()
    ).status_code


def complained(page: Page, election: str) -> None:
    page.goto(f"{page.url.split('/votes/')[0]}/votes/{election}/complaints")
    page.click("main form .acts button")
    expect(page.locator(".summary")).to_be_visible()
    page.fill("#complain-text", "لم يُعلَن الإقفال بصوت مسموع.")
    page.click("main form .acts button")
    page.click(".lines summary")
    page.check("input[name=outcome][value=upheld]")
    page.fill("#answer-1-reasons", "صحيح كما جاء في المحضر.")
    assert grave(page) == []
    page.click(".lines form button")
    expect(page.locator(".lines .chip.good")).to_be_visible()


def annulled(page: Page) -> None:
    page.fill("#annul-decision_number", "2025-12")
    page.fill("#annul-reasons", "خلل في الإعلان عن الإقفال.")
    page.check("input[name=rerun]")
    page.click("main form .acts button")
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator("#annul-reasons")).to_have_value("خلل في الإعلان عن الإقفال.")
    assert grave(page) == []
    page.fill("#annul-confirm", "الغاء")
    page.click("main form .acts button")


def test_a_chair_leads_a_vote_from_the_draft_to_its_annulment_and_the_vote_that_repeats_it(
    visit: Visit, town: Town
) -> None:
    bureau, council = visit(TABLET), visit(PHONE)
    page = sign_in(bureau, "hall/votes/new", "bureau")
    assert grave(page) == []
    election = drafted(page)
    codes = printed(page, 6, 2)
    slips, covers = codes[:6], codes[6:]
    assert len(covers) == 3
    void(page, "bundles", covers[2])
    void(page, "codes", slips[3])
    assert (grave(page), small_targets(page)) == ([], [])
    led_to_the_result(page, town, election, slips[:3])
    complained(page, election)
    secretary = sign_in(council, f"hall/votes/{election}/annulment", "secretary-general")
    annulled(secretary)
    expect(secretary.locator(".cards ol li")).to_have_count(3)
    assert secretary.url.split("/votes/")[1].split("/")[0] != election
    assert (bureau.faults, council.faults) == ([], [])


async def nominated(urls: Any, name: str) -> str:
    """A forum of its own, somebody who stands there, and the draft the bureau prepares."""
    meeting = await convene(urls, "منتدى الترشيحات", [])
    async with playing(urls) as play:
        standing = {"neighbourhood": HOOD, "name": name, "consent": True}
        await play.platform.post("scheduling", f"/{SLUG}/forums/{meeting}/candidacies", standing, by="facilitator")
        contest = {"contest": HOOD, "neighbourhood": HOOD, "label": {"ar": "الأطلس"}, "seats": 1, "method": "single"}
        body = {"edition": EDITION, "meeting_id": meeting, "contests": [contest]}
        made = await play.platform.post("voting", f"/{SLUG}/elections", body, by="bureau", again=("meeting-unknown",))
        path = f"/{SLUG}/elections/{made['election_id']}"
        await play.platform.until(
            "the bureau knows who stands",
            lambda: play.platform.get("voting", f"{path}/nominations", by="bureau"),
            lambda found: bool(found["items"]),
        )
    return str(made["election_id"])


def test_the_bureau_accepts_who_stands_and_may_take_it_back_while_nothing_is_open(visit: Visit, town: Town) -> None:
    election = run(nominated(town.urls, "ليلى المترشحة"))
    page = sign_in(visit(PHONE), f"hall/votes/{election}/preparation", "bureau", "fr")
    page.click("form[action$=candidates] button")
    expect(page.locator("ol.dots li").first).to_contain_text("ليلى المترشحة")
    assert (grave(page), small_targets(page)) == ([], [])
    page.click("form[action$=withdrawal] button")
    expect(page.locator("form[action$=candidates]")).to_have_count(1)
    expect(page.locator("ol.dots")).not_to_contain_text("ليلى المترشحة")


def test_codes_are_given_once(visit: Visit, town: Town) -> None:
    election, _ = run(draft(town.urls, "given once"))
    page = sign_in(visit(TABLET), f"hall/votes/{election}/preparation", "bureau", "fr")
    assert len(printed(page, 2, 2)) == 3
    page.click("#print button")  # the same form, sent again
    expect(page.locator("#print .summary")).to_be_visible()


def declared_vote(town: Town) -> str:
    """Two delegates and an alternate of the old market."""
    election, codes = run(draft(town.urls, "delegates called over", title={"ar": "انتخاب المناداة"}))
    run(bureau_does(town.urls, election, "opening"))
    for place, code in enumerate(codes):
        assert (
            vote_with(town, election, ballot_bytes(code, election, "souk", ("c-amina",), place.to_bytes(16, "big")))
            == 201
        )
    run(bureau_does(town.urls, election, "closing"))
    run(state_of(town.urls, election, "closed"))
    run(bureau_does(town.urls, election, "dice", {"souk": "3516"}))
    run(state_of(town.urls, election, "declared"))
    return election


def test_delegates_are_called_over_and_the_register_says_how_often_they_came(visit: Visit, town: Town) -> None:
    declared_vote(town)
    meeting = run(convene(town.urls, "اجتماع المندوبين", [], day=A_WEEK_LATER))
    run(it_is(town.urls, f"{A_WEEK_LATER}T10:00:00Z"))
    visitor = visit(TABLET)
    page = sign_in(visitor, f"hall/register/rolls/{meeting}", "bureau", "fr")
    page.locator("input[type=radio][value=present]").first.check()
    page.locator("input[type=radio][value=excused]").nth(1).check()
    assert (grave(page), small_targets(page)) == ([], [])
    page.click("main form .acts button")
    expect(page.locator(".saved")).to_be_visible()
    visitor.open(f"/fr/{SLUG}/hall/register")
    expect(page.locator("main")).to_contain_text("présences aux réunions : 1 sur 1")
    holder = page.locator(".holder", has=page.locator("details")).first
    holder.locator("summary").click()
    holder.locator("input[name=confirm]").fill("no")
    holder.locator("form button").click()
    expect(page.locator(".summary")).to_be_visible()
    page.locator("details[open] input[name=confirm]").fill("fin")
    page.locator("details[open] form button").click()
    expect(page.locator(".note[role=status]").last).to_be_visible()
    run(it_is(town.urls, BEFORE))
    assert visitor.faults == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_pages_of_the_bureau_are_readable_by_everyone(visit: Visit, town: Town, language: str) -> None:
    election, _ = run(draft(town.urls, f"readable {language}"))
    visitor = visit(PHONE, language=language)
    sign_in(visitor, "hall/votes/new", "bureau", language)
    here = f"hall/votes/{election}"
    for part in ("hall/votes/new", f"{here}/preparation", f"{here}/afar", f"{here}/complaints", f"{here}/annulment"):
        read(visitor, f"/{language}/{SLUG}/{part}")
    for part in (f"{here}/statements", "hall/register", "hall/register/rolls", here, "hall"):
        read(visitor, f"/{language}/{SLUG}/{part}")
    assert visitor.faults == []


def read(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    assert (path, grave(page), small_targets(page)) == (path, [], [])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
