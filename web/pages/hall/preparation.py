"""Before a vote opens: who stands, slips printed once, leftovers cancelled in public."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.forms import check_form_key
from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, forms, status
from web.pages.facts import if_there
from web.services import Json, Refused, ServiceAway, together
from web.views.board import rule
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}")
BUNDLE = 25  # slips held together by one cover, unless the bureau says otherwise
KINDS = ("bundles", "codes")


@router.get("/preparation", response_class=HTMLResponse)
async def preparation(visit: Staff, election: str) -> HTMLResponse:
    return await _page(visit, election)


@router.post("/candidates")
async def accept(visit: Staff, election: str) -> Response:
    """The bureau accepts somebody who was nominated in the forum."""

    async def work(sent: Sent) -> str:
        sent.need("candidate")
        await sent.do("voting", "elections", election, "candidates", sent["candidate"], "acceptance", body={})
        return _here(visit, election)

    return await carry_out(visit, work, lambda typed: _page(visit, election, typed))


@router.post("/candidates/withdrawal")
async def withdraw(visit: Staff, election: str) -> Response:
    """Somebody accepted by mistake, or who no longer wants to stand."""

    async def work(sent: Sent) -> str:
        sent.need("candidate")
        await sent.do("voting", "elections", election, "candidates", sent["candidate"], "withdrawal", body={})
        return _here(visit, election)

    return await carry_out(visit, work, lambda typed: _page(visit, election, typed))


@router.post("/slips")
async def print_slips(visit: Staff, election: str) -> Response:
    """The sheets are in this answer and nowhere else: the codes are forgotten as soon as they are drawn."""
    sent = await Sent.of(visit)
    try:
        check_form_key(visit, sent["form_key"])
        sheet = await _printed(sent, election)
    except (Unfilled, Refused, ServiceAway) as error:
        return await _page(visit, election, sent.again(error))
    name = f'attachment; filename="{sent["contest"]}.pdf"'
    return Response(sheet, 200, {"Cache-Control": "no-store", "Content-Disposition": name}, "application/pdf")


async def _printed(sent: Sent, election: str) -> bytes:
    sent.need("contest", "count")
    body: Json = {"contest": sent["contest"], "count": sent.number("count")}
    body |= {"bundle": sent.number("bundle")} if sent["bundle"] else {}
    path = f"/{sent.visit.slug}/elections/{election}/slips"
    return await sent.visit.services.document("voting", path, body, sent.key)


@router.post("/voids")
async def void(visit: Staff, election: str) -> Response:
    """Leftovers, by the covers of unopened bundles or slip by slip; in public, before the vote opens."""

    async def work(sent: Sent) -> str:
        sent.need("contest", "slips")
        kind = sent["kind"] if sent["kind"] in KINDS else KINDS[0]
        codes = [line.strip() for line in sent["slips"].splitlines() if line.strip()]
        made = await sent.do("voting", "elections", election, "voids", body={"contest": sent["contest"], kind: codes})
        return f"{_here(visit, election)}&void={made['void']}"

    return await carry_out(visit, work, lambda typed: _page(visit, election, typed))


def _here(visit: Visit, election: str) -> str:
    return f"{visit.path('hall', 'votes', election, 'preparation')}?saved=1"


async def _page(visit: Visit, election: str, typed: Typed | None = None) -> HTMLResponse:
    found, nominated, pool = await together(
        visit.ask("voting", "elections", election),
        if_there(visit.items("voting", "elections", election, "nominations"), []),
        if_there(visit.items("voting", "elections", election, "pool"), []),
    )
    fresh = [filled("print", bundle=BUNDLE), filled("void", kind=KINDS[0]), filled("accept")]
    values: dict[str, Any] = {
        "election": found,
        "contests": [_contest(visit, found, contest, nominated, pool) for contest in found["contests"]],
        "choices": [(one["contest"], visit.reader.plain(one["label"])) for one in found["contests"]],
        "kinds": [(kind, visit.reader.say(f"bureau.void_{kind}")) for kind in KINDS],
        "voided": visit.request.query_params.get("void", ""),
        "forms": forms(typed, *fresh),
        "texts": visit.reader.texts.under("scan."),
    }
    return visit.page("hall/preparation.html", status=status(typed), **values)


def _contest(visit: Visit, election: Json, contest: Json, nominated: list[Json], pool: list[Json]) -> Json:
    """One contest with its rule in words, who may still be accepted, and its slips."""
    here = [one for one in nominated if contest["neighbourhood"] and one["neighbourhood"] == contest["neighbourhood"]]
    waiting = [one for one in here if not one["accepted"]]
    accepted = [one for one in here if one["accepted"]]
    slips = next((one for one in pool if one["contest"] == contest["contest"]), None)
    said = rule(contest, visit.reader, visit.town["currency"], election["kind"])
    return contest | {"rule": said, "waiting": waiting, "accepted": accepted, "slips": slips}
