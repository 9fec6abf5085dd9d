"""A page of a notebook or an emptied box, typed in by a clerk: good lines are kept, the others come back to be mended."""

from itertools import zip_longest
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.forms import check_form_key
from web.pages.cell.sending import Sent, Typed, Unfilled, filled, status
from web.pages.facts import naming, years, zones
from web.services import Json, Refused, ServiceAway, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/batch")
CHANNELS = ("notebook", "suggestion_box", "association_call", "zone_session", "social_survey", "complaint")
COLUMNS = ("title", "body", "zone", "neighbourhood")
NEEDED = ("title", "body", "zone")
ROWS, FREE = 3, 1


@router.get("", response_class=HTMLResponse)
async def begin(visit: Staff) -> HTMLResponse:
    typed = filled("page", channel="notebook", received_on=visit.today.isoformat())
    return await _page(visit, typed)


@router.post("", response_class=HTMLResponse)
async def record(visit: Staff) -> Response:
    sent = await Sent.of(visit)
    try:
        check_form_key(visit, sent["form_key"])
        lines, done = await _send(sent)
    except (Unfilled, Refused, ServiceAway) as error:
        return await _page(visit, sent.again(error))
    return await _answered(visit, sent, lines, done)


async def _send(sent: Sent) -> tuple[list[Json], Json]:
    sent.need("edition", "channel", "received_on")
    lines = [line for line in _lines(sent) if line["title"] or line["body"]]
    if not lines:
        raise Unfilled({"rows": sent.visit.reader.say("cell.no_rows")})
    places = [place for place, line in enumerate(lines) if not _empty(line)]
    body: Json = {name: sent[name] for name in ("edition", "channel")}
    body |= {"received_on": sent.day("received_on"), "rows": [_row(lines[place]) for place in places]}
    body |= {"place": sent["place"]} if sent["place"] else {}
    if sent.files.get("file") or sent["file_sha256"]:
        body["scan_sha256"] = await sent.upload("proposals")
    done = await sent.do("proposals", "proposals", "batches", body=body) if places else {}
    return lines, _as_typed(lines, places, done)


def _empty(line: Json) -> str:
    """What every proposal has and this line lacks: such a line is not sent at all."""
    return next((name for name in NEEDED if not line[name]), "")


def _as_typed(lines: list[Json], places: list[int], done: Json) -> Json:
    """The answer by the lines of the page, with those that were not sent among the errors."""
    unsent = [
        {"row": place + 1, "field": _empty(line), "word": "field-missing"}
        for place, line in enumerate(lines)
        if place not in places
    ]
    answered = {
        name: [entry | {"row": places[entry["row"] - 1] + 1} for entry in done.get(name, [])]
        for name in ("accepted", "errors")
    }
    return answered | {"errors": answered["errors"] + unsent}


def _row(line: Json) -> Json:
    return {name: value for name, value in line.items() if value}


def _lines(form: Sent | Typed) -> list[dict[str, str]]:
    columns = [form.all(f"row_{name}") for name in COLUMNS]
    return [dict(zip(COLUMNS, line, strict=True)) for line in zip_longest(*columns, fillvalue="")]


async def _answered(visit: Visit, sent: Sent, lines: list[Json], done: Json) -> HTMLResponse:
    """What was kept, with its codes; what was not stands in the form again, with what is wrong."""
    wrong = {error["row"]: error for error in done["errors"]}
    back = [lines[row - 1] for row in sorted(wrong)]
    given = sent.given | {f"row_{name}": [line[name] for line in back] for name in COLUMNS}
    mistakes = {f"row-{n}": _said(visit, wrong[row]) for n, row in enumerate(sorted(wrong), start=1)}
    said = visit.reader.count("cell.rows_back", len(back)) if back else ""
    kept = [entry | {"title": lines[entry["row"] - 1]["title"]} for entry in done["accepted"]]
    return await _page(visit, Typed("page", given, mistakes, said), kept)


def _said(visit: Visit, error: Json) -> str:
    field = visit.reader.name("batch_field", error["field"])
    return f"{field}: {error.get('message') or visit.reader.name('row_error', error['word'])}"


async def _page(visit: Visit, typed: Typed, kept: list[Json] | None = None) -> HTMLResponse:
    known, editions = await together(zones(visit), years(visit))
    named = naming(visit, known)
    lines = [line for line in _lines(typed) if any(line.values())]
    only = known["zones"][0]["slug"] if len(known["zones"]) == 1 else ""
    empty: Json = dict.fromkeys(COLUMNS, "") | {"zone": only}
    values: dict[str, Any] = {
        "kept": kept or [],
        "lines": lines + [empty] * max(ROWS - len(lines), FREE),
        "channels": [(code, visit.reader.name("channel", code)) for code in CHANNELS],
        "editions": [(year, year) for year in editions],
        "zones": [(zone["slug"], named(zone["slug"])) for zone in known["zones"]],
        "hoods": [(hood["slug"], named(hood["slug"])) for hood in known["neighbourhoods"]],
    }
    return visit.page("cell/batch.html", status=status(typed), t=typed, **values)
