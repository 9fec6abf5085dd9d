"""Routes that freeze a shortlist and apply the declared rule."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from services.proposals.adapters.mongo import MUNICIPALITY, SHORTLIST
from services.proposals.api import shapes
from services.proposals.api.access import Cell, Service
from services.proposals.api.rule_bodies import RuleBody, as_rule
from services.proposals.api.selection_answers import SelectionAnswer, ShortlistAnswer, Shortlists
from services.proposals.application import selecting
from services.proposals.application.ports import ShortlistUnknown
from services.proposals.domain.explanation import Write, explain
from services.proposals.domain.selection import Outcome, TraceStep
from services.proposals.domain.shortlist import Shortlist, VoteMethod, VoteNotDeclared
from shared.http import Answer, Body, Identifier, Money, Municipality, Once, Slug
from shared.texts.written import money

router = APIRouter(prefix="/{municipality}/editions/{edition}", tags=["selection"])


DECISIONS = {
    "taken": "funded",
    "bought": "funded",
    "decided": "funded",
    "too-expensive": "skipped",
    "too-little-support": "skipped",
    "incompatible": "skipped",
    "supporters-short": "skipped",
    "stopped": "stopped",
}


class VoteBody(Body):
    method: VoteMethod = VoteMethod.APPROVAL
    max_choices: Annotated[int, Field(ge=1, le=1000)] = 3


class EnvelopeBody(Body):
    amount: Money
    kind: Identifier | None = None
    zone: Slug | None = None


class ShortlistBody(Body):
    proposals: Annotated[list[Identifier], Field(min_length=1, max_length=500, description="In ballot order.")]
    rule: RuleBody
    vote: VoteBody = VoteBody()
    envelope: EnvelopeBody


Reason = Annotated[str, Field(max_length=2000)]


class SelectionBody(Body):
    shortlist_id: Identifier | None = None
    reasons: dict[Identifier, Reason] = Field(
        default_factory=dict, description="By project, for a council's own choice."
    )


class ShortlistId(Answer):
    shortlist_id: str


class Selected(Answer):
    shortlist_id: str
    selected: list[str]
    spent: int


@router.post("/shortlist", status_code=201)
async def freeze_shortlist(
    municipality: Municipality, edition: str, body: ShortlistBody, service: Service, who: Cell, key: Once
) -> ShortlistId:
    """The projects, money and rule of one vote; nothing in it changes any more."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    command = selecting.FreezeShortlist(
        municipality,
        edition,
        body.proposals,
        as_rule(body.rule, 10 ** shapes.decimals(place.currency)),
        body.vote.method,
        body.vote.max_choices,
        body.envelope.amount,
        body.envelope.kind,
        body.envelope.zone,
    )
    return ShortlistId(**await service.once(key, lambda stores: selecting.freeze_shortlist(command, who.actor, stores)))


@router.get("/shortlist")
async def show_shortlist(
    municipality: Municipality, edition: str, service: Service, shortlist_id: str | None = None
) -> ShortlistAnswer:
    """The one named, else the edition's latest."""
    return ShortlistAnswer(**_shortlist(await the_shortlist(municipality, edition, shortlist_id, service)))


@router.get("/shortlists")
async def list_shortlists(municipality: Municipality, edition: str, service: Service) -> Shortlists:
    found = await service.queries.all(SHORTLIST, municipality, edition=edition)
    return Shortlists(items=[ShortlistAnswer(**_shortlist(each)) for each in found], next=None)


@router.post("/selection", status_code=201)
async def select_projects(
    municipality: Municipality,
    edition: str,
    service: Service,
    who: Cell,
    key: Once,
    body: SelectionBody | None = None,
) -> Selected:
    """Applies the rule that was frozen with the shortlist to the declared vote."""
    given = body or SelectionBody()
    command = selecting.SelectProjects(municipality, edition, given.shortlist_id, given.reasons)
    return Selected(**await service.once(key, lambda stores: selecting.select_projects(command, who.actor, stores)))


@router.get("/selection")
async def show_selection(
    municipality: Municipality, edition: str, service: Service, shortlist_id: str | None = None
) -> SelectionAnswer:
    """What was funded, and every step that led there, in three languages."""
    found = await the_shortlist(municipality, edition, shortlist_id, service)
    if found.outcome is None:
        raise VoteNotDeclared
    return SelectionAnswer(**_selection(found, found.outcome))


async def the_shortlist(municipality: str, edition: str, shortlist_id: str | None, service: Service) -> Shortlist:
    """The one named, else the edition's latest."""
    found = await service.queries.all(SHORTLIST, municipality, edition=edition)
    named = [each for each in found if shortlist_id in (None, each.id)]
    if not named:
        raise ShortlistUnknown(shortlist_id or edition)
    return named[-1]


def _shortlist(found: Shortlist) -> dict[str, Any]:
    vote = found.vote
    return {
        "shortlist_id": found.id,
        "edition": found.edition,
        "frozen_at": found.frozen_at,
        "projects": [
            {
                "id": entry.id,
                "title": entry.title,
                "cost": entry.cost,
                "zone": entry.zone,
                "kind": entry.kind,
                "sheet_version": entry.sheet_version,
            }
            for entry in found.entries
        ],
        "envelope": {
            "amount": found.envelope.amount,
            "currency": found.envelope.currency,
            "kind": found.envelope.kind,
            "zone": found.envelope.zone,
        },
        "rule": shapes.rule(found.rule),
        "vote": {"method": found.vote_method.value, "max_choices": found.max_choices},
        "declared": vote
        and {
            "election_id": vote.election_id,
            "ballots": vote.ballots,
            "support": dict(vote.support),
            "board_href": vote.board_href,
            "board_sha256": vote.board_sha256,
            "read": vote.read,
        },
        "selected": found.outcome is not None,
    }


def _selection(found: Shortlist, outcome: Outcome) -> dict[str, Any]:
    titles = {entry.id: entry.title for entry in found.entries}
    write, points = partial(money, currency=found.envelope.currency), int(found.vote_method is VoteMethod.POINTS)
    return {
        "shortlist_id": found.id,
        "edition": found.edition,
        "selected_at": found.selected_at,
        "rule": shapes.rule(found.rule),
        "spent": outcome.spent,
        "left": found.envelope.amount - outcome.spent,
        "currency": found.envelope.currency,
        "budget": found.envelope.amount,
        "funded": [_funded(found, each) for each in outcome.selected],
        "not_funded": [_funded(found, entry.id) for entry in found.entries if entry.id not in outcome.selected],
        "trace": [step(titles, write, n, each, points) for n, each in enumerate(outcome.trace, start=1)],
    }


def _funded(found: Shortlist, project_id: str) -> dict[str, Any]:
    entry = next(each for each in found.entries if each.id == project_id)
    votes = found.vote.support.get(project_id, 0) if found.vote else None
    return {"project_id": entry.id, "title": entry.title, "cost": entry.cost, "zone": entry.zone, "votes": votes}


def step(titles: Mapping[str, str], write: Write, number: int, told: TraceStep, points: int) -> dict[str, Any]:
    """One step as a sentence in each language, with its numbers beside; `points` as `explain` takes them."""
    said = explain(told, titles, write, points)
    return {
        "step": number,
        "key": told.key,
        "decision": DECISIONS.get(told.key, "told"),
        "project_id": told.project_id,
        "title": titles.get(told.project_id or ""),
        "cost": told.facts.get("cost"),
        "votes": told.facts.get("votes"),
        "left": told.facts.get("left"),
        "facts": dict(told.facts),
        "text": said.as_dict(),
    }
