"""The second look at what was typed from paper: somebody else compares the page with the rows, and corrects what was misread."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.proposals.application.intake import Draft, cleaned, draft_errors
from services.proposals.application.ports import BatchUnknown, Stores
from services.proposals.domain.intake import FieldsRefused
from services.proposals.domain.proposal import Proposal
from shared.clock import zone_date


class OwnBatch(ValueError):
    """Who typed a page does not check it: another pair of eyes does."""


class BatchAlreadyChecked(ValueError):
    """A page is checked once."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the page really says; what is not given stays."""

    proposal_id: str
    title: str | None = None
    body: str | None = None
    zone: str | None = None
    neighbourhood: str | None = None


async def check_batch(
    municipality: str, batch_id: str, corrections: Mapping[str, Correction], actor: str, stores: Stores
) -> dict[str, Any]:
    """Every row of the page is confirmed, those named are corrected first. Raises `OwnBatch`, `BatchAlreadyChecked`."""
    batch = await stores.notes.batch(municipality, batch_id)
    if batch["recorded_by"] == actor:
        raise OwnBatch
    if batch.get("checked_by"):
        raise BatchAlreadyChecked
    place = await stores.municipalities.get(municipality, municipality)
    on = zone_date(stores.civil, place.timezone)
    for proposal in await stores.proposals.some(municipality, _rows(batch, corrections, batch_id)):
        if proposal.id in corrections:
            await _correct(proposal, corrections[proposal.id], on, stores)
        proposal.source = replace(proposal.source, checked_by=actor)
        await stores.proposals.save(proposal)
    await stores.notes.keep_batch(
        municipality,
        batch_id,
        {**batch, "checked_by": actor, "checked_on": on.isoformat(), "corrected": len(corrections)},
    )
    stores.audit(municipality, actor, "check-batch", batch_id)
    return {"batch_id": batch_id, "checked": len(batch["accepted"]), "corrected": len(corrections)}


def _rows(batch: Mapping[str, Any], corrections: Mapping[str, Correction], batch_id: str) -> list[str]:
    rows: list[str] = list(batch["accepted"])
    if foreign := sorted(set(corrections) - set(rows)):
        raise BatchUnknown(f"{batch_id}/{foreign[0]}")
    return rows


async def _correct(proposal: Proposal, wanted: Correction, on: date, stores: Stores) -> None:
    place = await stores.municipalities.get(proposal.municipality, proposal.municipality)
    zone = wanted.zone or proposal.zone
    near = wanted.neighbourhood if wanted.neighbourhood or wanted.zone else proposal.neighbourhood
    draft = cleaned(Draft(wanted.title or proposal.title, wanted.body or proposal.body, zone, near))
    if errors := draft_errors(draft, place):
        raise FieldsRefused(errors)
    proposal.correct(draft.title, draft.body, draft.zone, draft.neighbourhood, on)
