"""V9: the roll of delegates at each meeting they were called to; three answers for each, sent at once."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.voter.contests import contest_naming
from web.services import Json, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/register/rolls")
MARKS = ("present", "excused", "absent")
A_PAGE = 20


@router.get("", response_class=HTMLResponse)
async def rolls(visit: Staff) -> HTMLResponse:
    cursor = visit.request.query_params.get("cursor")
    found = await visit.ask("voting", "rolls", limit=A_PAGE, cursor=cursor)
    more = f"?cursor={found['next']}" if found.get("next") else None
    return visit.page("hall/rolls.html", rolls=found["items"], more=more)


@router.get("/{meeting}", response_class=HTMLResponse)
async def roll(visit: Staff, meeting: str) -> HTMLResponse:
    return await _page(visit, meeting)


@router.post("/{meeting}")
async def call(visit: Staff, meeting: str) -> Response:
    """The whole roll, with the version it was read at: two people who call it do not overwrite each other."""

    async def work(sent: Sent) -> str:
        body = {mark: _marked(sent, mark) for mark in ("present", "excused")}
        path = f"/{visit.slug}/rolls/{meeting}"
        await visit.services.put("voting", path, body, version=sent.number("version"))
        return f"{visit.path('hall', 'register', 'rolls', meeting)}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, meeting, typed))


def _marked(sent: Sent, mark: str) -> list[str]:
    prefix = "mark-"
    return [name.removeprefix(prefix) for name in sent.given if name.startswith(prefix) and sent[name] == mark]


async def _page(visit: Visit, meeting: str, typed: Typed | None = None) -> HTMLResponse:
    found, hood = await together(visit.ask("voting", "rolls", meeting), contest_naming(visit))
    marks: Json = {f"mark-{one['mandate_id']}": one["mark"] for one in found["delegates"]}
    values: dict[str, Any] = {
        "roll": found,
        "hood": hood,
        "marks": MARKS,
        "t": forms(typed, filled("roll", version=found["version"], **marks))["roll"],
    }
    return visit.page("hall/roll.html", status=status(typed), **values)
