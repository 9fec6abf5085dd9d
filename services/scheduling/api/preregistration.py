"""Routes of the list of expected people: importing it, and printing badges."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Query, Response, UploadFile

from services.scheduling.adapters.library import read
from services.scheduling.adapters.mongo import MongoAttendees, MongoMeetings
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api.access import Clerk, Id, Municipality, Service
from services.scheduling.api.checkin_schemas import ImportOut
from services.scheduling.application import forum as commands
from services.scheduling.domain.attendance import Attendee
from services.scheduling.domain.preregistration import read_list
from shared.documents import render
from shared.http.idempotency import Once
from shared.http.limits import MEBIBYTE, BodyTooLarge
from shared.messaging.unit_of_work import Transaction
from shared.municipalities import ZonesView, zones
from shared.tables import TEXTS, XLSX, read_table

router = APIRouter(prefix="/{municipality}/forums/{meeting_id}", tags=["check-in"])
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
MOST_BADGES = 1000
Language = Literal["ar", "fr", "en"]


@router.post("/registrations/import", status_code=201, response_model=ImportOut)
async def import_registrations(
    municipality: Municipality,
    meeting_id: Id,
    file: Annotated[
        UploadFile, File(description="CSV or XLSX, at most 1 MiB and 5,000 lines; the first line names the columns.")
    ],
    who: Clerk,
    service: Service,
    once: Once,
) -> dict[str, Any]:
    """Take in a list of expected people. Lines that are wrong are named and left out; the same person is one."""
    content = await file.read(MEBIBYTE + 1)
    if len(content) > MEBIBYTE:
        raise BodyTooLarge(MEBIBYTE)
    kind = XLSX if content.startswith(b"PK") else TEXTS[0]
    rows = await asyncio.to_thread(read_table, content, kind)
    found = read_list(
        [(row.line, row.cells) for row in rows], read("list_words"), spellings(await zones(service.db, municipality))
    )

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "import-attendees", meeting_id)
        taken = await commands.import_list(
            MongoAttendees.within(tx),
            MongoMeetings.within(tx),
            municipality=municipality,
            meeting=meeting_id,
            people=found.people,
            at=tx.civil,
        )
        wrong = [{"line": w.line, "column": w.column, "word": w.word, "text": w.text} for w in found.wrong]
        return {"registered": taken.new, "already": taken.already, "errors": wrong, "namesakes": taken.namesakes}

    return await service.work.once(once, work)


def spellings(known: ZonesView) -> dict[str, list[str]]:
    return {place.slug: [name for name in place.name.values() if name] for place in known.neighbourhoods}


@router.get("/badges.pdf", response_class=Response, responses=PDF)
async def print_badges(
    municipality: Municipality,
    meeting_id: Id,
    who: Clerk,
    service: Service,
    neighbourhood: Annotated[str | None, Query(max_length=80)] = None,
    language: Language = "ar",
) -> Response:
    """Badges of who is expected, ten a page, by neighbourhood and name. Printing them is recorded."""
    data = await badges(service, municipality, meeting_id, neighbourhood)
    await service.note_reading(municipality, who.actor, "print-badges", meeting_id)
    return Response(await asyncio.to_thread(render, "badges", data, language), media_type="application/pdf")


async def badges(service: Scheduling, municipality: str, meeting_id: str, place: str | None) -> dict[str, Any]:
    meeting = await MongoMeetings(service.db).get(municipality, meeting_id)
    town = await service.town(municipality)
    names = {one.slug: one.name for one in (await zones(service.db, municipality)).neighbourhoods}
    people = await MongoAttendees(service.db).expected(municipality, meeting_id, place, MOST_BADGES)
    return {
        "municipality": {"name": town.name, "country": town.country},
        "timezone": meeting.timezone,
        "issued_at": meeting.starts_at.date(),
        "event": {"title": meeting.title, "date": meeting.starts_at.date(), "place": meeting.place},
        "badges": [badge(one, names.get(one.person.neighbourhood, one.person.neighbourhood)) for one in people],
    }


def badge(one: Attendee, place: Any) -> dict[str, Any]:
    return {
        "name": one.person.name,
        "neighbourhood": place,
        "organisation": one.person.organisation,
        "code": one.code,
        "qr": one.code,
    }
