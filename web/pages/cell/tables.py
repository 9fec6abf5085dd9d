"""M9: a table of proposals; looked at first, good lines kept, and the whole taken back when it was wrong."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.forms import check_form_key
from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, status
from web.pages.facts import years
from web.services import Json, Refused, ServiceAway
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/tables")
CHANNELS = ("association_call", "notebook", "suggestion_box", "social_survey", "zone_session", "complaint")


@router.get("", response_class=HTMLResponse)
async def begin(visit: Staff) -> HTMLResponse:
    return await _page(visit, filled("table", channel="association_call"))


@router.post("", response_class=HTMLResponse)
async def take(visit: Staff) -> Response:
    """`look` says what would be kept; `keep` keeps it."""
    sent = await Sent.of(visit)
    try:
        check_form_key(visit, sent["form_key"])
        sent.need("edition", "channel")
        body: Json = {name: sent[name] for name in ("edition", "channel", "place") if sent[name]}
        body |= {"sha256": await sent.upload("proposals"), "keep": sent["go"] == "keep"}
        body |= {"received_on": sent.day("received_on")} if sent["received_on"] else {}
        found = await sent.do("proposals", "proposals", "imports", body=body)
    except (Unfilled, Refused, ServiceAway) as error:
        return await _page(visit, sent.again(error))
    return await _page(visit, Typed("table", sent.given), found)


@router.post("/{import_id}/undo")
async def undo(visit: Staff, import_id: str) -> Response:
    async def work(sent: Sent) -> str:
        await visit.services.delete("proposals", f"/{visit.slug}/proposals/imports/{import_id}")
        return f"{visit.path('staff', 'tables')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, typed))


async def _page(visit: Visit, typed: Typed, found: Json | None = None) -> HTMLResponse:
    name = visit.reader.name
    wrong = [
        error
        | {"said": error.get("message") or name("row_error", error["word"]), "column": name("column", error["field"])}
        for error in (found or {}).get("errors", [])
    ]
    values: dict[str, Any] = {
        "channels": [(code, name("channel", code)) for code in CHANNELS],
        "editions": [(year, year) for year in await years(visit)],
        "found": found,
        "wrong": wrong,
        "lines": len({error["line"] for error in wrong}),
        "undoing": filled("undo"),
    }
    return visit.page("cell/table.html", status=status(typed), t=typed, **values)
