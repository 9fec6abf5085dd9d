"""Routes of meetings: convening and the running order."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.scheduling.adapters.library import agendas, read
from services.scheduling.adapters.mongo import MongoMeetings
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import meeting_views as views
from services.scheduling.api.access import Cell, Facilitator, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.meeting_answers import (
    ConvenedOut,
    MeetingOut,
    MeetingsOut,
    MeetingTemplatesOut,
    RunningOut,
)
from services.scheduling.api.schemas import MeetingChange, MeetingIn
from services.scheduling.application import meetings as commands
from services.scheduling.domain.meeting import Meeting
from shared.http.idempotency import Once
from shared.http.live import LiveBoard
from shared.http.paging import Paging
from shared.http.preconditions import ExpectedVersion, etag
from shared.http.schemas import Body
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["meetings"])
Number = Annotated[int, Path(ge=1, le=200)]


@router.get("/meeting-templates", response_model=MeetingTemplatesOut, response_model_exclude_unset=True)
async def list_agendas(country: Annotated[str | None, Query(pattern="^(TN|MA)$")] = None) -> dict[str, Any]:
    """Kinds of meetings, and agendas to begin from: those of the country and those of everywhere."""
    return {"kinds": read("meeting_kinds"), "items": agendas(country)}


@router.post("/{municipality}/meetings", status_code=201, response_model=ConvenedOut)
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


@router.get("/{municipality}/meetings", response_model=MeetingsOut)
async def list_meetings(
    municipality: Municipality,
    service: Service,
    asked: Paging,
    kind: Annotated[str | None, Query(max_length=100)] = None,
) -> dict[str, Any]:
    meetings = MongoMeetings(service.db)
    found = await meetings.listed(municipality, asked, {"kind": kind} if kind else None)
    return {"items": [views.head(meetings.loaded(row)) for row in found.items], "next": found.next}


@router.get("/{municipality}/meetings/{meeting_id}", response_model=MeetingOut)
async def read_meeting(
    municipality: Municipality, meeting_id: Id, service: Service, response: Response
) -> dict[str, Any]:
    """The meeting with its running order as it stands now."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    response.headers["ETag"] = etag(meeting.version)
    return views.meeting(meeting, await service.clock.civil())


@router.patch("/{municipality}/meetings/{meeting_id}", response_model=MeetingOut)
async def change_meeting(
    municipality: Municipality,
    meeting_id: Id,
    body: MeetingChange,
    who: Cell,
    service: Service,
    version: ExpectedVersion,
) -> dict[str, Any]:
    """Another day, place or agenda before the meeting begins; the convocation goes out again in full."""
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    changed = views.changed_by(body, meeting)

    async def work(tx: Transaction) -> Meeting:
        tx.audit(municipality, who.actor, "change-meeting", meeting_id)
        return await commands.change_meeting(
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting_id=meeting_id,
            changed=changed,
            expected=version,
        )

    found = await service.work.run(work)
    await show(service, municipality, meeting_id)
    return views.meeting(found, await service.clock.civil())


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


@router.post("/{municipality}/meetings/{meeting_id}/agenda/{n}/start", response_model=RunningOut)
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


@router.post("/{municipality}/meetings/{meeting_id}/agenda/{n}/end", response_model=RunningOut)
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
