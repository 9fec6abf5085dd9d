"""Routes of minutes: writing, previewing, signing, and the signed paper scanned back in."""

import asyncio
from typing import Any

from fastapi import APIRouter, Response

from services.scheduling.adapters.mongo import MongoCalendars, MongoMeetings
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import meeting_views as views
from services.scheduling.api.access import Council, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.meeting_answers import MinutesOut, ScannedOut, SignedOut
from services.scheduling.api.minutes_pdf import minutes_document
from services.scheduling.api.schemas import MinutesIn, ScanIn, SignatureIn
from services.scheduling.application import meetings as commands
from services.scheduling.domain.meeting import Meeting, MinutesNotSigned
from shared.contracts.event import Document
from shared.documents import render
from shared.files.port import as_document
from shared.http.idempotency import Once
from shared.http.preconditions import ExpectedVersion, etag
from shared.messaging.unit_of_work import Transaction
from shared.municipalities import zones

router = APIRouter(tags=["meetings"])
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}


@router.get("/{municipality}/meetings/{meeting_id}/minutes", response_model=MinutesOut)
async def read_minutes(
    municipality: Municipality, meeting_id: Id, _: Council, service: Service, response: Response
) -> dict[str, Any]:
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    response.headers["ETag"] = etag(meeting.version)
    return views.minutes(meeting, await service.clock.civil())


@router.put("/{municipality}/meetings/{meeting_id}/minutes", response_model=MinutesOut)
async def write_minutes(
    municipality: Municipality,
    meeting_id: Id,
    body: MinutesIn,
    who: Council,
    service: Service,
    version: ExpectedVersion,
) -> dict[str, Any]:
    """What people write; the locked figures stay as events filled them. The same text twice is harmless."""
    plain = body.model_dump(exclude_none=True, include=body.model_fields_set)
    written = {name: plain.get(name) for name in body.model_fields_set}
    entries = {name: tuple(value) if isinstance(value, list) else value for name, value in written.items()}

    async def work(tx: Transaction) -> Meeting:
        tx.audit(municipality, who.actor, "write-minutes", meeting_id)
        return await commands.write_minutes(
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting_id=meeting_id,
            written=entries,
            expected=version,
        )

    meeting = await service.work.run(work)
    return views.minutes(meeting, await service.clock.civil())


@router.get("/{municipality}/meetings/{meeting_id}/minutes/draft.pdf", response_class=Response, responses=PDF)
async def preview_minutes(municipality: Municipality, meeting_id: Id, _: Council, service: Service) -> Response:
    """The minutes as they would be signed, marked as a draft."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    data = await printed(service, meeting, draft=True)
    return Response(await asyncio.to_thread(render, "minutes", data, "ar"), media_type="application/pdf")


async def printed(service: Scheduling, meeting: Meeting, **options: Any) -> dict[str, Any]:
    town = await service.town(meeting.municipality)
    places = {place.slug: place.name for place in (await zones(service.db, town.slug)).neighbourhoods}
    return minutes_document(meeting, town, await service.clock.civil(), places, **options)


@router.post("/{municipality}/meetings/{meeting_id}/minutes/signature", response_model=SignedOut)
async def sign_minutes(
    municipality: Municipality, meeting_id: Id, body: SignatureIn, who: Council, service: Service, once: Once
) -> dict[str, Any]:
    """Sign the minutes: the PDF is made and kept first, then attached and announced in one transaction."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    signatories = [signatory.model_dump(exclude_none=True) for signatory in body.signatories]
    data = await printed(service, meeting, signatories=signatories)
    pdf = await asyncio.to_thread(render, "minutes", data, "ar")
    kept = await service.files.put(pdf, municipality, f"minutes-{meeting_id}.pdf", "application/pdf", public=True)

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "sign-minutes", meeting_id)
        await service.files.attach(tx, municipality, kept.sha256, public=True)
        signed = await commands.sign_minutes(
            MongoMeetings.within(tx),
            MongoCalendars.within(tx),
            municipality=municipality,
            meeting_id=meeting_id,
            at=tx.civil,
            by=who.actor,
            signatories=signatories,
            document=as_document(service.public_url, kept),
        )
        return told(
            {"meeting_id": meeting_id, "signed_at": signed.minutes.signed_at, "document": signed.minutes.document}
        )

    return await service.work.once(once, work)


@router.get("/{municipality}/meetings/{meeting_id}/minutes.pdf", response_class=Response, responses=PDF)
async def read_minutes_pdf(municipality: Municipality, meeting_id: Id, service: Service) -> Response:
    """The signed minutes; before they are signed there is nothing for the public."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    if meeting.minutes.document is None:
        raise MinutesNotSigned(meeting_id)
    content = await service.files.read(municipality, meeting.minutes.document["sha256"])
    return Response(content, media_type="application/pdf")


@router.post("/{municipality}/meetings/{meeting_id}/minutes/scan", response_model=ScannedOut)
async def file_scan(
    municipality: Municipality, meeting_id: Id, body: ScanIn, who: Council, service: Service, once: Once
) -> dict[str, Any]:
    """The paper people signed by hand, scanned back in; kept for staff beside the public document."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "file-scan", meeting_id)
        kept = await service.attachable(tx).attach(municipality, body.sha256, public=False)
        meeting = await commands.file_scan(
            MongoMeetings.within(tx),
            MongoCalendars.within(tx),
            municipality=municipality,
            meeting_id=meeting_id,
            document=Document.model_validate(kept),
            by=who.actor,
            at=tx.civil,
        )
        return told({"meeting_id": meeting_id, "scan": meeting.minutes.scan})

    return await service.work.once(once, work)
