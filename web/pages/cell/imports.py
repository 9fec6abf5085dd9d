"""M9: a calendar table becomes a draft; first it is shown how each line was understood, with its line number."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.facts import years
from web.services import Json
from web.views.lawfulness import failing
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/imports")
A_PAGE = 20
COLUMNS = ("phase", "code", "activity", "date", "weekday", "evidence", "responsible", "done", "notes")
ROW_FIELDS = ("code", "label", "notes")


@router.get("", response_class=HTMLResponse)
async def listed(visit: Staff, cursor: str | None = None) -> HTMLResponse:
    return await _list(visit, cursor=cursor)


@router.post("/calendar")
async def read(visit: Staff) -> Response:
    async def work(sent: Sent) -> str:
        sent.need("edition", "template", "programme_year")
        body: Json = {name: sent[name] for name in ("edition", "template")}
        body |= {"programme_year": sent.number("programme_year"), "historical": sent["historical"] == "yes"}
        body["sha256"] = await sent.upload("scheduling")
        made = await sent.do("scheduling", "calendars", "imports", body=body)
        return visit.path("staff", "imports", str(made["import_id"]))

    return await carry_out(visit, work, lambda typed: _list(visit, typed))


@router.get("/{import_id}", response_class=HTMLResponse)
async def one(visit: Staff, import_id: str) -> HTMLResponse:
    return await _page(visit, import_id)


@router.post("/{import_id}/table")
async def settle(visit: Staff, import_id: str) -> Response:
    """What a column holds, or the answer to a question, for all lines."""

    async def work(sent: Sent) -> str:
        columns = {
            name.removeprefix("column-"): sent[name] or None for name in sent.given if name.startswith("column-")
        }
        changed = {place: field for place, field in columns.items() if (field or "") != sent[f"was-{place}"]}
        body: Json = {"columns": changed} if changed else {}
        body |= {"confirmed": sent.all("confirmed")} if sent.all("confirmed") else {}
        if body:
            await visit.services.patch("scheduling", _path(visit, import_id), body, sent.number("version"))
        return _here(visit, import_id)

    return await carry_out(visit, work, lambda typed: _page(visit, import_id, typed))


@router.post("/{import_id}/rows/{row}")
async def correct(visit: Staff, import_id: str, row: str) -> Response:
    async def work(sent: Sent) -> str:
        path = f"{_path(visit, import_id)}/rows/{row}"
        await visit.services.patch("scheduling", path, _changes(sent), sent.number("version"))
        return f"{_here(visit, import_id)}#row-{row}"

    return await carry_out(visit, work, lambda typed: _page(visit, import_id, typed))


@router.post("/{import_id}/{act}")
async def finish(visit: Staff, import_id: str, act: str) -> Response:
    """Acceptance leads to the draft; undoing and discarding lead back to the list."""

    async def work(sent: Sent) -> str:
        done = await sent.do("scheduling", "calendars", "imports", import_id, act, body={})
        if act == "acceptance":
            return f"{visit.path('staff', 'calendars', done['calendar_id'])}?saved=1"
        return f"{visit.path('staff', 'imports')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, import_id, typed))


def _changes(sent: Sent) -> Json:
    """Only what was changed in the line; answers to its questions beside."""
    if sent["go"] in ("leave", "take"):
        return {"left_out": sent["go"] == "leave"}
    changes: Json = {name: sent[name] for name in ROW_FIELDS if sent[name] != sent[f"was-{name}"]}
    if sent["planned_date"] != sent["was-planned_date"]:
        changes["planned_date"] = sent.day("planned_date")
    return changes | ({"confirmed": sent.all("confirmed")} if sent.all("confirmed") else {})


async def _list(visit: Visit, typed: Typed | None = None, cursor: str | None = None) -> HTMLResponse:
    found = await visit.find("scheduling", "calendars", "imports", cursor=cursor, limit=A_PAGE) or {}
    newest = next(iter(await years(visit)), "")
    own = await visit.items("scheduling", "templates") or await visit.services.items("scheduling", "/templates")
    known = [one for one in own if one["country"] == visit.town["country"]]
    values: dict[str, Any] = {
        "imports": list(reversed(found.get("items", []))),
        "more": f"?cursor={found['next']}" if found.get("next") else None,
        "templates": [(one["template"], visit.reader.plain(one["title"])) for one in known],
        "forms": forms(typed, filled("calendar", edition=newest, programme_year=newest), filled("proposals")),
    }
    return visit.page("cell/imports.html", status=status(typed), **values)


async def _page(visit: Visit, import_id: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.ask("scheduling", "calendars", "imports", import_id)
    names = [(code, visit.reader.name("column", code)) for code in _columns(found)]
    values: dict[str, Any] = {
        "review": found,
        "columns": names,
        "typed": typed or filled("fresh"),
        "failing": failing(found.get("verdicts", [])),
        "questions": _questions(found),
        "forms": forms(typed, *(filled(name) for name in ("table", "finish"))),
        "fresh": filled("row"),
    }
    return visit.page("cell/import.html", status=status(typed), **values)


def _columns(found: Json) -> list[str]:
    used = [str(column["field"]) for column in found["columns"] if column["field"]]
    return list(dict.fromkeys((*COLUMNS, *used)))


def _questions(found: Json) -> dict[str, str]:
    """Questions that can be answered once for the whole table, with how they are put."""
    doubts = [*found["doubts"], *(doubt for row in found["rows"] for doubt in row["doubts"])]
    asked = {doubt["word"]: doubt["message"] for doubt in reversed(doubts) if doubt["weight"] == "question"}
    return {word: text for word, text in asked.items() if word not in found.get("confirmed", [])}


def _path(visit: Visit, import_id: str) -> str:
    return f"/{visit.slug}/calendars/imports/{import_id}"


def _here(visit: Visit, import_id: str) -> str:
    return f"{visit.path('staff', 'imports', import_id)}?saved=1"
