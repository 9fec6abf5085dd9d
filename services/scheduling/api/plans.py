"""Routes of participation action plans and open-commune programmes."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter

from services.scheduling.adapters.mongo import MongoPlans
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import views
from services.scheduling.api.access import Cell, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.documents import plain
from services.scheduling.api.schemas import ActionPlanIn, OpenProgrammeIn
from services.scheduling.api.verdict_schemas import LoadedOut, PlanHeadOut, PlanOut
from services.scheduling.domain.plan import ACTION_PLAN, OPEN_PROGRAMME, plan_of
from shared.http.auth import Principal
from shared.http.idempotency import Once
from shared.http.paging import Page, Paging
from shared.ids import new_id
from shared.messaging.unit_of_work import IdempotencyKey, Transaction

router = APIRouter(prefix="/{municipality}", tags=["plans"])


async def load(
    service: Scheduling, municipality: str, kind: str, document: Mapping[str, Any], who: Principal, once: IdempotencyKey
) -> dict[str, Any]:
    """Keep the document whole, with its verdicts."""
    await service.town(municipality)

    async def work(tx: Transaction) -> dict[str, Any]:
        plan = plan_of(kind, document, municipality=municipality, id=new_id(), loaded_at=tx.civil)
        await MongoPlans.within(tx).save(plan)
        tx.audit(municipality, who.actor, "load-plan", plan.id)
        return told({**views.plan_head(plan), "verdicts": views.verdicts(service.rules.evaluate(document))})

    return await service.work.once(once, work)


async def listed(service: Scheduling, municipality: str, kind: str, asked: Paging) -> dict[str, Any]:
    plans = MongoPlans(service.db)
    found = await plans.listed(municipality, asked, {"kind": kind})
    return {"items": [views.plan_head(plans.loaded(row)) for row in found.items], "next": found.next}


async def shown(service: Scheduling, municipality: str, plan_id: str) -> dict[str, Any]:
    plan = await MongoPlans(service.db).get(municipality, plan_id)
    return views.plan(plan, service.rules.evaluate(plan.document))


@router.post("/action-plans", status_code=201, response_model=LoadedOut)
async def load_action_plan(
    municipality: Municipality, body: ActionPlanIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    return await load(service, municipality, ACTION_PLAN, plain(body.document), who, once)


@router.get("/action-plans", response_model=Page[PlanHeadOut])
async def list_action_plans(municipality: Municipality, service: Service, asked: Paging) -> dict[str, Any]:
    return await listed(service, municipality, ACTION_PLAN, asked)


@router.get("/action-plans/{plan_id}", response_model=PlanOut)
async def read_action_plan(municipality: Municipality, plan_id: Id, service: Service) -> dict[str, Any]:
    return await shown(service, municipality, plan_id)


@router.post("/open-programmes", status_code=201, response_model=LoadedOut)
async def load_open_programme(
    municipality: Municipality, body: OpenProgrammeIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    return await load(service, municipality, OPEN_PROGRAMME, plain(body.document), who, once)


@router.get("/open-programmes", response_model=Page[PlanHeadOut])
async def list_open_programmes(municipality: Municipality, service: Service, asked: Paging) -> dict[str, Any]:
    return await listed(service, municipality, OPEN_PROGRAMME, asked)


@router.get("/open-programmes/{plan_id}", response_model=PlanOut)
async def read_open_programme(municipality: Municipality, plan_id: Id, service: Service) -> dict[str, Any]:
    return await shown(service, municipality, plan_id)
