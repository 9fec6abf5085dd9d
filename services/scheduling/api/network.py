"""The network's screen: one line a municipality, for those who look after many."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from services.scheduling.adapters.network import cockpit
from services.scheduling.api.access import Service
from shared.contracts.roles import Role
from shared.http.auth import Access, Credentials, Principal, RoleMissing, network_staff

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


@router.get("/cockpit")
async def read_cockpit(_: Network, service: Service) -> dict[str, Any]:
    """Every municipality's phase, late steps and missing evidence; those that need somebody come first."""
    return {"items": await cockpit(service.db, None)}


@router.get("/regions/{region}/cockpit")
async def read_regional_cockpit(
    region: Region, _: Annotated[Principal, Depends(watcher)], service: Service
) -> dict[str, Any]:
    """The same for the municipalities of one region."""
    return {"items": await cockpit(service.db, region)}
