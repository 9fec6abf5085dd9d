"""Routes by which proposals that say the same are found and merged."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from services.proposals.adapters.mongo import PROPOSAL
from services.proposals.api.access import Reader, Reviewer, Service
from services.proposals.application import merging
from services.proposals.domain.duplicates import Candidate, Sample, candidates, similar_to
from shared.http import Answer, Body, Identifier, Municipality, Once

router = APIRouter(prefix="/{municipality}/proposals", tags=["duplicates"])


class MergeBody(Body):
    into: Identifier
    merged: Annotated[list[Identifier], Field(min_length=1, max_length=50)]


class Alike(Answer):
    """`score` in thousandths: 1000 is the same text."""

    proposal_id: str
    title: str
    score: int


class AlikeList(Answer):
    items: list[Alike]
    next: str | None = None


class AlikePair(Answer):
    first: Alike
    second: Alike
    score: int


class AlikePairs(Answer):
    items: list[AlikePair]
    found: int
    next: str | None = None


class Merged(Answer):
    merge_id: str
    proposal_id: str
    backers: int


@router.get("/duplicates")
async def list_duplicates(
    municipality: Municipality,
    service: Service,
    _: Reader,
    edition: Identifier,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AlikePairs:
    """Every pair of an edition that probably says the same, best first; `found` is how many there are."""
    samples = _samples(await service.queries.samples(municipality, edition))
    # Seconds of computing for ten thousand proposals: other requests go on meanwhile.
    pairs = await asyncio.to_thread(candidates, list(samples.values()))
    return AlikePairs(items=[_pair(pair, samples) for pair in pairs[:limit]], found=len(pairs))


@router.post("/merges", status_code=201)
async def merge_proposals(
    municipality: Municipality, body: MergeBody, service: Service, who: Reviewer, key: Once
) -> Merged:
    """The one that stays takes the others' authors and backers."""
    answer = await service.once(
        key,
        lambda stores: merging.merge_proposals(municipality, body.into, body.merged, who.actor, stores),
    )
    return Merged(**answer)


@router.delete("/merges/{merge_id}", status_code=204)
async def undo_merge(municipality: Municipality, merge_id: str, service: Service, who: Reviewer) -> None:
    await service.run(lambda stores: merging.undo_merge(municipality, merge_id, who.actor, stores))


@router.get("/{proposal_id}/duplicates")
async def find_duplicates(municipality: Municipality, proposal_id: str, service: Service, _: Reader) -> AlikeList:
    """Proposals of the same edition that probably say the same, best first; `score` in thousandths."""
    found = await service.queries.get(PROPOSAL, municipality, proposal_id)
    samples = _samples(await service.queries.samples(municipality, found.edition))
    asked = Sample(found.id, found.title, found.body, found.zone)
    pairs = await asyncio.to_thread(similar_to, asked, list(samples.values()))
    return AlikeList(items=[_alike(samples[each.second], each.score) for each in pairs[:20]])


def _samples(rows: Any) -> dict[str, Sample]:
    return {row["id"]: Sample(row["id"], row["title"], row["body"], row["zone"]) for row in rows}


def _alike(sample: Sample, score: int) -> Alike:
    return Alike(proposal_id=sample.id, title=sample.title, score=score)


def _pair(pair: Candidate, samples: Mapping[str, Sample]) -> AlikePair:
    first, second = (_alike(samples[each], pair.score) for each in (pair.first, pair.second))
    return AlikePair(first=first, second=second, score=pair.score)
