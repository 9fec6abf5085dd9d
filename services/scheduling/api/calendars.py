"""Routes of calendars, planning and the verdicts of rules."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from services.scheduling.adapters.dossier import dossier
from services.scheduling.adapters.mongo import MongoCalendars
from services.scheduling.adapters.public_copy import publish_copy
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import views
from services.scheduling.api.access import ActivityCode, Cell, Id, Municipality, Publisher, Service
from services.scheduling.api.answers import told
from services.scheduling.api.calendar_answers import (
    ActivityEditedOut,
    AdoptedOut,
    CalendarOut,
    CalendarsOut,
    FiledOut,
    FinishedOut,
    ProposedOut,
    ReplanningOut,
)
from services.scheduling.api.calendar_problems import AdoptionRefused
from services.scheduling.api.documents import plain
from services.scheduling.api.schemas import (
    ActivityChange,
    CalendarIn,
    DoneIn,
    EvidenceIn,
    PlanIn,
    ReplanIn,
)
from services.scheduling.api.verdict_schemas import CalendarVerdictsOut
from services.scheduling.application import calendars as commands
from services.scheduling.application.planning import plan_calendar, replan
from services.scheduling.domain.calendar import Calendar, CalendarNotLawful
from shared.clock import zone_date
from shared.http.idempotency import Once
from shared.http.paging import Paging
from shared.http.preconditions import ExpectedVersion, etag
from shared.http.schemas import Body
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["calendars"])


def verdicts_of(service: Scheduling, calendar: Calendar) -> list[views.View]:
    return views.verdicts(service.rules.evaluate(calendar.facts()))


@router.post("/{municipality}/plans", response_model=ProposedOut)
async def propose_calendar(municipality: Municipality, body: PlanIn, _: Cell, service: Service) -> dict[str, Any]:
    """A whole lawful calendar that leads to a council date; nothing is stored."""
    found = plan_calendar(
        await service.town_template(municipality, body.template),
        service.rules,
        service.days,
        programme_year=body.programme_year,
        council_date=body.council_date,
        not_before=body.not_before,
        include=body.include,
    )
    activities = [
        {
            "code": row.code,
            "phase": row.phase,
            "label": row.label,
            "responsible_role": row.responsible_role,
            "planned_date": row.planned_date,
            "earliest": found.plan.windows[row.code].earliest,
            "latest": found.plan.windows[row.code].latest,
            "near_estimated_holidays": found.unsure(row.code),
        }
        for row in found.calendar.activities
    ]
    holidays = [
        {"date": day, "name": one.name["en"], "label": one.name, "estimated": one.estimated}
        for day, one in found.holidays.items()
    ]
    return {"activities": activities, "verdicts": views.verdicts(found.verdicts), "holidays": holidays}


@router.post("/{municipality}/calendars", status_code=201, response_model=CalendarVerdictsOut)
async def draft_calendar(
    municipality: Municipality, body: CalendarIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """A draft always saves, with its verdicts."""
    await service.town(municipality)
    template = await service.town_template(municipality, body.template)
    document = plain(body.document) if body.document else None
    title = body.title.plain() if body.title else (document or {}).get("title") or template.title

    async def work(tx: Transaction) -> dict[str, Any]:
        calendar = await commands.draft_calendar(
            MongoCalendars.within(tx),
            template,
            municipality=municipality,
            calendar_id=new_id(),
            edition=body.edition,
            programme_year=body.programme_year,
            title=title,
            historical=body.historical,
            document=document,
            include=body.include,
            dates=body.dates,
        )
        tx.audit(municipality, who.actor, "draft-calendar", calendar.id)
        return told({"calendar_id": calendar.id, "verdicts": verdicts_of(service, calendar)})

    return await service.work.once(once, work)


@router.get("/{municipality}/calendars", response_model=CalendarsOut)
async def list_calendars(
    municipality: Municipality,
    service: Service,
    asked: Paging,
    edition: Annotated[str | None, Query(max_length=100)] = None,
    state: Annotated[Literal["draft", "adopted"] | None, Query()] = None,
    newest_first: Annotated[bool, Query()] = False,
) -> dict[str, Any]:
    """The calendars of a municipality, oldest first unless asked otherwise."""
    calendars = MongoCalendars(service.db)
    where: dict[str, Any] = {"edition": edition} if edition else {}
    states: dict[str, dict[str, Any]] = {"draft": {"adopted_at": None}, "adopted": {"adopted_at": {"$ne": None}}}
    found = await calendars.listed(municipality, asked, where | (states[state] if state else {}), newest_first)
    return {"items": [views.calendar_head(calendars.loaded(row)) for row in found.items], "next": found.next}


@router.get("/{municipality}/calendars/{calendar_id}", response_model=CalendarOut)
async def read_calendar(
    municipality: Municipality, calendar_id: Id, service: Service, response: Response
) -> dict[str, Any]:
    """Phases, activities, evidence and verdicts as they stand today."""
    calendar = await MongoCalendars(service.db).get(municipality, calendar_id)
    response.headers["ETag"] = etag(calendar.version)
    found = service.rules.evaluate(calendar.facts())
    return views.calendar(calendar, await service.today(municipality), found)


@router.get("/{municipality}/calendars/{calendar_id}/verdicts", response_model=CalendarVerdictsOut)
async def read_verdicts(municipality: Municipality, calendar_id: Id, service: Service) -> dict[str, Any]:
    calendar = await MongoCalendars(service.db).get(municipality, calendar_id)
    return {"calendar_id": calendar.id, "verdicts": verdicts_of(service, calendar)}


@router.get(
    "/{municipality}/calendars/{calendar_id}/dossier.zip",
    response_class=StreamingResponse,
    responses={200: {"content": {"application/zip": {}}}},
)
async def export_dossier(
    municipality: Municipality, calendar_id: Id, _: Publisher, service: Service
) -> StreamingResponse:
    """Everything that was filed: a PDF index, every file as received, the digests, and a script that checks them."""
    calendar = await MongoCalendars(service.db).get(municipality, calendar_id)
    town = await service.town(municipality)
    content = dossier(service.files, calendar, town, await service.clock.civil())
    name = f"dossier-{municipality}-{calendar.programme_year}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type="application/zip", headers=headers)


@router.patch("/{municipality}/calendars/{calendar_id}/activities/{code}", response_model=ActivityEditedOut)
async def edit_activity(
    municipality: Municipality,
    calendar_id: Id,
    code: ActivityCode,
    body: ActivityChange,
    who: Cell,
    service: Service,
    expected: ExpectedVersion,
    response: Response,
) -> dict[str, Any]:
    """Change some columns of one activity; the calendar's ETag says which version was read."""

    async def work(tx: Transaction) -> Calendar:
        tx.audit(municipality, who.actor, "edit-activity", calendar_id)
        return await commands.edit_activity(
            MongoCalendars.within(tx),
            municipality=municipality,
            calendar_id=calendar_id,
            code=code,
            expected=expected,
            changes={name: getattr(body, name) for name in body.model_fields_set},
        )

    calendar = await service.work.run(work)
    response.headers["ETag"] = etag(calendar.version)
    found = service.rules.evaluate(calendar.facts())
    changed = views.activity(calendar.activity(code), await service.today(municipality), found)
    return {"activity": changed, "verdicts": views.verdicts(found)}


@router.post("/{municipality}/calendars/{calendar_id}/replanning", response_model=ReplanningOut)
async def show_replanning(
    municipality: Municipality, calendar_id: Id, body: ReplanIn, _: Cell, service: Service
) -> dict[str, Any]:
    """What moving these dates forces on the others; nothing is stored."""
    calendar = await MongoCalendars(service.db).get(municipality, calendar_id)
    for code in body.moved:
        calendar.activity(code)
    template = await service.template_behind(calendar)
    changes = replan(calendar, template, service.rules, service.days, body.moved)
    for code, (_before, after) in changes.items():
        calendar.annotate(code, planned_date=after)
    return {"changes": views.differences(changes), "verdicts": verdicts_of(service, calendar)}


@router.post("/{municipality}/calendars/{calendar_id}/adoption", response_model=AdoptedOut)
async def adopt_calendar(
    municipality: Municipality, calendar_id: Id, body: Body, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """From now on it is the legal calendar of the edition."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "adopt-calendar", calendar_id)
        calendars = MongoCalendars.within(tx)
        try:
            calendar = await commands.adopt_calendar(
                calendars, service.rules, municipality=municipality, calendar_id=calendar_id, at=tx.civil
            )
        except CalendarNotLawful as refused:
            raise AdoptionRefused(refused.rules, views.verdicts(refused.verdicts)) from refused
        return told({**views.calendar_head(calendar), "verdicts": verdicts_of(service, calendar)})

    return await service.work.once(once, work)


@router.post(
    "/{municipality}/calendars/{calendar_id}/activities/{code}/evidence", status_code=201, response_model=FiledOut
)
async def attach_evidence(
    municipality: Municipality,
    calendar_id: Id,
    code: ActivityCode,
    body: EvidenceIn,
    who: Publisher,
    service: Service,
    once: Once,
) -> dict[str, Any]:
    """File a document that was uploaded before; of PDFs and pictures the public sees a copy without metadata."""
    (await MongoCalendars(service.db).get(municipality, calendar_id)).must_ask_for(
        code, body.type, service.evidence_kinds
    )
    copy = await publish_copy(service.files, municipality, body.sha256)

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "attach-evidence", f"{calendar_id}/{code}")
        calendar = await commands.attach_evidence(
            MongoCalendars.within(tx),
            service.attachable(tx),
            municipality=municipality,
            calendar_id=calendar_id,
            code=code,
            kind=body.type,
            sha256=body.sha256,
            name=body.name,
            public_copy=copy.sha256 if copy else None,
            known_kinds=service.evidence_kinds,
            by=who.actor,
            at=tx.civil,
            url=body.url,
        )
        activity = calendar.activity(code)
        return told({"evidence": views.chips(activity), "missing_evidence": activity.missing()})

    return await service.work.once(once, work)


@router.post("/{municipality}/calendars/{calendar_id}/activities/{code}/done", response_model=FinishedOut)
async def finish_activity(
    municipality: Municipality,
    calendar_id: Id,
    code: ActivityCode,
    body: DoneIn,
    who: Cell,
    service: Service,
    once: Once,
) -> dict[str, Any]:
    """Done with its evidence, or with a recorded reason."""
    timezone = (await service.town(municipality)).timezone

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "finish-activity", f"{calendar_id}/{code}")
        calendar = await commands.finish_activity(
            MongoCalendars.within(tx),
            municipality=municipality,
            calendar_id=calendar_id,
            code=code,
            on=zone_date(tx.civil, timezone),
            reason=body.reason,
        )
        done = calendar.activity(code)
        return told({"code": code, "done_on": done.done_on, "done_reason": done.done_reason})

    return await service.work.once(once, work)
