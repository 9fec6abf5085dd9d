"""Routes of editions: their money and their review rounds."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from services.proposals.adapters.mongo import EDITION
from services.proposals.api.access import Cell, Finance, Reviewer, Service
from services.proposals.api.edition_answers import (
    ConsultationWindow,
    EditionAnswer,
    EditionId,
    Editions,
    EnvelopesAnswer,
    ReviewRound,
    RoundEnded,
    RoundStarted,
)
from services.proposals.api.shapes import envelopes, text
from services.proposals.api.versions import VersionSeen
from services.proposals.application import editions, reviewing
from services.proposals.domain.edition import Edition
from services.proposals.domain.envelopes import KindAmount, Method, ZoneFormula
from services.proposals.domain.review import Stage
from shared.http import Body, Identifier, Money, Municipality, Once, Text3, etag

router = APIRouter(prefix="/{municipality}/editions", tags=["editions"])


class EditionBody(Body):
    year: Annotated[int, Field(ge=2000, le=2100)]
    template: Identifier
    title: Text3
    criteria: list[Text3] = Field(default_factory=list, max_length=50)


class KindBody(Body):
    kind: Identifier
    amount: Money


# Bounded: an exact fraction of a huge exponent would fill the memory.
Weight = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=6)]


class FormulaBody(Body):
    method: Method
    kind: Identifier | None = None
    weights: dict[Method, Weight] = Field(default_factory=dict, description="For `mixed`: what each method counts for.")


class EnvelopesBody(Body):
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    total: Money
    by_kind: list[KindBody] = Field(default_factory=list, max_length=20)
    zone_formula: FormulaBody | None = None


@router.post("", status_code=201)
async def open_edition(
    municipality: Municipality, body: EditionBody, service: Service, who: Cell, key: Once
) -> EditionId:
    command = editions.OpenEdition(
        municipality, body.year, body.template, text(body.title), tuple(map(text, body.criteria))
    )
    return EditionId(**await service.once(key, lambda stores: editions.open_edition(command, who.actor, stores)))


@router.get("")
async def list_editions(municipality: Municipality, service: Service) -> Editions:
    await service.queries.municipality_exists(municipality)
    return Editions(items=[_edition(each) for each in await service.queries.all(EDITION, municipality)], next=None)


@router.get("/{edition}")
async def show_edition(municipality: Municipality, edition: str, service: Service, response: Response) -> EditionAnswer:
    found = await service.queries.get(EDITION, municipality, edition)
    response.headers["ETag"] = etag(found.version)
    return _edition(found)


@router.put("/{edition}/envelopes")
async def set_envelopes(
    municipality: Municipality,
    edition: str,
    body: EnvelopesBody,
    service: Service,
    who: Finance,
    seen: VersionSeen,
    response: Response,
) -> EnvelopesAnswer:
    """Kinds add up to the total; the zones' parts are computed, with their calculation sheet."""
    formula = body.zone_formula
    command = editions.SetEnvelopes(
        municipality,
        edition,
        body.currency,
        body.total,
        [KindAmount(part.kind, part.amount) for part in body.by_kind],
        ZoneFormula(formula.method, formula.kind, formula.weights) if formula else None,
        seen,
    )
    found = await service.run(lambda stores: editions.put_envelopes(command, who.actor, stores))
    response.headers["ETag"] = etag(found.version)
    return EnvelopesAnswer(**envelopes(found.require_envelopes()))


@router.get("/{edition}/envelopes")
async def show_envelopes(
    municipality: Municipality, edition: str, service: Service, response: Response
) -> EnvelopesAnswer:
    found = await service.queries.get(EDITION, municipality, edition)
    response.headers["ETag"] = etag(found.version)
    return EnvelopesAnswer(**envelopes(found.require_envelopes()))


@router.post("/{edition}/review-rounds/{stage}", status_code=201)
async def start_review_round(
    municipality: Municipality, edition: str, stage: Stage, service: Service, who: Reviewer, key: Once
) -> RoundStarted:
    """From here on verdicts of the stage are hidden until the round ends."""
    answer = await service.once(
        key, lambda stores: reviewing.start_round(municipality, edition, stage, who.actor, stores)
    )
    return RoundStarted(**answer)


@router.post("/{edition}/review-rounds/{stage}/end")
async def end_review_round(
    municipality: Municipality, edition: str, stage: Stage, service: Service, who: Cell, key: Once
) -> RoundEnded:
    """All verdicts of the round become public together."""
    answer = await service.once(
        key, lambda stores: reviewing.end_round(municipality, edition, stage, who.actor, stores)
    )
    return RoundEnded(**answer)


def _edition(found: Edition) -> EditionAnswer:
    windows = found.consultations.values()
    return EditionAnswer(
        edition=found.id,
        year=found.year,
        status="open",
        intake_open=True,
        template=found.template,
        title=found.title.as_dict(),
        criteria=[each.as_dict() for each in found.criteria],
        envelopes=EnvelopesAnswer(**envelopes(found.envelopes)) if found.envelopes else None,
        review_rounds=[
            ReviewRound(stage=each.stage.value, started_at=each.started_at, ended_at=each.ended_at)
            for each in found.rounds
        ],
        consultations=[
            ConsultationWindow(consultation_id=each.id, title=each.title.as_dict(), closes_at=each.closes_at)
            for each in windows
        ],
    )
