"""However many neighbourhoods vote, the hall's screen shows them without scrolling."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from web import build
from web.reader import Reader
from web.templating import Templates
from web.views.board import board, most_lines

WEB = Path(build.__file__).parent
SIZES = [(1920, 1080), (1280, 720), (3840, 2160)]
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
NAMES = ("خديجة أيت باها", "يوسف المنصوري", "أمينة الإدريسي", "عبد الرحمان بنجلون", "سعيد حدوش")
TOWN = {"name": {"ar": "بني ملال", "fr": "Béni Mellal"}}
SITE = "http://screen.example"


def election(contests: int, state: str) -> dict[str, Any]:
    """Each with five candidates; in the first a seat stays empty and says why."""
    standing = [{"id": f"c{n}", "name": {"ar": name}} for n, name in enumerate(NAMES)]
    turnout = {"given": 50, "ballots": 31}
    labels = [{"ar": f"حي المسيرة الخضراء {n}", "fr": f"Quartier Massira {n}"} for n in range(contests)]
    found = [
        {"contest": f"h{n}", "label": label, "candidates": standing, "turnout": turnout}
        for n, label in enumerate(labels)
    ]
    results = [result(n) for n in range(contests)] if state == "declared" else None
    return {
        "election_id": "e",
        "edition": "2025",
        "kind": "delegates",
        "state": state,
        "results": results,
        "contests": found,
    }


def result(contest: int) -> dict[str, Any]:
    tally = [{"candidate": f"c{n}", "votes": 20 - n} for n in range(len(NAMES))]
    empty = {"vacant": 1, "vacant_because": "too-few-candidates"} if contest == 0 else {}
    return {
        "contest": f"h{contest}",
        "ballots": 31,
        "tally": tally,
        "elected": ["c0", "c1"],
        "alternates": ["c2"],
        **empty,
    }


def drawn(contests: int, state: str, language: str) -> str:
    templates, reader = Templates(), Reader(language, "MA")
    shown = board(election(contests, state), rtl=language == "ar", lines=most_lines(contests))
    return whole(templates, reader, templates.fragment(reader, "hall/board.html", town=TOWN, board=shown))


def programme(groups: int, language: str) -> str:
    """An item that overruns, four to come, and what each group handed in."""
    templates, reader = Templates(), Reader(language, "MA")
    title = {"ar": "المنتدى المواطن للميزانية التشاركية", "fr": "Forum citoyen du budget participatif"}
    label = {"ar": "صياغة المقترحات في المجموعات", "fr": "rédaction des propositions en groupes"}
    item = {"label": label, "hours": "11:45 – 12:30", "overrun": 12, "left": 0}
    order = {"current": item, "coming": [item] * 4, "over": False}
    one = {"theme": "المدارس والشباب", "place": "القاعة الكبرى", "participants": 14}
    made = [one | {"n": n, "proposals": ["ترميم السقايات العمومية بالمدينة القديمة"] * 3} for n in range(1, groups + 1)]
    values = {"town": TOWN, "meeting": {"title": title}, "order": order, "groups": made}
    return whole(templates, reader, templates.fragment(reader, "hall/programme_screen.html", **values))


def whole(templates: Templates, reader: Reader, live: str) -> str:
    head = f'<meta charset="utf-8"><link rel="stylesheet" href="{templates.asset("projector.css")}">'
    foot = '<footer class="bottom"><p>09:00</p></footer>'
    return f'<!doctype html><html lang="{reader.locale}" dir="{reader.direction}"><head>{head}</head><body><div id="live">{live}</div>{foot}</body></html>'


@pytest.fixture
def page(built: None, browser: Browser) -> Any:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def serving(html: str) -> Callable[[Route], None]:
    """The drawn screen, and the built files it asks for."""

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(SITE)
        if path == "/":
            route.fulfill(body=html, content_type="text/html")
        else:
            file = WEB / path.lstrip("/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])

    return serve


@pytest.mark.parametrize("state", ["open", "declared"])
@pytest.mark.parametrize("contests", [1, 2, 4, 12])
def test_the_screen_fits(page: Page, contests: int, state: str) -> None:
    for language in ("ar", "fr"):
        fits(page, drawn(contests, state, language))


@pytest.mark.parametrize("groups", [0, 4, 12])
def test_the_programme_with_its_groups_fits(page: Page, groups: int) -> None:
    for language in ("ar", "fr"):
        fits(page, programme(groups, language))


def fits(page: Page, html: str) -> None:
    page.route("**/*", serving(html))
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{SITE}/")
        page.evaluate("document.fonts.ready.then(() => true)")
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), width
    page.unroute("**/*")
