"""Routes of the rules, and of their verdicts on documents kept elsewhere."""

from typing import Any

from fastapi import APIRouter

from services.scheduling.api import views
from services.scheduling.api.access import Municipality, Service
from services.scheduling.api.documents import plain
from services.scheduling.api.schemas import DocumentIn
from services.scheduling.api.verdict_schemas import RulesOut, VerdictsOut

router = APIRouter(tags=["calendars"])


@router.get("/rules", response_model=RulesOut)
async def list_rules(service: Service) -> dict[str, Any]:
    """Every rule, with its source and its check."""
    return {"version": service.rules.version, "items": [views.rule(one) for one in service.rules.rules]}


@router.post("/{municipality}/documents/verdicts", response_model=VerdictsOut)
async def judge_document(municipality: Municipality, body: DocumentIn, service: Service) -> dict[str, Any]:
    """The verdicts of a document kept elsewhere; nothing is stored."""
    return {"verdicts": views.verdicts(service.rules.evaluate(plain(body.document)))}
