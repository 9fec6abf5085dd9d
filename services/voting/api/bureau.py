"""Routes of the bureau before and at the vote: candidates, opening, closing."""

import secrets
from typing import Any

from fastapi import APIRouter, Response

from services.voting.adapters.declaring import close_now
from services.voting.adapters.mongo import MongoElections, MongoForums, MongoPools
from services.voting.adapters.views import summary
from services.voting.api.access import Bureau, Cell, Id, Municipality, Service, told
from services.voting.api.answers import AcceptedOut, ClosingOut, ElectionLineOut, NominationsOut, OpenedOut
from services.voting.api.schemas import DraftChange
from services.voting.application import opening, preparing
from services.voting.domain.election import Election
from services.voting.domain.manifest import spoken
from shared.http.idempotency import Once
from shared.http.preconditions import ExpectedVersion, etag
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["bureau"])


@router.get("/{municipality}/elections/{election_id}/nominations", response_model=NominationsOut)
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


@router.patch("/{municipality}/elections/{election_id}", response_model=ElectionLineOut)
async def change_draft(
    municipality: Municipality,
    election_id: Id,
    body: DraftChange,
    who: Cell,
    service: Service,
    version: ExpectedVersion,
    response: Response,
) -> dict[str, Any]:
    """Change a vote that has not opened; the same change sent again changes nothing."""

    async def work(tx: Transaction) -> Election:
        election, changed = await preparing.change_draft(
            MongoElections.within(tx),
            MongoPools.within(tx),
            MongoForums.within(tx),
            municipality=municipality,
            election_id=election_id,
            changed=body.changed(),
            expected=version,
        )
        if changed:
            tx.audit(municipality, who.actor, "change-draft", election_id)
            tx.then_enqueue("voting.tell", municipality, election_id)
        return election

    election = await service.work.run(work)
    response.headers["ETag"] = etag(election.version)
    return told(summary(election))


@router.post("/{municipality}/elections/{election_id}/candidates/{candidate_id}/acceptance", response_model=AcceptedOut)
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


@router.post("/{municipality}/elections/{election_id}/candidates/{candidate_id}/withdrawal", response_model=AcceptedOut)
async def withdraw_candidate(
    municipality: Municipality, election_id: Id, candidate_id: Id, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """Until voting opens: somebody accepted by mistake, or who no longer wants to stand."""

    async def work(tx: Transaction) -> dict[str, Any]:
        await preparing.withdraw_candidate(
            MongoElections.within(tx),
            MongoForums.within(tx),
            municipality=municipality,
            election_id=election_id,
            candidate_id=candidate_id,
        )
        tx.audit(municipality, who.actor, "withdraw-candidate", election_id)
        tx.then_enqueue("voting.tell", municipality, election_id)
        return {"candidate_id": candidate_id, "accepted": False}

    return await service.work.once(once, work)


@router.post("/{municipality}/elections/{election_id}/opening", response_model=OpenedOut)
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


@router.post("/{municipality}/elections/{election_id}/closing", response_model=ClosingOut)
async def close_election(
    municipality: Municipality, election_id: Id, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """From now on no ballot is admitted; head 1 follows within five seconds."""

    async def work(tx: Transaction) -> dict[str, Any]:
        election = await close_now(tx, municipality, election_id)
        tx.audit(municipality, who.actor, "close-election", election_id)
        return told({"state": election.state, "closed_at": election.closed_at})

    return await service.work.once(once, work)
