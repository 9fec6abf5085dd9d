"""Routes for whoever builds on the results: mandates and votes in the formats others read."""

from typing import Any

from fastapi import APIRouter, Request, Response

from services.voting.adapters.mongo import MongoElections, MongoPools
from services.voting.adapters.open_data import pabulib, popolo
from services.voting.adapters.register import MongoMandates
from services.voting.api.access import Id, Municipality, Service
from services.voting.api.elections import NotDeclared
from services.voting.application.counting import counted_ballots
from services.voting.domain.election import Kind
from shared.http.preconditions import etag, precomputed
from shared.http.schemas import Answer

router = APIRouter(tags=["open data"])
TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {}}}}


class PersonOut(Answer):
    id: str
    name: str


class OrganizationOut(Answer):
    id: str
    name: str
    classification: str


class PostOut(Answer):
    id: str
    label: str
    role: str
    organization_id: str


class MembershipOut(Answer):
    id: str
    person_id: str
    organization_id: str
    post_id: str
    role: str
    start_date: str
    end_date: str | None = None


class PopoloOut(Answer):
    """The delegate register in Popolo (popoloproject.com)."""

    persons: list[PersonOut]
    organizations: list[OrganizationOut]
    posts: list[PostOut]
    memberships: list[MembershipOut]


class NotAVoteOnProjects(Exception):
    """Only votes on projects are published in the format of participatory budgets."""


class VotesSealed(Exception):
    """Of sealed ballots only sums are known: there is no list of votes to publish."""


@router.get("/{municipality}/mandates/popolo.json", response_model=PopoloOut, response_model_exclude_unset=True)
async def mandates_as_popolo(municipality: Municipality, service: Service) -> dict[str, Any]:
    """The delegate register in Popolo: persons, memberships, posts."""
    return popolo(await service.town(municipality), await MongoMandates(service.db).of_town(municipality))


@router.get("/{municipality}/elections/{election_id}/votes.pb", response_class=Response, responses=TEXT)
async def votes_as_pabulib(request: Request, municipality: Municipality, election_id: Id, service: Service) -> Response:
    """The votes on projects in Pabulib's format, once the result is declared; of a voter it says nothing."""
    election = await MongoElections(service.db).get(municipality, election_id)
    if election.kind is not Kind.PRIORITISATION:
        raise NotAVoteOnProjects
    if election.declared_at is None or election.board is None:
        raise NotDeclared
    if election.sealed:
        raise VotesSealed
    votes = await counted_ballots(service.room, MongoPools(service.db), election)
    text = pabulib(await service.town(municipality), election, votes[election.contests[0].id])
    return precomputed(request, text.encode(), etag(election.board.sha256), "text/plain; charset=utf-8")
