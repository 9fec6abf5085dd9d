"""M6: the minutes of a meeting; people write, events fill the numbers, a signature closes them."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, forms, status
from web.pages.facts import naming, zones
from web.pages.files import hand_through
from web.services import Json
from web.views.minutes import figures
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/meetings/{meeting}/minutes")
FREE = 3
TABLES = {
    "present": ("role", "name", "count"),
    "interventions": ("speaker", "text"),
    "decisions": ("text",),
}


@router.get("", response_class=HTMLResponse)
async def one(visit: Staff, meeting: str) -> HTMLResponse:
    return await _page(visit, meeting)


@router.post("/text")
async def write(visit: Staff, meeting: str) -> Response:
    async def work(sent: Sent) -> str:
        body: Json = {name: _rows(sent, name) for name in TABLES}
        body |= {name: sent[name] or None for name in ("object", "chair")}
        path = f"/{visit.slug}/meetings/{meeting}/minutes"
        await visit.services.put("scheduling", path, body, sent.number("version"))
        return _here(visit, meeting)

    return await carry_out(visit, work, lambda typed: _page(visit, meeting, typed))


@router.post("/signature")
async def sign(visit: Staff, meeting: str) -> Response:
    """Signed minutes do not change any more, so the word is typed."""

    async def work(sent: Sent) -> str:
        sent.confirm("cell.sign_word")
        people = [
            {name: value for name, value in row.items() if value} for row in _lines(sent, "sign", ("role", "name"))
        ]
        body = {"signatories": [person for person in people if person.get("role")]}
        await sent.do("scheduling", "meetings", meeting, "minutes", "signature", body=body)
        return _here(visit, meeting)

    return await carry_out(visit, work, lambda typed: _page(visit, meeting, typed))


@router.get("/draft.pdf")
async def preview(visit: Staff, meeting: str) -> Response:
    return await hand_through(visit, "scheduling", "meetings", meeting, "minutes", "draft.pdf")


async def _page(visit: Visit, meeting: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.ask("scheduling", "meetings", meeting, "minutes")
    head = await visit.ask("scheduling", "meetings", meeting)
    signing = Typed("sign", {"sign_role": ["president", "secretary_general"]})
    shown = forms(typed, _form(found), signing)
    named = naming(visit, await zones(visit))
    values: dict[str, Any] = {
        "meeting": head,
        "minutes": found,
        "figures": figures(visit.reader, found["locked"], named),
        "forms": shown,
        "tables": {name: _free(_lines(shown["write"], name, columns)) for name, columns in TABLES.items()},
        "signatories": _free(_lines(shown["sign"], "sign", ("role", "name")), 1),
    }
    return visit.page("cell/minutes.html", status=status(typed), **values)


def _form(found: Json) -> Typed:
    """What is written so far."""
    given = {name: [str(found.get(name) or "")] for name in ("object", "chair")}
    for table, columns in TABLES.items():
        for column in columns:
            given[f"{table}_{column}"] = [_plain(row.get(column) or _other(row, column)) for row in found[table]]
    return Typed("write", given)


def _other(row: Json, column: str) -> Any:
    """The speaker may have been noted as the one by whom it was said."""
    return row.get("by") if column == "speaker" else ""


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return next((str(text) for text in value.values() if text), "")
    return "" if value is None else str(value)


def _rows(sent: Sent, table: str) -> list[Json]:
    """The lines that say something; a count is a number."""
    lines = [line for line in _lines(sent, table, TABLES[table]) if any(line.values())]
    return [{name: _value(sent, name, value) for name, value in line.items() if value} for line in lines]


def _value(sent: Sent, name: str, value: str) -> str | int:
    if name != "count":
        return value
    if not value.isdecimal():
        raise Unfilled({"present": sent.visit.reader.say("cell.whole_number")})
    return int(value)


def _lines(form: Sent | Typed, table: str, names: Sequence[str]) -> list[dict[str, str]]:
    columns = [form.all(f"{table}_{name}") for name in names]
    return [dict(zip(names, line, strict=True)) for line in zip_longest(*columns, fillvalue="")]


def _free(lines: list[dict[str, str]], more: int = FREE) -> list[dict[str, str]]:
    filled = [line for line in lines if any(line.values())]
    return filled + [{}] * more


def _here(visit: Visit, meeting: str) -> str:
    return f"{visit.path('staff', 'meetings', meeting, 'minutes')}?saved=1"
