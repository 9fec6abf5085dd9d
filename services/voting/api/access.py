"""How a route gets the service, and who may call it."""

from typing import Annotated, Any

from fastapi import Depends, Path, Request
from fastapi.encoders import jsonable_encoder

from services.voting.adapters.service import Voting
from shared.contracts.roles import Role
from shared.http.auth import Municipality, Principal, staff

__all__ = ["Bureau", "Cell", "Id", "Municipality", "Secretary", "Service", "told"]


def service(request: Request) -> Voting:
    found: Voting = request.app.state.service
    return found


Service = Annotated[Voting, Depends(service)]
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]

Cell = Annotated[Principal, Depends(staff(Role.CELL, Role.SECRETARY_GENERAL, Role.BUREAU))]
Secretary = Annotated[
    Principal, Depends(staff(Role.CELL, Role.SECRETARY_GENERAL, Role.COUNCIL_SECRETARY, Role.FACILITATOR, Role.BUREAU))
]
Bureau = Annotated[Principal, Depends(staff(Role.BUREAU))]


def told(view: dict[str, Any]) -> dict[str, Any]:
    """Plain JSON, so that the same request later reads the same."""
    plain: dict[str, Any] = jsonable_encoder(view)
    return plain
