"""V9: the delegate register; who holds a mandate, who follows when one ends."""

from itertools import groupby
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.voter.contests import Naming, contest_naming
from web.services import Json, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/register")
REASONS = ("resignation", "absence", "replaced", "term")
A_PAGE = 100


@router.get("", response_class=HTMLResponse)
async def register(visit: Staff) -> HTMLResponse:
    return await _page(visit)


@router.post("/{mandate}")
async def end(visit: Staff, mandate: str) -> Response:
    """The next alternate of the list follows; nobody holds a mandate twice."""

    async def work(sent: Sent) -> str:
        sent.need("reason")
        sent.confirm("register.word")
        made = await sent.do("voting", "mandates", mandate, "end", body={"reason": sent["reason"]})
        follows = (made.get("follows") or {}).get("mandate_id", "")
        return f"{visit.path('hall', 'register')}?saved=1&ended={mandate}&follows={follows}"

    return await carry_out(visit, work, lambda typed: _page(visit, typed))


async def _page(visit: Visit, typed: Typed | None = None) -> HTMLResponse:
    cursor = visit.request.query_params.get("cursor")
    answer, name = await together(visit.ask("voting", "mandates", limit=A_PAGE, cursor=cursor), contest_naming(visit))
    found = list(answer["items"])
    fresh = [filled(f"end-{one['mandate_id']}") for one in found]
    values: dict[str, Any] = {
        "groups": _groups(found, name),
        "reasons": [(code, visit.reader.say(f"register.reason.{code}")) for code in REASONS],
        "change": _change(visit, found),
        "forms": forms(typed, *fresh),
        "more": f"?cursor={answer['next']}" if answer.get("next") else None,
    }
    return visit.page("hall/register.html", status=status(typed), **values)


def _groups(found: list[Json], name: Naming) -> list[tuple[Any, list[Json]]]:
    """By neighbourhood: those who hold a mandate, alternates after them, then what has ended."""
    order = sorted(
        found, key=lambda one: (one["neighbourhood"] or "", one["state"] != "held", one["alternate"], one["rank"])
    )
    return [(name(hood), list(held)) for hood, held in groupby(order, key=lambda one: one["neighbourhood"])]


def _change(visit: Visit, found: list[Json]) -> Json | None:
    """What the last act changed, by name."""
    asked = visit.request.query_params
    if not asked.get("ended"):
        return None
    names = {one["mandate_id"]: one["name"] for one in found}
    return {"ended": names.get(asked["ended"]), "follows": names.get(asked.get("follows", ""))}
