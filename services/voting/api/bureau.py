"""Routes of the bureau before and at the vote: slips, candidates, opening, closing."""

import asyncio
import secrets
from typing import Any

from fastapi import APIRouter, Request, Response

from services.voting.adapters.declaring import close_now
from services.voting.adapters.mongo import MongoElections, MongoForums, MongoPools
from services.voting.adapters.record import slip_sheet
from services.voting.api.access import Bureau, Cell, Id, Municipality, Service, told
from services.voting.api.schemas import PoolIn, SlipsIn, VoidsIn
from services.voting.application import opening, preparing
from services.voting.application.ports import SlipsGivenOnce
from services.voting.domain.codes import DIGITS, code_of
from services.voting.domain.credentials import credential, public_bytes, slip_key
from services.voting.domain.manifest import spoken
from shared.http.idempotency import Once
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["bureau"])
PDF = "application/pdf"


@router.post("/{municipality}/elections/{election_id}/slips", status_code=201, response_model=None)
async def print_slips(
    request: Request,
    municipality: Municipality,
    election_id: Id,
    body: SlipsIn,
    who: Bureau,
    service: Service,
    once: Once,
) -> dict[str, Any] | Response:
    """Codes are in this answer and nowhere else; the same request again is refused, for they are forgotten."""
    election = await MongoElections(service.db).get(municipality, election_id)
    election.contest(body.contest)
    codes = [code_of(secrets.randbelow(10**DIGITS)) for _ in range(body.count)]
    creds = await asyncio.to_thread(_credentials, codes, election_id)
    pool = PoolIn(contest=body.contest, creds=creds)
    answer = await _into_pool(service, municipality, election_id, pool, who, once, new_id())
    if request.headers.get("accept") == PDF:
        town, at = await service.town(municipality), (await service.clock.civil()).replace(microsecond=0)
        sheet = await slip_sheet(election, body.contest, codes, town, service.web_url, at)
        return Response(sheet, 201, {"Cache-Control": "no-store"}, PDF)
    slips = [{"code": code, "cred": cred} for code, cred in zip(codes, creds, strict=True)]
    return {"slips": slips, "pool_size": answer["pool_size"]}


@router.put("/{municipality}/elections/{election_id}/pool")
async def fill_pool(
    municipality: Municipality, election_id: Id, body: PoolIn, who: Bureau, service: Service
) -> dict[str, Any]:
    """Credentials of slips made elsewhere; the same again changes nothing."""

    async def work(tx: Transaction) -> dict[str, Any]:
        return await _fill(tx, municipality, election_id, body, who.actor)

    return await service.work.run(work)


@router.post("/{municipality}/elections/{election_id}/voids")
async def void_slips(
    municipality: Municipality, election_id: Id, body: VoidsIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """Cancel slips in public; refused once voting is open."""

    async def work(tx: Transaction) -> dict[str, Any]:
        voided = await preparing.void_slips(
            MongoElections.within(tx),
            MongoPools.within(tx),
            municipality=municipality,
            election_id=election_id,
            contest=body.contest,
            creds=body.creds,
        )
        tx.audit(municipality, who.actor, "void-slips", election_id)
        return {"void": voided}

    return await service.work.once(once, work)


@router.get("/{municipality}/elections/{election_id}/nominations")
async def list_nominations(municipality: Municipality, election_id: Id, who: Cell, service: Service) -> dict[str, Any]:
    """Who was nominated in the forum, and whom the bureau has accepted."""
    election = await MongoElections(service.db).get(municipality, election_id)
    accepted = {candidate.id for contest in election.contests for candidate in contest.candidates}
    found = await MongoForums(service.db).nominations(municipality, election.meeting_id or "")
    items = [
        {
            "candidate_id": one.candidate_id,
            "neighbourhood": one.neighbourhood,
            "name": one.name,
            "group": one.group,
            "accepted": one.candidate_id in accepted,
        }
        for one in found
    ]
    return {"items": items, "next": None}


@router.post("/{municipality}/elections/{election_id}/candidates/{candidate_id}/acceptance")
async def accept_candidate(
    municipality: Municipality, election_id: Id, candidate_id: Id, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """The bureau accepts somebody who was nominated."""

    async def work(tx: Transaction) -> dict[str, Any]:
        await preparing.accept_candidate(
            MongoElections.within(tx),
            MongoForums.within(tx),
            municipality=municipality,
            election_id=election_id,
            candidate_id=candidate_id,
        )
        tx.audit(municipality, who.actor, "accept-candidate", election_id)
        tx.then_enqueue("voting.tell", municipality, election_id)
        return {"candidate_id": candidate_id, "accepted": True}

    return await service.work.once(once, work)


@router.post("/{municipality}/elections/{election_id}/opening")
async def open_election(
    municipality: Municipality, election_id: Id, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """Freeze the manifest and open; its eight signs are read out."""
    seed = secrets.token_hex(16)

    async def work(tx: Transaction) -> dict[str, Any]:
        election = await opening.open_election(
            service.hall(tx), municipality=municipality, election_id=election_id, at=tx.civil, seed=seed
        )
        tx.audit(municipality, who.actor, "open-election", election_id)
        tx.then_enqueue("voting.tell", municipality, election_id)
        digest = election.manifest or ""
        return told({"state": election.state, "manifest": digest, "spoken": spoken(digest)})

    return await service.work.once(once, work)


@router.post("/{municipality}/elections/{election_id}/closing")
async def close_election(
    municipality: Municipality, election_id: Id, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """From now on no ballot is admitted; head 1 follows within five seconds."""

    async def work(tx: Transaction) -> dict[str, Any]:
        election = await close_now(tx, municipality, election_id)
        tx.audit(municipality, who.actor, "close-election", election_id)
        return told({"state": election.state, "closed_at": election.closed_at})

    return await service.work.once(once, work)


async def _into_pool(
    service: Service, municipality: str, election_id: str, pool: PoolIn, who: Bureau, once: Once, batch: str
) -> dict[str, Any]:
    """What is remembered under the key is the batch's name, never a code or a credential."""

    async def work(tx: Transaction) -> dict[str, Any]:
        return {"batch": batch, **await _fill(tx, municipality, election_id, pool, who.actor)}

    answer = await service.work.once(once, work)
    if answer["batch"] != batch:
        raise SlipsGivenOnce
    return answer


async def _fill(tx: Transaction, municipality: str, election_id: str, pool: PoolIn, actor: str) -> dict[str, Any]:
    size = await preparing.fill_pool(
        MongoElections.within(tx),
        MongoPools.within(tx),
        municipality=municipality,
        election_id=election_id,
        contest=pool.contest,
        creds=pool.creds,
    )
    tx.audit(municipality, actor, "print-slips", election_id)
    return {"pool_size": size}


def _credentials(codes: list[str], election_id: str) -> list[str]:
    return [credential(public_bytes(slip_key(code, election_id))) for code in codes]
