"""How proposals that say the same become one, and become many again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.proposals.domain.proposal import Author, Proposal, Status, Step, all_authors
from services.proposals.domain.standing import ProposalMerged
from shared.aggregate import Recording
from shared.contracts.proposals import ProposalsMerged


class NothingToMerge(ValueError):
    """A merge names at least one proposal besides the one that stays, each once."""


class MergeAcrossEditions(ValueError):
    """Proposals of different editions are not merged: each edition has its own vote and money."""


class TooLateToMerge(ValueError):
    """Once a proposal is on a shortlist its wording and cost are frozen."""

    fields = ("proposal_id",)

    def __init__(self, proposal_id: str) -> None:
        super().__init__(proposal_id)
        self.proposal_id = proposal_id


class MergeAlreadyUndone(ValueError):
    """A merge is undone once."""


MERGEABLE = frozenset({Status.SUBMITTED, Status.ADMISSIBLE, Status.FEASIBLE, Status.CONDITIONAL})


@dataclass(frozen=True, slots=True)
class Before:
    """What a merged proposal was, to be restored to the letter."""

    id: str
    status: Status
    history: tuple[Step, ...]
    authors: tuple[Author, ...]
    backers: int


@dataclass(kw_only=True)
class Merge(Recording):
    municipality: str
    id: str
    into: str
    merged: tuple[Before, ...]
    by: str
    on: date
    undone_on: date | None = None
    version: int = 0

    @property
    def ids(self) -> list[str]:
        return [before.id for before in self.merged]


def merge(into: Proposal, others: Sequence[Proposal], merge_id: str, by: str, on: date) -> Merge:
    """`into` takes the others' authors and backers; the others point to it and keep their own story."""
    _require_mergeable(into, others)
    record = Merge(
        municipality=into.municipality, id=merge_id, into=into.id, merged=tuple(map(_before, others)), by=by, on=on
    )
    for other in others:
        other.become(Status.MERGED, on, into.tracking_code)
        other.merged_into = into.id
    into.authors += all_authors(others)
    into.backers += sum(other.backers for other in others)
    record.record(_announced(record, undone=False))
    return record


def unmerge(record: Merge, into: Proposal, others: Sequence[Proposal], on: date) -> None:
    """The inverse of merge, also when other merges into the same proposal came in between.

    Where that proposal went into a third one, that is undone first: else people would be counted here and there.
    """
    if record.undone_on is not None:
        raise MergeAlreadyUndone
    if into.status is Status.MERGED:
        raise ProposalMerged(into.id)
    before = {each.id: each for each in record.merged}
    for other in others:
        was = before[other.id]
        other.status, other.history, other.merged_into = was.status, was.history, None
    for was in record.merged:
        into.authors = _without(into.authors, was.authors)
        into.backers -= was.backers
    record.undone_on = on
    record.record(_announced(record, undone=True))


def _before(proposal: Proposal) -> Before:
    return Before(proposal.id, proposal.status, proposal.history, proposal.authors, proposal.backers)


def _without(authors: Sequence[Author], leaving: Sequence[Author]) -> tuple[Author, ...]:
    staying = list(authors)
    for author in reversed(leaving):
        last = max(index for index, each in enumerate(staying) if each == author)
        staying.pop(last)
    return tuple(staying)


def _announced(record: Merge, undone: bool) -> ProposalsMerged:
    return ProposalsMerged(municipality=record.municipality, proposal_id=record.into, merged=record.ids, undone=undone)


def _require_mergeable(into: Proposal, others: Sequence[Proposal]) -> None:
    ids = [into.id, *(other.id for other in others)]
    if len(ids) < 2 or len(set(ids)) != len(ids):
        raise NothingToMerge
    if {other.edition for other in others} != {into.edition}:
        raise MergeAcrossEditions
    for proposal in (into, *others):
        if proposal.status not in MERGEABLE:
            raise TooLateToMerge(proposal.id)
