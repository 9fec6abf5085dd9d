"""From a notebook page to a published programme, and tables that are looked at before they are kept."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.cells import TOWN, open_edition, picture, sign_in
from tests.browser.conftest import TABLET, Visitor
from tests.browser.town import Town, run

Visit = Callable[..., Visitor]
STAFF = f"/fr/{TOWN}/staff"
LAMPS, LIGHTS, WALL = "Éclairage de la rue du marché", "Eclairage de la rue du marche", "Mur de l'école à refaire"
TEXT = "La rue est sombre le soir et les enfants rentrent de l'école à pied."
CALENDAR = """الأعداد,المراحل,النشاط,التاريخ,الوثائق المطلوبة,الملاحظات
1.1,الأعمال التحضيرية,إحداث خلية الإعداد وضبط الروزنامة,02/11/2027,مقرر إداري,
1.2,الأعمال التحضيرية,لقاء عمل مع المجتمع المدني وممثلي المناطق,بعد العيد,محضر جلسة,
"""


def test_a_notebook_page_becomes_a_published_programme(visit: Visit, town: Town) -> None:
    run(open_edition(town.urls, 2028))
    visitor = visit(TABLET, language="fr")
    page = visitor.open(f"{STAFF}/batch")
    sign_in(page)
    notebook(page)
    compared(visit(TABLET, language="fr"))
    merge(visitor, page)
    proposal = judge(visitor, page)
    sheet(page)
    programme(visitor, page, proposal)
    assert visitor.faults == []


def notebook(page: Page) -> None:
    """Good lines are kept; the one without a zone comes back filled, named by its fault."""
    page.select_option("#page-edition", "2028")
    page.set_input_files("#page-file", picture())
    for n, (title, body) in enumerate(((LAMPS, TEXT), (LIGHTS, TEXT), (WALL, "Le mur tombe sur le trottoir.")), 1):
        page.fill(f"#row-title-{n}", title)
        page.fill(f"#row-body-{n}", body)
        if n < 3:
            page.select_option(f"#row-zone-{n}", index=1)
    page.locator("form[action$=batch] button").click()
    expect(page.locator(".codes li")).to_have_count(2)
    expect(page.locator("#row-title-1")).to_have_value(WALL)
    expect(page.locator("#page-row-1 .mistake")).to_be_visible()
    page.select_option("#row-zone-1", index=1)
    page.locator("form[action$=batch] button").click()
    expect(page.locator(".codes li")).to_have_count(1)


def compared(second: Visitor) -> None:
    """Another person has the scan beside the lines, puts one right and confirms the page."""
    page = second.open(f"{STAFF}/batches")
    sign_in(page, "technical-service")
    page.locator(".cards .card").filter(has=page.locator(".chip.wait")).filter(has_text="2028").last.locator(
        "a"
    ).click()
    expect(page.locator(".scan img")).to_be_visible()
    page.locator("textarea").first.fill(f"{TEXT} Signé : les voisins.")
    page.locator("form[action$=check] button").click()
    expect(page.locator("[role=status]")).to_be_visible()
    expect(page.locator(".cards .chip.good").first).to_be_visible()
    assert second.faults == []


def merge(visitor: Visitor, page: Page) -> None:
    """Two that say the same stand side by side, become one, and can be parted again."""
    visitor.open(f"{STAFF}/review?edition=2028&q=marché")
    page.get_by_role("link", name=LAMPS).first.click()
    page.locator("aside .cards a").first.click()
    expect(page.locator(".side-by-side article")).to_have_count(2)
    page.locator("input[name=into]").first.check()
    page.locator("form[action*=beside] button").click()
    expect(page.locator("[role=status]")).to_be_visible()
    page.locator("form[action$=unmerge] button").click()
    expect(page.locator("aside .cards a")).not_to_have_count(0)


def judge(visitor: Visitor, page: Page) -> str:
    """Formal, then substantive; without a reason nothing is given, and what was chosen stays chosen."""
    visitor.open(f"{STAFF}/review?edition=2028")
    page.get_by_role("link", name=WALL).first.click()
    page.check("input[value=admissible]")
    page.locator("form[action$=verdict] button").click()
    expect(page.locator(".summary a")).to_have_attribute("href", "#judge-reason")
    expect(page).to_have_title(re.compile("^À revoir"))
    expect(page.locator("input[value=admissible]")).to_be_checked()
    page.fill("#judge-reason", "Dans les compétences de la commune.")
    page.locator("form[action$=verdict] button").click()
    page.check("input[value=feasible]")
    page.fill("#judge-reason", "Étude du service technique.")
    page.locator("form[action$=verdict] button").click()
    expect(page.locator("main")).to_contain_text("Étude du service technique.")
    return page.url.split("?")[0].rsplit("/", 1)[1]


def sheet(page: Page) -> None:
    """The total runs while somebody types, and the same is said without a script."""
    page.click("a[href$='/sheet']")
    lines = page.locator(".costs tbody tr")
    for n, (label, quantity, cost) in enumerate((("Maçonnerie", "12,5", "85,250"), ("Peinture", "3", "40"))):
        lines.nth(n).locator("[name=line_label]").fill(label)
        lines.nth(n).locator("[name=line_quantity]").fill(quantity)
        lines.nth(n).locator("[name=line_unit_cost]").fill(cost)
    expect(page.locator("[data-total]")).to_have_text(re.compile(r"1\s185,625"))
    page.click("button[value=sum]")
    expect(page.locator("[data-total]")).to_have_text(re.compile(r"1\s185,625"))
    page.click("button[value=save]")
    page.locator("form[action$=publish] button").click()
    expect(page.locator(".cards .chip.good").first).to_be_visible()


def programme(visitor: Visitor, page: Page, proposal: str) -> None:
    """Frozen with a typed word, chosen by the council with its reason, published for everybody."""
    visitor.open(f"{STAFF}/programme/2028")
    page.select_option("#freeze-rule", "council")
    page.locator("form[action$=shortlist] button").click()
    expect(page.locator(".summary a")).to_have_attribute("href", "#freeze-confirm")
    page.fill("#freeze-confirm", "arrêter")
    page.locator("form[action$=shortlist] button").click()
    page.fill(f"#reason-{proposal}", "Danger pour les écoliers.")
    page.locator("form[action$=selection] button").click()
    page.locator("form[action$=draft] button").click()
    expect(page.locator(".sums")).to_contain_text(WALL)
    visitor.open(f"/fr/{TOWN}/programme/2028")
    expect(page.locator("main")).to_contain_text(WALL)


def test_a_table_is_looked_at_before_it_is_kept_and_can_be_taken_back(visit: Visit, town: Town) -> None:
    run(open_edition(town.urls, 2029))
    visitor = visit(TABLET, language="fr")
    page = visitor.open(f"{STAFF}/tables")
    sign_in(page)
    proposals(page)
    visitor.open(f"{STAFF}/imports")
    calendar(page)


def proposals(page: Page) -> None:
    """The wrong line is named; the good ones wait for a word, and go back whole."""
    zone = "الشمال"
    rows = f"titre;texte;zone\nFontaine;Réparer la fontaine de la place.;{zone}\nBanc;=1+1;ailleurs\n"
    page.select_option("#table-edition", "2029")
    page.set_input_files("#table-file", {"name": "t.csv", "mimeType": "text/csv", "buffer": rows.encode()})
    page.click("button[value=look]")
    expect(page.locator("caption + thead + tbody tr").first).to_contain_text("3")
    page.click("button[value=keep]")
    expect(page.locator(".codes li")).to_have_count(1)
    page.locator("form[action$=undo] button").click()
    expect(page.locator("[role=status]").first).to_be_visible()


def calendar(page: Page) -> None:
    """A line that was not understood is mended; only then the draft is made, and it can be undone."""
    page.fill("#calendar-edition", "2029")
    page.fill("#calendar-programme_year", "2029")
    page.set_input_files("#calendar-file", {"name": "c.csv", "mimeType": "text/csv", "buffer": CALENDAR.encode()})
    page.locator("form[action$=calendar] button").click()
    expect(page.locator(".lines > li")).to_have_count(2)
    expect(page.locator(".lines")).to_contain_text("بعد العيد")
    review = page.url.split("?")[0]
    page.locator("form[action$=acceptance] button").click()
    expect(page.locator("h1 + .chips .wait")).to_be_visible()
    page.goto(review)
    page.locator("form[action$=undo] button").click()
    expect(page.locator("[role=status]").first).to_be_visible()
