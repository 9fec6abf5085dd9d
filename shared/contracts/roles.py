"""The roles a grant can give: what the grants' owner and every door agree on."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a municipality, a region or the network."""

    NETWORK_ADMINISTRATOR = "network_administrator"
    REGIONAL_OPERATOR = "regional_operator"
    CELL = "cell"
    SECRETARY_GENERAL = "secretary_general"
    COUNCIL_SECRETARY = "council_secretary"
    COMMUNICATION_OFFICER = "communication_officer"
    REGISTRATION_CLERK = "registration_clerk"
    FACILITATOR = "facilitator"
    BUREAU = "bureau"
    TECHNICAL_SERVICE = "technical_service"
    FINANCIAL_SERVICE = "financial_service"
    ADVISORY_BODY = "advisory_body"
    OBSERVER = "observer"
    SERVICE = "service"
