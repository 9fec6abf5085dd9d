"""Routes of the follow-up of plans: the board, progress, typed indicators, the printed report and its data."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from starlette.convertors import StringConvertor, register_url_convertor

from services.scheduling.adapters.indicators import counted_facts, indicator_rules
from services.scheduling.adapters.mongo import MongoPlans
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api.access import LEADERS, ActivityCode, Cell, Id, Municipality, Service
from services.scheduling.api.follow_up_report import csv_of, report_document, table_of
from services.scheduling.api.plan_schemas import BoardOut, EvaluationIn, ProgressIn, TypedIn
from services.scheduling.api.plan_views import BoardOf
from services.scheduling.application import plans as commands
from services.scheduling.application.ports import PlanUnknown
from services.scheduling.domain.plan import ACTION_PLAN, OPEN_PROGRAMME, Plan
from shared.contracts.roles import Role
from shared.documents import render
from shared.http.auth import Principal, optional_staff
from shared.http.preconditions import ExpectedVersion, etag
from shared.messaging.unit_of_work import Transaction

Family = Annotated[Literal["action-plans", "open-programmes"], Path()]
KINDS = {"action-plans": ACTION_PLAN, "open-programmes": OPEN_PROGRAMME}
Code = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,60}$")]
Language = Annotated[Literal["ar", "fr", "en"], Query()]
Reader = Annotated[Principal | None, Depends(optional_staff(*LEADERS, Role.ADVISORY_BODY, Role.OBSERVER))]
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}}}
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}}}


class PlanFamily(StringConvertor):
    """These two parts of a path and no others, so that no route of another family is answered here."""

    regex = "|".join(KINDS)


register_url_convertor("plan_family", PlanFamily())
router = APIRouter(prefix="/{municipality}/{family:plan_family}/{plan_id}", tags=["plans"])


async def plan_of(service: Scheduling, municipality: str, family: str, plan_id: str) -> Plan:
    """Raises `PlanUnknown`, also for a plan of the other kind."""
    plan = await MongoPlans(service.db).get(municipality, plan_id)
    if plan.kind != KINDS[family]:
        raise PlanUnknown(plan_id)
    return plan


async def board(service: Scheduling, plan: Plan, public: bool) -> dict[str, Any]:
    today = await service.today(plan.municipality)
    facts = await counted_facts(service.db, plan.municipality, plan.since(), today)
    return BoardOf(plan, indicator_rules(), facts, today, public).view()


@router.get("/board", response_model=BoardOut)
async def read_board(
    municipality: Municipality, family: Family, plan_id: Id, reader: Reader, service: Service, response: Response
) -> dict[str, Any]:
    """Every activity with its state and indicators; counts of few people are hidden from the public."""
    plan = await plan_of(service, municipality, family, plan_id)
    response.headers["ETag"] = etag(plan.version)
    return await board(service, plan, reader is None)


@router.patch("", response_model=BoardOut)
async def set_evaluation(
    municipality: Municipality,
    family: Family,
    plan_id: Id,
    body: EvaluationIn,
    who: Cell,
    service: Service,
    version: ExpectedVersion,
) -> dict[str, Any]:
    """From when events are counted, when the plan is evaluated, and when it was."""
    await plan_of(service, municipality, family, plan_id)
    change = {name: getattr(body, name) for name in body.model_fields_set}

    async def work(tx: Transaction) -> Plan:
        tx.audit(municipality, who.actor, "set-evaluation", plan_id)
        return await commands.set_evaluation(
            MongoPlans.within(tx), municipality=municipality, plan_id=plan_id, change=change, expected=version
        )

    return await board(service, await service.work.run(work), False)


@router.patch("/activities/{code}", response_model=BoardOut)
async def report_progress(
    municipality: Municipality,
    family: Family,
    plan_id: Id,
    code: ActivityCode,
    body: ProgressIn,
    who: Cell,
    service: Service,
    version: ExpectedVersion,
) -> dict[str, Any]:
    """How far an activity is; each report is kept."""
    await plan_of(service, municipality, family, plan_id)
    change = body.model_dump(exclude_none=True)

    async def work(tx: Transaction) -> Plan:
        tx.audit(municipality, who.actor, "report-progress", f"{plan_id}/{code}")
        return await commands.report_progress(
            MongoPlans.within(tx),
            municipality=municipality,
            plan_id=plan_id,
            code=code,
            change=change,
            by=who.actor,
            at=tx.civil,
            expected=version,
        )

    return await board(service, await service.work.run(work), False)


@router.patch("/activities/{code}/indicators/{indicator}", response_model=BoardOut)
async def type_indicator(
    municipality: Municipality,
    family: Family,
    plan_id: Id,
    code: ActivityCode,
    indicator: Code,
    body: TypedIn,
    who: Cell,
    service: Service,
    version: ExpectedVersion,
) -> dict[str, Any]:
    """A value no event tells; kept with who typed it and when."""
    await plan_of(service, municipality, family, plan_id)

    async def work(tx: Transaction) -> Plan:
        tx.audit(municipality, who.actor, "type-indicator", f"{plan_id}/{code}/{indicator}")
        return await commands.type_indicator(
            MongoPlans.within(tx),
            indicator_rules(),
            municipality=municipality,
            plan_id=plan_id,
            code=code,
            indicator=indicator,
            value=body.value,
            by=who.actor,
            at=tx.civil,
            expected=version,
        )

    return await board(service, await service.work.run(work), False)


@router.get("/follow-up.json", response_model=BoardOut)
async def read_follow_up(municipality: Municipality, family: Family, plan_id: Id, service: Service) -> dict[str, Any]:
    """The public data of the follow-up report."""
    return await board(service, await plan_of(service, municipality, family, plan_id), True)


@router.get("/follow-up.csv", response_class=Response, responses=CSV)
async def read_follow_up_table(
    municipality: Municipality, family: Family, plan_id: Id, service: Service, language: Language = "ar"
) -> Response:
    """One line an activity and indicator."""
    shown = await board(service, await plan_of(service, municipality, family, plan_id), True)
    return Response(csv_of(table_of(shown, language)), media_type="text/csv; charset=utf-8")


@router.get("/follow-up.pdf", response_class=Response, responses=PDF)
async def print_follow_up(
    municipality: Municipality, family: Family, plan_id: Id, service: Service, language: Language = "ar"
) -> Response:
    """The follow-up report as the public may read it."""
    shown = await board(service, await plan_of(service, municipality, family, plan_id), True)
    data = report_document(shown, await service.town(municipality))
    return Response(await asyncio.to_thread(render, "report", data, language), media_type="application/pdf")
