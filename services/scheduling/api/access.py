"""How a route gets the service, and who may call it."""

from typing import Annotated

from fastapi import Depends, Path, Request

from services.scheduling.adapters.service import Scheduling
from shared.contracts.roles import Role
from shared.http.auth import Municipality, Principal, staff

__all__ = ["ActivityCode", "Cell", "Clerk", "Council", "Facilitator", "Id", "Municipality", "Publisher", "Service"]


def service(request: Request) -> Scheduling:
    found: Scheduling = request.app.state.service
    return found


Service = Annotated[Scheduling, Depends(service)]
Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:-]{1,100}$")]
ActivityCode = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{1,4}(\.[A-Za-z0-9]{1,4}){0,3}$")]

LEADERS = (Role.CELL, Role.SECRETARY_GENERAL)
Cell = Annotated[Principal, Depends(staff(*LEADERS))]
Publisher = Annotated[Principal, Depends(staff(*LEADERS, Role.COMMUNICATION_OFFICER))]
Facilitator = Annotated[Principal, Depends(staff(*LEADERS, Role.FACILITATOR, Role.BUREAU))]
Clerk = Annotated[Principal, Depends(staff(*LEADERS, Role.REGISTRATION_CLERK, Role.FACILITATOR, Role.BUREAU))]
Council = Annotated[Principal, Depends(staff(*LEADERS, Role.COUNCIL_SECRETARY))]
