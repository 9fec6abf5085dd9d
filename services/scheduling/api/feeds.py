"""The iCalendar feed of a municipality."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.scheduling.adapters.icalendar_feed import concerns, feed
from services.scheduling.adapters.mongo import MongoCalendars, MongoMeetings
from services.scheduling.api.access import Municipality, Service
from shared.http.language import Language
from shared.http.paging import LARGEST_PAGE, Window

router = APIRouter(tags=["feeds"])


@router.get(
    "/{municipality}/calendar.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}}
)
async def read_feed(
    municipality: Municipality,
    service: Service,
    role: Annotated[str | None, Query(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=60)] = None,
    language: Annotated[Language | None, Query()] = None,
) -> Response:
    """Meetings with their hours and activities on the days they are due, the newest hundred of each.

    With a role, what it answers for and is called to; without a language, the municipality's first.
    """
    concerns("", role)
    town = await service.town(municipality)
    newest = Window(limit=LARGEST_PAGE)
    meetings, calendars = MongoMeetings(service.db), MongoCalendars(service.db)
    held = await meetings.listed(municipality, newest, newest_first=True)
    adopted = await calendars.listed(municipality, newest, {"adopted_at": {"$ne": None}}, newest_first=True)
    content = feed(
        town,
        [meetings.loaded(row) for row in held.items],
        [calendars.loaded(row) for row in adopted.items],
        await service.clock.civil(),
        language or (town.languages[0] if town.languages else "ar"),
        role,
    )
    return Response(content, media_type="text/calendar; charset=utf-8")
