"""Routes by which proposals come in and are found."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field

from services.proposals.adapters.mongo import MERGE, PROPOSAL
from services.proposals.api.access import Desk, DeskOrAnybody, Service
from services.proposals.api.answers import ProposalPage, PublicProposal, PublicProposals, TakenIn
from services.proposals.api.shapes import proposal
from services.proposals.application import importing, intake
from services.proposals.application.ports import Contact
from services.proposals.domain.forms import Form, Suspicion
from services.proposals.domain.proposal import Author, AuthorKind, Channel, Proposal, Status
from services.proposals.service import Proposals
from shared.http import Answer, Body, Identifier, Municipality, Once, Paging, Sha256, Slug, TokenMissing
from shared.tables import read_table

router = APIRouter(prefix="/{municipality}/proposals", tags=["proposals"])

# Longer than any rule allows: the rules themselves, with their own words, are the domain's.
TYPED = Field(max_length=20_000)
PUBLIC_CHANNELS = frozenset({Channel.ONLINE_FORM})


FormToken = Annotated[str | None, Field(max_length=200, description="Of `/{municipality}/forms/...`; staff need none.")]
Trap = Annotated[str | None, Field(max_length=500, description="Leave empty: people do not see this field.")]


class AuthorBody(Body):
    """A person's name and address are kept apart and never shown; without consent they are not kept at all."""

    kind: AuthorKind = AuthorKind.CITIZEN
    label: Annotated[str, Field(max_length=150, description="Public name of a group or association.")] | None = None
    name: Annotated[str, Field(max_length=150)] | None = None
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    phone: Annotated[str, Field(max_length=30, pattern=r"^[0-9+ ()./-]{6,30}$")] | None = None
    consent: bool = False
    contact_id: Identifier | None = None


class DraftBody(Body):
    title: Annotated[str, TYPED]
    body: Annotated[str, TYPED]
    zone: Slug
    neighbourhood: Slug | None = None
    kind: Identifier | None = None
    author: AuthorBody | None = None


class ProposalBody(DraftBody):
    edition: Identifier
    channel: Channel = Channel.ONLINE_FORM
    place: Annotated[str, Field(max_length=200)] | None = None
    received_on: date | None = None
    photos: list[Sha256] = Field(
        default_factory=list, max_length=3, description="Sent before to `/{municipality}/proposals/photos`."
    )
    website: Trap = None
    form_token: FormToken = None


class BatchBody(Body):
    edition: Identifier
    channel: Channel
    place: Annotated[str, Field(max_length=200)] | None = None
    received_on: date
    scan_sha256: Sha256 | None = None
    rows: Annotated[list[DraftBody], Field(min_length=1, max_length=intake.ROWS_MAX)]


class ImportBody(Body):
    """The table was sent to `/{municipality}/files` before: CSV (UTF-8) or XLSX, its first line names the columns."""

    edition: Identifier
    channel: Channel
    sha256: Sha256
    place: Annotated[str, Field(max_length=200)] | None = None
    received_on: date | None = None
    keep: Annotated[bool, Field(description="False: only say what would be kept.")] = False


class Received(Answer):
    proposal_id: str
    tracking_code: str
    status: str


class AcceptedRow(Answer):
    row: int
    proposal_id: str
    tracking_code: str


class RefusedRow(Answer):
    row: int
    field: str
    word: str


class BatchAnswer(Answer):
    batch_id: str
    accepted: list[AcceptedRow]
    errors: list[RefusedRow]


class ImportedRow(Answer):
    line: int
    proposal_id: str
    tracking_code: str


class RefusedLine(Answer):
    line: int
    field: str
    word: str


class Imported(Answer):
    """`import_id` is null when nothing was kept."""

    import_id: str | None
    good: int
    accepted: list[ImportedRow]
    errors: list[RefusedLine]


class Undone(Answer):
    import_id: str
    withdrawn: Annotated[int, Field(description="Proposals taken back.")]


@router.post("", status_code=201)
async def submit_proposal(
    request: Request, municipality: Municipality, body: ProposalBody, service: Service, who: DeskOrAnybody, key: Once
) -> Received:
    """Anybody by the online form; paper and other channels by staff, who are named as the one who typed it."""
    if who is None and body.channel not in PUBLIC_CHANNELS:
        raise TokenMissing
    found = () if who else await _entered(request, municipality, body, service)
    recorded_by = who.actor if who else None
    received = body.received_on if who else None
    draft = replace(_draft(body), photos=tuple(dict.fromkeys(body.photos)))
    command = intake.SubmitProposal(
        municipality, body.edition, draft, body.channel, body.place, received, recorded_by, found
    )
    return Received(**await service.once(key, lambda stores: intake.submit_proposal(command, stores)))


@router.get("")
async def list_proposals(
    municipality: Municipality,
    service: Service,
    paging: Paging,
    edition: str | None = None,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    zone: str | None = None,
    status: Status | None = None,
    channel: Channel | None = None,
    q: Annotated[str | None, Query(max_length=100, description="Words, in any spelling.")] = None,
) -> PublicProposals:
    """Newest first; proposals held back for a look are not listed."""
    await service.queries.municipality_exists(municipality)
    wanted: dict[str, Any] = {
        "edition": edition or (year and str(year)),
        "zone": zone,
        "channel": channel and channel.value,
        "status": status and status.value,
    }
    found, following = await service.queries.proposals(municipality, wanted, q, paging.cursor, paging.limit)
    return PublicProposals(items=[PublicProposal(**proposal(each)) for each in found], next=following)


@router.post("/batches", status_code=201)
async def record_batch(
    municipality: Municipality, body: BatchBody, service: Service, who: Desk, key: Once
) -> BatchAnswer:
    """One page of a notebook, one emptied box: good rows are kept, bad ones named by their line."""
    command = intake.RecordBatch(
        municipality,
        body.edition,
        body.channel,
        body.place,
        body.received_on,
        body.scan_sha256,
        [_draft(row) for row in body.rows],
    )
    return BatchAnswer(**await service.once(key, lambda stores: intake.record_batch(command, who.actor, stores)))


@router.post("/imports", status_code=201)
async def import_table(
    municipality: Municipality, body: ImportBody, service: Service, who: Desk, key: Once
) -> Imported:
    """A table of proposals: good rows are kept, bad ones named by their line; first look, then keep."""
    kept = await service.files.stat(municipality, body.sha256)
    rows = await asyncio.to_thread(read_table, await service.files.read(municipality, body.sha256), kept.type)
    command = importing.ImportTable(
        municipality, body.edition, body.channel, body.place, body.received_on, body.sha256, rows, body.keep
    )
    return Imported(**await service.once(key, lambda stores: importing.import_table(command, who.actor, stores)))


@router.delete("/imports/{import_id}")
async def undo_import(municipality: Municipality, import_id: str, service: Service, who: Desk) -> Undone:
    """Withdraws the whole import, as long as nothing was done with any of its proposals."""
    return Undone(**await service.run(lambda stores: importing.undo_import(municipality, import_id, who.actor, stores)))


@router.get("/track/{code}")
async def track_proposal(municipality: Municipality, code: str, service: Service) -> PublicProposal:
    """By the code on the receipt; also a proposal that is still held back is found by it."""
    return PublicProposal(**proposal(await service.queries.by_code(municipality, code.strip().upper())))


@router.get("/{proposal_id}")
async def show_proposal(municipality: Municipality, proposal_id: str, service: Service) -> ProposalPage:
    """One proposal with its whole story, and those that became part of it."""
    found = await service.queries.public_proposal(municipality, proposal_id)
    return ProposalPage(**proposal(found), merged=await _taken_in(found, service))


async def _taken_in(found: Proposal, service: Proposals) -> list[TakenIn]:
    """By merges that still hold; nothing was taken in where one person alone stands behind it."""
    if found.backers < 2:
        return []
    merges = await service.queries.all(MERGE, found.municipality, into=found.id)
    ids = [each for merge in merges if merge.undone_on is None for each in merge.ids]
    taken = [await service.queries.get(PROPOSAL, found.municipality, each) for each in ids]
    return [TakenIn(proposal_id=each.id, title=each.title) for each in taken]


async def _entered(
    request: Request, municipality: str, body: ProposalBody, service: Proposals
) -> tuple[Suspicion, ...]:
    await service.queries.municipality_exists(municipality)
    return await service.gate.enter(request, municipality, Form.PROPOSAL, body.form_token, body.website)


def _draft(body: DraftBody) -> intake.Draft:
    return intake.Draft(
        body.title, body.body, body.zone, body.neighbourhood, body.kind, _author(body.author), _contact(body.author)
    )


def _author(body: AuthorBody | None) -> Author:
    """A citizen's name is no public label."""
    if body is None:
        return Author()
    named = body.kind in (AuthorKind.ASSOCIATION, AuthorKind.WORKING_GROUP)
    return Author(body.kind, body.label if named else None, body.contact_id)


def _contact(body: AuthorBody | None) -> Contact | None:
    if body is None or not (body.name or body.email or body.phone):
        return None
    return Contact(body.name, body.email, body.phone, body.consent)
