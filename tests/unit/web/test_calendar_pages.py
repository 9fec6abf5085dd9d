"""A calendar says the same to residents and to the cell: late is red, awaited evidence is named."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from web.reader import Reader
from web.services import Services
from web.templating import Templates
from web.views.lawfulness import calendar_values
from web.visit import Visit

TOWN = {"slug": "tn-nefta", "name": {"ar": "نفطة", "fr": "Nefta"}, "country": "TN"}
CLOCK = {"civil": "2021-11-18T09:00:00Z", "stepped": False}
DUE = ("done", "overdue", "due_soon", "planned", "undated")
TONES = {"done": "good", "overdue": "bad", "due_soon": "now", "planned": "", "undated": ""}


def activity(place: int, due: str) -> dict[str, Any]:
    row: dict[str, Any] = {"code": f"1.{place}", "phase": "1", "label": {"ar": "نشاط", "fr": "étape"}, "due": due}
    day = None if due == "undated" else "2021-11-15"
    evidence = [{"type": "minutes", "required": True, "attached": []}, {"type": "photos", "attached": []}]
    return row | {"planned_date": day, "evidence": evidence, "done": due == "done"}


def calendar() -> dict[str, Any]:
    broken = {"rule": "tn-seven-days", "text": {"fr": "sept jours"}, "severity": "error", "verdict": "fail"}
    return {
        "calendar_id": "c",
        "edition": "2022",
        "title": {"fr": "Programme 2022", "ar": "برنامج 2022"},
        "today": "2021-11-18",
        "adopted_at": None,
        "historical": False,
        "phases": [{"code": "1", "label": {"ar": "ا", "fr": "A"}}],
        "activities": [activity(place, due) for place, due in enumerate(DUE, 1)],
        "verdicts": [broken | {"nearest_lawful_date": {"date": "2021-12-01"}, "activities": ["1.2"]}],
    }


def public_page(language: str) -> str:
    """As a resident gets it."""
    reader = Reader(language, "TN", "Africa/Tunis")
    scope = {"type": "http", "path": f"/{language}/tn-nefta/calendar", "headers": [], "query_string": b""}
    request = Request(scope | {"method": "GET", "scheme": "http", "server": ("web.example", 80)})
    visit = Visit(request, reader, Services(httpx.AsyncClient(), {}), Templates(), CLOCK, TOWN)
    values = calendar_values(reader, visit.today, calendar())
    answer = visit.page("citizen/calendar.html", calendar=calendar(), others=[], **values)
    return bytes(answer.body).decode()


def chips(page: str, code: str) -> list[tuple[str, str]]:
    """Tone and text of each chip of one activity."""
    row = page.split(f'id="a{code}"')[1].split("</li>")[0]
    return re.findall(r'<span class="chip ?(\w*)">([^<]*)</span>', row)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_residents_see_which_activities_are_late(built: Path, language: str) -> None:
    page = public_page(language)
    states = {due: chips(page, f"1.{place}")[0][0] for place, due in enumerate(DUE, 1)}
    assert states == TONES


def test_awaited_evidence_is_called_by_its_name_and_stands_out_when_the_law_wants_it(built: Path) -> None:
    wanted, other = chips(public_page("fr"), "1.2")[1:]
    assert (wanted, other) == (("wait", "procès-verbal de réunion · attendu"), ("", "photos · attendu"))


def test_a_broken_rule_names_its_nearest_lawful_day(built: Path) -> None:
    assert "mercredi 1 décembre 2021" in public_page("fr")
