"""Who may use which route, by role."""

from typing import Annotated

from fastapi import Depends, Request

from services.proposals.service import Proposals
from shared.contracts.roles import Role
from shared.http import Principal, network_staff, optional_staff, staff

ADMINISTRATORS = (Role.NETWORK_ADMINISTRATOR, Role.REGIONAL_OPERATOR)
CELL = (Role.CELL, Role.SECRETARY_GENERAL, *ADMINISTRATORS)
DESK = (*CELL, Role.COMMUNICATION_OFFICER, Role.REGISTRATION_CLERK, Role.FACILITATOR, Role.TECHNICAL_SERVICE)


def service(request: Request) -> Proposals:
    found: Proposals = request.app.state.service
    return found


Service = Annotated[Proposals, Depends(service)]
NetworkAdministrator = Annotated[Principal, Depends(network_staff(Role.NETWORK_ADMINISTRATOR))]
Administrator = Annotated[Principal, Depends(staff(Role.SECRETARY_GENERAL, *ADMINISTRATORS))]
Cell = Annotated[Principal, Depends(staff(*CELL))]
Finance = Annotated[Principal, Depends(staff(*CELL, Role.FINANCIAL_SERVICE))]
Technical = Annotated[Principal, Depends(staff(*CELL, Role.TECHNICAL_SERVICE, Role.FINANCIAL_SERVICE))]
Reviewer = Annotated[Principal, Depends(staff(*CELL, Role.TECHNICAL_SERVICE, Role.ADVISORY_BODY))]
Desk = Annotated[Principal, Depends(staff(*DESK))]
DeskOrAnybody = Annotated[Principal | None, Depends(optional_staff(*DESK))]
Reader = Annotated[
    Principal,
    Depends(
        staff(*DESK, Role.FINANCIAL_SERVICE, Role.COUNCIL_SECRETARY, Role.ADVISORY_BODY, Role.OBSERVER, Role.SERVICE)
    ),
]
