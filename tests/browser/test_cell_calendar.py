"""The cell's year: a lawful calendar, its evidence, the proof of a publication, and the dossier an audit opens."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.cells import TOWN, declare_diagnosis, open_edition, paper, picture, sign_in
from tests.browser.conftest import TABLET, Visitor
from tests.browser.town import Town, run

Visit = Callable[..., Visitor]
STAFF = f"/ar/{TOWN}/staff"


def test_the_cell_plans_a_lawful_calendar_and_files_its_evidence(visit: Visit, town: Town, tmp_path: Path) -> None:
    run(open_edition(town.urls, 2026))
    visitor, other = visit(TABLET), visit(TABLET)
    page = plan(visitor)
    here = page.url.split("?")[0]
    unlawful(page, here)
    two_editors(page, other, f"{here}/activities/1.2".removeprefix(visitor.web))
    evidence(page, f"{here}/activities/1.1")
    dossier(page, here, tmp_path)
    assert visitor.faults == []


def plan(visitor: Visitor) -> Page:
    """From the council's date to a draft that every rule passes."""
    page = visitor.open(f"{STAFF}/planning")
    sign_in(page)
    page.fill("#plan-edition", "2026")
    page.fill("#plan-programme_year", "2026")
    page.click("button[value=plan]")
    expect(page.locator(".summary a")).to_have_attribute("href", "#plan-council_date")
    page.fill("#plan-council_date", "2025-12-16")
    page.click("button[value=plan]")
    expect(page.locator("#proposed .note.good")).to_be_visible()
    expect(page.locator("#proposed tbody tr")).not_to_have_count(0)
    page.click("button[value=save]")
    expect(page.locator(".chart.short svg")).to_be_visible()
    return page


def unlawful(page: Page, here: str) -> None:
    """A draft saves with an unlawful date; adopting it is refused with the reason and the nearest lawful date."""
    session = page.locator("li.act").filter(has_text="4.1").first
    lawful = move(page, f"{here}/activities/4.1", "2025-11-01")
    page.goto(here)
    page.locator("form[action$=adoption] button").click()
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator(".note.bad").filter(has_text="TN-R01").first).to_contain_text("أقرب تاريخ قانوني")
    move(page, f"{here}/activities/4.1", lawful)
    page.goto(here)
    page.locator("form[action$=adoption] button").click()
    expect(page.locator("h1 + .chips .good")).to_be_visible()
    expect(session).to_be_visible()


def move(page: Page, activity: str, day: str) -> str:
    """Another date; gives the one before."""
    page.goto(activity)
    before = page.locator("#edit-planned_date").input_value()
    page.fill("#edit-planned_date", day)
    page.locator("form[action$=edit] button").click()
    expect(page.locator("[role=status]")).to_be_visible()
    return before


def two_editors(page: Page, other: Visitor, activity: str) -> None:
    """The second to save sees both, and nothing is overwritten before somebody chose."""
    second = other.open(activity)
    sign_in(second, "secretary-general")
    expect(second.locator("#edit-planned_date")).to_be_visible()
    first = other.web + activity
    move(page, first, "2025-10-07")
    second.fill("#edit-planned_date", "2025-10-08")
    second.fill("#edit-notes", "قاعة البلدية")
    second.locator("form[action$=edit] button").click()
    expect(second.locator(".disputed")).to_contain_text("7 أكتوبر 2025")
    expect(second.locator(".disputed")).to_contain_text("8 أكتوبر 2025")
    second.locator("input[name=take-planned_date][value=theirs]").check()
    second.locator("form[action$=edit] button").click()
    expect(second.locator("#edit-planned_date")).to_have_value("2025-10-07")
    expect(second.locator("#edit-notes")).to_have_value("قاعة البلدية")


def evidence(page: Page, activity: str) -> None:
    """What is no PDF is refused and named; a good one shows who, when and its digest."""
    page.goto(activity)
    page.set_input_files("#evidence-file", paper(content=b"%PDF-1.7 torn"))
    page.locator("form[action$=evidence] button").click()
    expect(page.locator("#evidence .summary")).to_be_visible()
    page.set_input_files("#evidence-file", paper())
    page.locator("form[action$=evidence] button").click()
    expect(page.locator(".paper .hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    if page.locator("#done-reason").count():
        page.fill("#done-reason", "النسخة الورقية بالأرشيف")
    page.locator("form[action$=done] button").click()
    expect(page.locator(".chips .good").first).to_be_visible()


def dossier(page: Page, here: str, folder: Path) -> None:
    """The archive proves itself with the script it carries."""
    page.goto(here)
    with page.expect_download() as arriving:
        page.click("a[href$='dossier.zip']")
    content = Path(arriving.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
        assert any(name.endswith("decision.pdf") for name in archive.namelist())
    script = next(folder.rglob("verify.py"))
    checked = subprocess.run([sys.executable, script.name], cwd=script.parent, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_a_publication_is_proven_and_the_clock_starts(visit: Visit, town: Town) -> None:
    publication = run(declare_diagnosis(town.urls, run(open_edition(town.urls, 2027))))
    page = visit(TABLET).open(f"{STAFF}/publications/{publication}")
    sign_in(page)
    page.set_input_files("#web-copy-file", paper("page.pdf"))
    page.locator("form[action$=web-copy] button").click()
    expect(page.locator(".summary a")).to_have_attribute("href", "#web-copy-url")
    page.fill("#web-copy-url", "https://commune-beni-hassen.example/diagnostic-2027")
    if page.locator("input[name=file_sha256]").count() == 0:
        page.set_input_files("#web-copy-file", paper("page.pdf"))
    page.locator("form[action$=web-copy] button").click()
    page.set_input_files("#posting-file", picture())
    page.locator("form[action$=posting] button").click()
    for _ in range(300):  # the dispatch list arrives by itself, once the messages are sent
        if page.locator(".clock").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    expect(page.locator(".big-day")).to_contain_text("2025")
