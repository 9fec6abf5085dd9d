"""The iCalendar feed of a municipality."""

from fastapi import APIRouter, Response

from services.scheduling.adapters.icalendar_feed import feed
from services.scheduling.adapters.mongo import MongoCalendars, MongoMeetings
from services.scheduling.api.access import Municipality, Service
from shared.http.paging import LARGEST_PAGE, Window

router = APIRouter(tags=["feeds"])


@router.get(
    "/{municipality}/calendar.ics", response_class=Response, responses={200: {"content": {"text/calendar": {}}}}
)
async def read_feed(municipality: Municipality, service: Service) -> Response:
    """Meetings with their hours and activities as whole days, the newest hundred of each."""
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
    )
    return Response(content, media_type="text/calendar; charset=utf-8")
