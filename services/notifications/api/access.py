"""Who may use which route, by role."""

from typing import Annotated

from fastapi import Depends, Request

from services.notifications.adapters.service import Notifications
from shared.contracts.roles import Role
from shared.http import Principal, staff

ADMINISTRATORS = (Role.NETWORK_ADMINISTRATOR, Role.REGIONAL_OPERATOR)
WRITERS = (Role.CELL, Role.SECRETARY_GENERAL, Role.COMMUNICATION_OFFICER, *ADMINISTRATORS)
DESK = (*WRITERS, Role.REGISTRATION_CLERK, Role.SERVICE)


def service(request: Request) -> Notifications:
    found: Notifications = request.app.state.service
    return found


Service = Annotated[Notifications, Depends(service)]
Writer = Annotated[Principal, Depends(staff(*WRITERS))]
Desk = Annotated[Principal, Depends(staff(*DESK))]
Reader = Annotated[Principal, Depends(staff(*WRITERS, Role.OBSERVER, Role.SERVICE))]
