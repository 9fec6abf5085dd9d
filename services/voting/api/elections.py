"""Routes everybody may read: elections, manifest, board, results, official record, live turnout."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from services.voting.adapters.declaring import channel, public_view, view_of
from services.voting.adapters.mongo import MongoElections, MongoGates, MongoManifests, MongoWitnesses
from services.voting.adapters.views import cosignature_view, results, summary
from services.voting.api.access import Cell, Id, Municipality, Service, told
from services.voting.api.answers import (
    CosignaturesOut,
    ElectionLineOut,
    ElectionOut,
    ElectionsOut,
    PlaceOut,
    ResultsOut,
)
from services.voting.api.schemas import ElectionIn
from services.voting.application.preparing import prepare_election
from services.voting.domain.canonical import canonical, parse
from services.voting.domain.election import Election, KeptFile, Kind, State
from services.voting.domain.manifest import digest
from shared.http.idempotency import Once
from shared.http.live import LiveBoard
from shared.http.paging import Paging
from shared.http.preconditions import etag, precomputed
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.mongo import page

router = APIRouter(tags=["elections"])
JSON: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {}}}}
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
TITLES = {
    Kind.DELEGATES: {"ar": "انتخاب مندوبي الأحياء", "fr": "Élection des délégués", "en": "Election of delegates"},
    Kind.PRIORITISATION: {"ar": "التصويت على المشاريع", "fr": "Vote sur les projets", "en": "Vote on projects"},
}


class BoardNotPublished(Exception):
    """There is a board only after closing."""


class NotDeclared(Exception):
    """There is a result only after it was declared."""


class BallotUnknown(Exception):
    """No ballot of that hash is on the board."""


@router.post("/{municipality}/elections", status_code=201, response_model=ElectionLineOut)
async def draft_election(
    municipality: Municipality, body: ElectionIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """Draft an election; its rules may not contradict each other."""
    await service.town(municipality)

    async def work(tx: Transaction) -> dict[str, Any]:
        election = election_from(body, municipality, new_id())
        await prepare_election(MongoElections.within(tx), MongoGates.within(tx), election)
        tx.audit(municipality, who.actor, "draft-election", election.id)
        return told(summary(election))

    return await service.work.once(once, work)


def election_from(body: ElectionIn, municipality: str, election_id: str) -> Election:
    return Election(
        municipality=municipality,
        id=election_id,
        edition=body.edition,
        kind=body.kind,
        title=body.title.plain() if body.title else TITLES[body.kind],
        contests=[one.contest_under(body.rules) for one in body.contests],
        meeting_id=body.meeting_id,
        agenda_n=body.agenda_n,
        shortlist_id=body.shortlist_id,
        closes_at=body.closes_at,
        term_months=body.rules.term_months,
        tablets=[one.tablet_of() for one in body.tablets],
        disclosure=body.disclosure,
    )


@router.get("/{municipality}/elections", response_model=ElectionsOut)
async def list_elections(municipality: Municipality, service: Service, asked: Paging) -> dict[str, Any]:
    """Newest first."""
    elections = MongoElections(service.db)
    found = await page(
        service.db["elections"], {"municipality": municipality}, "id", asked.cursor, asked.limit, descending=True
    )
    return told({"items": [summary(elections.loaded(row)) for row in found.items], "next": found.next})


@router.get("/{municipality}/elections/{election_id}", response_model=ElectionOut)
async def read_election(
    municipality: Municipality, election_id: Id, service: Service, response: Response
) -> dict[str, Any]:
    """State, contests, candidates, turnout; never a partial result. A draft has an ETag, for whoever changes it."""
    election = await MongoElections(service.db).get(municipality, election_id)
    if election.state is State.DRAFT:
        response.headers["ETag"] = etag(election.version)
    return told(await view_of(service, election))


@router.get("/{municipality}/elections/{election_id}/live", response_class=StreamingResponse)
async def follow_election(
    request: Request, municipality: Municipality, election_id: Id, service: Service
) -> StreamingResponse:
    """Server-sent events: the public view at once, then at each change."""
    await MongoElections(service.db).get(municipality, election_id)
    board: LiveBoard = request.app.state.live
    return board.response(channel(municipality, election_id), lambda: public_view(service, municipality, election_id))


@router.get("/{municipality}/elections/{election_id}/manifest", response_class=Response, responses=JSON)
async def read_manifest(request: Request, municipality: Municipality, election_id: Id, service: Service) -> Response:
    """The canonical bytes whose SHA-256 is the digest that was read out."""
    found, content = await MongoManifests(service.db).content(municipality, election_id)
    return precomputed(request, content, etag(found))


@router.get("/{municipality}/elections/{election_id}/board", response_class=Response, responses=JSON)
async def read_board(request: Request, municipality: Municipality, election_id: Id, service: Service) -> Response:
    """board.json: from closing with head 1, from the declaration with the result."""
    kept, content = await _board(service, municipality, election_id)
    return precomputed(request, content, etag(kept.sha256))


@router.get("/{municipality}/elections/{election_id}/board/ballots/{ballot}", response_model=PlaceOut)
async def find_ballot(municipality: Municipality, election_id: Id, ballot: Id, service: Service) -> dict[str, Any]:
    """Where on the board the ballot of a receipt stands."""
    _, content = await _board(service, municipality, election_id)
    for place, one in enumerate(parse(content)["ballots"], 1):
        if digest(canonical(one)) == ballot:
            return {"found": True, "contest": one["ballot"]["contest"], "place": place}
    raise BallotUnknown


@router.get("/{municipality}/elections/{election_id}/cosignatures", response_model=CosignaturesOut)
async def list_cosignatures(municipality: Municipality, election_id: Id, service: Service) -> dict[str, Any]:
    """Heads that other municipalities saw and signed. Witnesses whose keys one operator holds prove nothing against that operator."""
    await MongoElections(service.db).get(municipality, election_id)
    found = await MongoWitnesses(service.db).of_election(municipality, election_id)
    return {"items": [cosignature_view(one) for one in found], "next": None}


@router.get("/{municipality}/elections/{election_id}/results", response_model=ResultsOut)
async def read_results(municipality: Municipality, election_id: Id, service: Service) -> dict[str, Any]:
    election = await MongoElections(service.db).get(municipality, election_id)
    if not election.results:
        raise NotDeclared
    return told({"election_id": election_id, "head": election.heads[-1].value, "contests": results(election)})


@router.get("/{municipality}/elections/{election_id}/pv.pdf", response_class=Response, responses=PDF)
async def read_record(request: Request, municipality: Municipality, election_id: Id, service: Service) -> Response:
    """The official record of the count, in Arabic."""
    election = await MongoElections(service.db).get(municipality, election_id)
    if election.record_of_count is None:
        raise NotDeclared
    content = await service.files.read(municipality, election.record_of_count.sha256)
    return precomputed(request, content, etag(election.record_of_count.sha256), "application/pdf")


async def _board(service: Service, municipality: str, election_id: str) -> tuple[KeptFile, bytes]:
    election = await MongoElections(service.db).get(municipality, election_id)
    if election.board is None:
        raise BoardNotPublished
    return election.board, await service.files.read(municipality, election.board.sha256)
