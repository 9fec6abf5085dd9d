"""The routes every service has: health, metrics, clock."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from pydantic import AwareDatetime, Field

from shared.clock import SteppedClock
from shared.contracts.roles import Role
from shared.http.auth import Principal, network_staff
from shared.http.problems import RETRY_AFTER, Problem
from shared.http.schemas import Answer, Body

READY_WITHIN = 2.0  # seconds; below every orchestrator's probe timeout

router = APIRouter(tags=["system"])


class NotReady(Problem):
    """The database does not answer."""

    status, word, headers = 503, "storage-unavailable", RETRY_AFTER


class ClockNotStepped(Problem):
    """Only a demo's clock can be set."""

    status, word = 409, "clock-not-stepped"


class Health(Answer):
    """Whether the process works."""

    status: str = "ok"


class CivilTime(Answer):
    """The hour of the town; `stepped` when a demo moves it."""

    civil: datetime
    stepped: bool


class StepTo(Body):
    """Where to set the demo's clock; editions lie in this century."""

    civil: Annotated[AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))]


@router.get("/health/live")
async def health_live() -> Health:
    """The process answers."""
    return Health()


@router.get("/health/ready")
async def health_ready(request: Request) -> Health:
    """The process and its database answer."""
    try:
        await asyncio.wait_for(request.app.state.resources.mongo.admin.command("ping"), READY_WITHIN)
    except TimeoutError as error:
        raise NotReady from error
    return Health()


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Prometheus text: the process's numbers and this app's."""
    text = generate_latest(REGISTRY) + generate_latest(request.app.state.registry)
    return Response(text, media_type=CONTENT_TYPE_LATEST)


@router.get("/clock")
async def civil_clock(request: Request) -> CivilTime:
    """What hour it is in the towns."""
    return await _time(request.app.state.resources.clock)


@router.put("/clock")
async def step_clock(
    step: StepTo, request: Request, _: Annotated[Principal, Depends(network_staff(Role.NETWORK_ADMINISTRATOR))]
) -> CivilTime:
    """Set the demo's clock; refused where the clock is the machine's."""
    clock = request.app.state.resources.clock
    if not isinstance(clock, SteppedClock):
        raise ClockNotStepped
    await clock.step_to(step.civil.astimezone(UTC))
    return await _time(clock)


async def _time(clock: Any) -> CivilTime:
    return CivilTime(civil=await clock.civil(), stepped=isinstance(clock, SteppedClock))
