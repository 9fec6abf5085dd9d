"""Routes of meetings: convening, running order, minutes."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.scheduling.adapters.mongo import MongoCalendars, MongoMeetings
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import meeting_views as views
from services.scheduling.api.access import Cell, Council, Facilitator, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.minutes_pdf import minutes_document
from services.scheduling.api.schemas import MeetingIn, MinutesIn, SignatureIn
from services.scheduling.application import meetings as commands
from services.scheduling.domain.meeting import Meeting, MinutesNotSigned
from shared.documents import render
from shared.files.port import as_document
from shared.http.idempotency import Once
from shared.http.live import LiveBoard
from shared.http.paging import Paging
from shared.http.preconditions import etag
from shared.http.schemas import Body
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.municipalities import zones

router = APIRouter(tags=["meetings"])
Number = Annotated[int, Path(ge=1, le=200)]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}


@router.post("/{municipality}/meetings", status_code=201)
async def convene_meeting(
    municipality: Municipality, body: MeetingIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """Convene a meeting with its running order."""
    timezone = (await service.town(municipality)).timezone

    async def work(tx: Transaction) -> dict[str, Any]:
        meeting = views.meeting_from(body, municipality, new_id(), timezone)
        await commands.convene_meeting(MongoMeetings.within(tx), meeting)
        tx.audit(municipality, who.actor, "convene-meeting", meeting.id)
        return told({**views.head(meeting), "agenda": len(meeting.agenda)})

    return await service.work.once(once, work)


@router.get("/{municipality}/meetings")
async def list_meetings(
    municipality: Municipality,
    service: Service,
    asked: Paging,
    kind: Annotated[str | None, Query(max_length=100)] = None,
) -> dict[str, Any]:
    meetings = MongoMeetings(service.db)
    found = await meetings.listed(municipality, asked, {"kind": kind} if kind else None)
    return {"items": [views.head(meetings.loaded(row)) for row in found.items], "next": found.next}


@router.get("/{municipality}/meetings/{meeting_id}")
async def read_meeting(
    municipality: Municipality, meeting_id: Id, service: Service, response: Response
) -> dict[str, Any]:
    """The meeting with its running order as it stands now."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    response.headers["ETag"] = etag(meeting.version)
    return views.meeting(meeting, await service.clock.civil())


@router.get("/{municipality}/meetings/{meeting_id}/live", response_class=StreamingResponse)
async def follow_meeting(
    request: Request, municipality: Municipality, meeting_id: Id, service: Service
) -> StreamingResponse:
    """Server-sent events: the running order at once, then each change."""
    await MongoMeetings(service.db).get(municipality, meeting_id)

    async def snapshot() -> dict[str, Any]:
        meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
        return told(screen(meeting, await service.clock.civil()))

    board: LiveBoard = request.app.state.live
    return board.response(channel(municipality, meeting_id), snapshot)


def channel(municipality: str, meeting_id: str) -> str:
    return f"{municipality}/{meeting_id}"


def screen(meeting: Meeting, now: datetime) -> dict[str, Any]:
    """What the hall screen shows; the same on connecting and on each change."""
    return {"meeting_id": meeting.id, **views.running(meeting, now), "check_in": views.check_in(meeting)}


async def show(service: Scheduling, municipality: str, meeting_id: str) -> None:
    """Tell the screens, after the commit."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    now = await service.clock.civil()
    await service.live.publish(channel(municipality, meeting_id), told(screen(meeting, now)))


@router.post("/{municipality}/meetings/{meeting_id}/agenda/{n}/start")
async def start_item(
    municipality: Municipality, meeting_id: Id, n: Number, body: Body, who: Facilitator, service: Service, once: Once
) -> dict[str, Any]:
    """Start an item; the hall screen follows, an election opens with its item."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "start-item", f"{meeting_id}/{n}")
        meeting = await commands.start_item(
            MongoMeetings.within(tx), municipality=municipality, meeting_id=meeting_id, n=n, at=tx.civil
        )
        return told(views.running(meeting, tx.civil))

    answer = await service.work.once(once, work)
    await show(service, municipality, meeting_id)
    return answer


@router.post("/{municipality}/meetings/{meeting_id}/agenda/{n}/end")
async def end_item(
    municipality: Municipality, meeting_id: Id, n: Number, body: Body, who: Facilitator, service: Service, once: Once
) -> dict[str, Any]:
    """End the running item; an election closes with its item."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "end-item", f"{meeting_id}/{n}")
        meeting = await commands.end_item(
            MongoMeetings.within(tx), municipality=municipality, meeting_id=meeting_id, n=n, at=tx.civil
        )
        return told(views.running(meeting, tx.civil))

    answer = await service.work.once(once, work)
    await show(service, municipality, meeting_id)
    return answer


@router.get("/{municipality}/meetings/{meeting_id}/minutes")
async def read_minutes(
    municipality: Municipality, meeting_id: Id, _: Council, service: Service, response: Response
) -> dict[str, Any]:
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    response.headers["ETag"] = etag(meeting.version)
    return views.minutes(meeting, await service.clock.civil())


@router.put("/{municipality}/meetings/{meeting_id}/minutes")
async def write_minutes(
    municipality: Municipality, meeting_id: Id, body: MinutesIn, who: Council, service: Service
) -> dict[str, Any]:
    """What people write; the locked figures stay as events filled them. The same text twice is harmless."""
    written = {name: getattr(body, name) for name in body.model_fields_set}
    entries = {name: tuple(value) if isinstance(value, list) else value for name, value in written.items()}

    async def work(tx: Transaction) -> Meeting:
        tx.audit(municipality, who.actor, "write-minutes", meeting_id)
        return await commands.on_meeting(
            MongoMeetings.within(tx), municipality, meeting_id, lambda meeting: meeting.write_minutes(**entries)
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


@router.post("/{municipality}/meetings/{meeting_id}/minutes/signature")
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
