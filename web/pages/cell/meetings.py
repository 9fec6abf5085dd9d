"""The meetings of a town for those who convene them, and convening one with its running order."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, status
from web.pages.facts import years
from web.services import Json
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/meetings")
A_PAGE = 20
ROWS = 6  # free lines at first; a script adds another when the last is used
SLOT = ("agenda_label", "agenda_type", "agenda_minutes", "agenda_start")
KINDS = (
    "citizen_forum",
    "general_session",
    "council_session",
    "works_committee",
    "work_meeting_civil_society",
    "staff_briefing",
    "stakeholder_coordination",
    "workshop",
    "training",
    "restitution_meeting",
)
SLOTS = ("registration", "opening", "presentation", "discussion", "group_work", "election", "closing")
MODES = ("in_person", "remote", "hybrid")


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    found = await visit.find("scheduling", "meetings", cursor=cursor, limit=A_PAGE) or {}
    order = sorted(found.get("items", []), key=lambda meeting: str(meeting["starts_at"]), reverse=True)
    more = f"?cursor={found['next']}" if found.get("next") else None
    return visit.page("cell/meetings.html", meetings=order, more=more)


@router.get("/new", response_class=HTMLResponse)
async def begin(visit: Staff, kind: str = "") -> HTMLResponse:
    """With a kind chosen, the running order that such meetings usually have."""
    rows = await _usual(visit, kind) if kind in KINDS else []
    columns = {name: [row[name] for row in rows] for name in SLOT}
    return await _page(visit, Typed("convene", {"kind": [kind], "mode": ["in_person"], **columns}))


@router.post("/new")
async def convene(visit: Staff) -> Response:
    async def work(sent: Sent) -> str:
        sent.need("kind", "title", "date", "start", "edition")
        made = await sent.do("scheduling", "meetings", body=_meeting(sent))
        return f"{visit.path('staff', 'meetings')}?saved=1#m{made['meeting_id']}"

    return await carry_out(visit, work, lambda typed: _page(visit, typed))


def _meeting(sent: Sent) -> Json:
    body: Json = {name: sent[name] for name in ("edition", "kind", "start", "mode")}
    body |= {"title": sent.text3("title"), "date": sent.day("date"), "agenda": _agenda(sent)}
    optional = {name: sent[name] for name in ("end", "activity_code") if sent[name]}
    return body | optional | ({"place": sent.text3("place")} if sent["place"] else {})


def _agenda(sent: Sent) -> list[Json]:
    """The lines that say something, numbered as they stand."""
    lines = [line for line in _lines(sent) if line["agenda_label"]]
    return [_slot(sent, n, line) for n, line in enumerate(lines, start=1)]


def _slot(sent: Sent, n: int, line: Json) -> Json:
    minutes = line["agenda_minutes"]
    if minutes and not minutes.isdecimal():
        raise Unfilled({"agenda": sent.visit.reader.say("cell.whole_number")})
    slot: Json = {"n": n, "type": line["agenda_type"] or "discussion", "election": line["agenda_type"] == "election"}
    slot["label"] = {sent.visit.reader.language: line["agenda_label"]}
    slot |= {"minutes": int(minutes)} if minutes else {}
    return slot | ({"start": line["agenda_start"]} if line["agenda_start"] else {})


def _lines(form: Sent | Typed) -> list[dict[str, str]]:
    columns: Sequence[Sequence[str]] = [form.all(name) for name in SLOT]
    return [dict(zip(SLOT, line, strict=True)) for line in zip_longest(*columns, fillvalue="")]


async def _usual(visit: Visit, kind: str) -> list[dict[str, str]]:
    """The running order of the country's template for such a meeting."""
    known = await visit.services.items("scheduling", "/meeting-templates", country=visit.town["country"])
    slots: list[Json] = next((one["agenda"] for one in known if one["kind"] == kind), [])
    return [
        {
            "agenda_label": visit.reader.plain(slot["label"]),
            "agenda_type": "election" if slot.get("election") else str(slot.get("type", "")),
            "agenda_minutes": str(slot.get("minutes") or ""),
            "agenda_start": str(slot.get("start") or ""),
        }
        for slot in slots
    ]


async def _page(visit: Visit, typed: Typed) -> HTMLResponse:
    lines = [line for line in _lines(typed) if any(line.values())]
    empty = dict.fromkeys(SLOT, "")
    name = visit.reader.name
    values: dict[str, Any] = {
        "kinds": [(code, name("meeting_kind", code)) for code in KINDS],
        "slots": [(code, name("slot", code)) for code in SLOTS],
        "modes": [(code, name("mode", code)) for code in MODES],
        "editions": [(year, year) for year in await years(visit)],
        "lines": lines + [empty] * max(ROWS - len(lines), 3),
    }
    return visit.page("cell/convene.html", status=status(typed), t=typed, **values)
