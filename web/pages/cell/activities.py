"""M2: one activity; its dates and notes, its evidence, and being done."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, forms, status
from web.pages.files import hand_through
from web.services import Json, NotThere, Refused
from web.views.edits import conflicts, edited, to_send, untouched
from web.views.lawfulness import failing
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/calendars/{calendar}/activities/{code}")
FREE_DATES = 2  # empty lines for further sessions, so that no script is needed to add one


@router.get("", response_class=HTMLResponse)
async def one(visit: Staff, calendar: str, code: str) -> HTMLResponse:
    return await _page(visit, calendar, code)


@router.post("/edit")
async def edit(visit: Staff, calendar: str, code: str) -> Response:
    """Only what was changed is sent; what somebody else changed meanwhile is shown beside it."""

    async def work(sent: Sent) -> str:
        changes = to_send(_edits(sent), sent)
        if changes:
            path = f"/{visit.slug}/calendars/{calendar}/activities/{code}"
            await visit.services.patch("scheduling", path, changes, sent.number("version"))
        return _here(visit, calendar, code)

    return await carry_out(visit, work, lambda typed: _page(visit, calendar, code, typed))


@router.post("/evidence")
async def attach(visit: Staff, calendar: str, code: str) -> Response:
    """Upload first, then file it under the activity; a file that was received is not asked for again."""

    async def work(sent: Sent) -> str:
        sent.need("type")
        body = {"type": sent["type"], "sha256": await sent.upload("scheduling"), "name": sent["file_name"] or "file"}
        body |= {"url": sent["url"]} if sent["url"] else {}
        await sent.do("scheduling", "calendars", calendar, "activities", code, "evidence", body=body)
        return _here(visit, calendar, code)

    return await carry_out(visit, work, lambda typed: _page(visit, calendar, code, typed))


@router.post("/done")
async def done(visit: Staff, calendar: str, code: str) -> Response:
    async def work(sent: Sent) -> str:
        body = {"reason": sent["reason"]} if sent["reason"] else {}
        try:
            await sent.do("scheduling", "calendars", calendar, "activities", code, "done", body=body)
        except Refused as refused:
            raise _in_words(visit, refused) from refused
        return _here(visit, calendar, code)

    return await carry_out(visit, work, lambda typed: _page(visit, calendar, code, typed))


def _in_words(visit: Visit, refused: Refused) -> Exception:
    """Evidence that is missing by its name, beside the field where a reason would be written."""
    if refused.word != "evidence-missing":
        return refused
    names = [visit.reader.name("evidence_type", code) for code in refused.problem.get("missing", [])]
    missing = visit.reader.say("cell.comma").join(names)
    return Unfilled({"reason": visit.reader.say("cell.evidence_missing", missing=missing)})


@router.get("/files/{sha256}")
async def filed(visit: Staff, calendar: str, code: str, sha256: str) -> Response:
    return await hand_through(visit, "scheduling", "documents", sha256)


async def _page(visit: Visit, calendar: str, code: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.ask("scheduling", "calendars", calendar)
    row = next((row for row in found["activities"] if row["code"] == code), None)
    if row is None:
        raise NotThere(code)
    known = _form(row, found["version"])
    disputed = conflicts(typed, row) if typed and typed.form == "edit" else []
    return visit.page(
        "cell/activity.html",
        status=status(typed),
        calendar=found,
        act=row,
        version=found["version"],
        was={name: known[name] for name in ("planned_date", "by_letters", "notes", "responsible_role")}
        | {"sessions": " ".join(known.all("sessions"))},
        free=range(FREE_DATES),
        disputed=disputed,
        verdicts=[one for one in failing(found["verdicts"]) if code in one["activities"]],
        types=[(chip["type"], _label(visit, chip)) for chip in row["evidence"]],
        chip_name=lambda chip: _label(visit, chip),
        roles=_roles(visit, row),
        forms=forms(_merged(typed, known), known, filled("evidence"), filled("done")),
    )


def _edits(sent: Sent) -> Mapping[str, Any]:
    """The columns as they stand in the form."""
    days = [day for day in sent.all("sessions") if day]
    return {
        "planned_date": sent.day("planned_date"),
        "sessions": sorted(days),
        "by_letters": sent["by_letters"] == "yes",
        "notes": sent["notes"] or None,
        "responsible_role": sent["responsible_role"] or None,
    }


def _form(row: Json, version: int) -> Typed:
    shown = edited(row)
    return filled("edit", version=version, **shown)


def _merged(typed: Typed | None, known: Typed) -> Typed | None:
    """A refused edit over what now stands: what was not touched follows the other's change."""
    if typed is None or typed.form != "edit":
        return typed
    theirs = {name: known.all(name) for name in untouched(typed)}
    return replace(typed, given={**typed.given, **theirs})


def _here(visit: Visit, calendar: str, code: str) -> str:
    return f"{visit.path('staff', 'calendars', calendar, 'activities', code)}?saved=1"


def _label(visit: Visit, chip: Json) -> str:
    return visit.reader.plain(chip.get("label")) or visit.reader.name("evidence_type", chip["type"])


def _roles(visit: Visit, row: Json) -> list[tuple[str, str]]:
    codes = ["cell", "secretary_general", "council_secretary", "communication_officer", "facilitator"]
    codes += ["technical_service", "financial_service", "bureau", "council", "mayor", "committee"]
    own = row.get("responsible_role")
    return [(code, visit.reader.name("role", code)) for code in ([own] if own and own not in codes else []) + codes]
