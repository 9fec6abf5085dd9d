"""The network's screen: one line a municipality, for those who look after many."""

import hashlib
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from services.scheduling.adapters.network import cockpit
from services.scheduling.api.access import Service
from services.scheduling.api.calendar_answers import Label
from shared.contracts.roles import Role
from shared.http.auth import Access, Credentials, Principal, RoleMissing, network_staff
from shared.http.preconditions import etag, precomputed
from shared.http.schemas import Answer

router = APIRouter(prefix="/network", tags=["network"])
WATCHERS = (Role.NETWORK_ADMINISTRATOR, Role.REGIONAL_OPERATOR, Role.OBSERVER)
Network = Annotated[Principal, Depends(network_staff(*WATCHERS))]
Region = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]


async def watcher(request: Request, region: Region, credentials: Credentials) -> Principal:
    """A watcher of this region, or of the whole network."""
    access: Access = request.app.state.access
    principal = await access.principal(credentials)
    scopes = {"network", f"region:{region}"}
    if not any(grant.role in WATCHERS and grant.scope in scopes for grant in principal.grants):
        raise RoleMissing(frozenset(map(str, WATCHERS)))
    return principal


class LineOut(Answer):
    """One municipality; `late`, `due_soon` and `missing_evidence` name activities by their codes."""

    region: str
    municipality: str
    name: Label
    country: str
    needs_me: Annotated[bool, Field(description="Something is late.")]
    edition: str
    phase: str | None
    phase_label: Label
    late: list[str]
    due_soon: list[str]
    missing_evidence: list[str]
    done: int
    activities: int
    next: Annotated[str | None, Field(description="The first activity that is dated and not done.")]
    next_date: date | None
    as_of: date


class CockpitOut(Answer):
    """Those that need somebody come first."""

    items: list[LineOut]


SCREEN: dict[int | str, dict[str, Any]] = {
    200: {"description": "One item a municipality.", "model": CockpitOut},
    304: {"description": "The reader's copy is the right one."},
}


def screen(request: Request, content: bytes) -> Response:
    """The lines were put into JSON when they changed; nothing is made of them again."""
    answer = precomputed(request, content, etag(hashlib.sha256(content).hexdigest()[:32]))
    answer.headers["Cache-Control"] = "private, no-cache"  # for those who are signed in
    return answer


@router.get("/cockpit", response_class=Response, responses=SCREEN)
async def read_cockpit(_: Network, service: Service, request: Request) -> Response:
    """Every municipality's phase, late steps and missing evidence; those that need somebody come first."""
    return screen(request, await cockpit(service.db, None))


@router.get("/regions/{region}/cockpit", response_class=Response, responses=SCREEN)
async def read_regional_cockpit(
    region: Region, _: Annotated[Principal, Depends(watcher)], service: Service, request: Request
) -> Response:
    """The same for the municipalities of one region."""
    return screen(request, await cockpit(service.db, region))
