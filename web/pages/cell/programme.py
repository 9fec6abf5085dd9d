"""The programme of an edition on its way from the shortlist to the council's approval."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.rules import USUAL, rule_of, rule_options
from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, forms, status
from web.pages.facts import if_there, naming, zones
from web.services import Json, NotThere, together
from web.views.amounts import typed_amount
from web.views.road import current, road
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/staff/programme")
VOTES = ("approval", "single", "knapsack", "points")
ELIGIBLE = ("feasible", "conditional")


@router.get("", response_class=HTMLResponse)
async def newest(visit: Staff) -> HTMLResponse:
    editions = await visit.items("proposals", "editions")
    if not editions:
        return visit.page("cell/programme.html", edition=None, editions=[])
    return await _page(visit, max(str(edition["edition"]) for edition in editions))


@router.get("/{edition}", response_class=HTMLResponse)
async def one(visit: Staff, edition: str) -> HTMLResponse:
    return await _page(visit, edition)


@router.post("/{edition}/shortlist")
async def freeze(visit: Staff, edition: str) -> Response:
    """Projects, money and rule of one vote; nothing in it changes any more, so a word is typed."""

    async def work(sent: Sent) -> str:
        sent.confirm("cell.freeze_word")
        await sent.do("proposals", "editions", edition, "shortlist", body=_shortlist(sent))
        return _here(visit, edition)

    return await carry_out(visit, work, lambda typed: _page(visit, edition, typed))


@router.post("/{edition}/selection")
async def select(visit: Staff, edition: str) -> Response:
    """By the declared rule; a council's own choice names each project with its reason."""

    async def work(sent: Sent) -> str:
        reasons = {name.removeprefix("reason-"): sent[name] for name in sent.given if name.startswith("reason-")}
        given = {project: reason for project, reason in reasons.items() if reason}
        if reasons and not given:
            raise Unfilled({"reasons": visit.reader.say("cell.choose_projects")})
        await sent.do("proposals", "editions", edition, "selection", body={"reasons": given} if given else {})
        return _here(visit, edition)

    return await carry_out(visit, work, lambda typed: _page(visit, edition, typed))


@router.post("/{edition}/draft")
async def draft(visit: Staff, edition: str) -> Response:
    return await _command(visit, edition, "programme", "draft")


@router.post("/{edition}/request")
async def ask_council(visit: Staff, edition: str) -> Response:
    return await _command(visit, edition, "programme", "request-decision")


@router.post("/{edition}/amendment")
async def amend(visit: Staff, edition: str) -> Response:
    """One change with the remarks it answers and its reason, which is public."""

    async def work(sent: Sent) -> str:
        sent.need("project_id", "reason")
        change: Json = {"project_id": sent["project_id"], "remark_ids": sent.all("remark")}
        change |= {"reason": sent.text3("reason")} | ({"note": sent["note"]} if sent["note"] else {})
        if sent["new_cost"]:
            change["new_cost"] = sent.money("new_cost", str(visit.town["currency"]))
        await sent.do("proposals", "editions", edition, "programme", "amendments", body={"changes": [change]})
        return _here(visit, edition)

    return await carry_out(visit, work, lambda typed: _page(visit, edition, typed))


async def _command(visit: Visit, edition: str, *parts: str) -> Response:
    async def work(sent: Sent) -> str:
        await sent.do("proposals", "editions", edition, *parts, body={})
        return _here(visit, edition)

    return await carry_out(visit, work, lambda typed: _page(visit, edition, typed))


def _shortlist(sent: Sent) -> Json:
    chosen = sent.all("proposal")
    if not chosen:
        raise Unfilled({"proposal": sent.visit.reader.say("cell.choose_projects")})
    sent.need("amount", "rule", "vote", "max_choices")
    envelope: Json = {"amount": sent.money("amount", str(sent.visit.town["currency"]))}
    envelope |= {name: sent[name] for name in ("zone", "kind") if sent[name]}
    return {
        "proposals": chosen,
        "rule": rule_of(sent),
        "vote": {"method": sent["vote"], "max_choices": sent.number("max_choices")},
        "envelope": envelope,
    }


async def _page(visit: Visit, edition: str, typed: Typed | None = None) -> HTMLResponse:
    editions = await visit.items("proposals", "editions")
    opened = next((one for one in editions if one["edition"] == edition), None)
    if opened is None:
        raise NotThere(edition)
    here = ("editions", edition)
    shortlist, programme, remarks, known = await together(
        if_there(visit.find("proposals", *here, "shortlist"), None),
        if_there(visit.find("proposals", *here, "programme"), None),
        if_there(visit.items("proposals", *here, "you-said-we-did"), []),
        zones(visit),
    )
    steps = road(shortlist, programme)
    eligible = await _eligible(visit, edition) if current(steps) == "shortlist" else []
    name = visit.reader.name
    values: dict[str, Any] = {
        "steps": steps,
        "now": current(steps),
        "shortlist": shortlist,
        "programme": programme,
        "remarks": remarks,
        "eligible": eligible,
        "options": rule_options(visit.reader),
        "votes": [(code, name("vote_method", code)) for code in VOTES],
        "zone_name": naming(visit, known),
        "forms": forms(typed, *_fresh(opened, str(visit.town["currency"]))),
    }
    return visit.page("cell/programme.html", status=status(typed), edition=opened, editions=editions, **values)


async def _eligible(visit: Visit, edition: str) -> list[Json]:
    """What was found feasible, with its public sheet; every page of the list."""
    found: list[Json] = []
    for state in ELIGIBLE:
        cursor: str | None = None
        while True:
            page = await visit.ask("proposals", "proposals", edition=edition, status=state, cursor=cursor, limit=100)
            found += [one for one in page["items"] if one.get("sheet")]
            if (cursor := page["next"]) is None:
                break
    return found


def _fresh(edition: Json, currency: str) -> list[Typed]:
    envelopes = edition.get("envelopes") or {}
    kinds = envelopes.get("by_kind") or [{"kind": "", "amount": envelopes.get("total")}]
    amount = typed_amount(kinds[0]["amount"], currency)
    vote = {"rule": "equal_shares", "vote": "approval", "max_choices": 3}
    freeze = filled("freeze", amount=amount, kind=kinds[0]["kind"], **vote, **USUAL)
    return [freeze, *(filled(name) for name in ("select", "draft", "amend", "request"))]


def _here(visit: Visit, edition: str) -> str:
    return f"{visit.path('staff', 'programme', edition)}?saved=1"
