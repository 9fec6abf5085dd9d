"""What the bureau may still change of a vote that has not opened: everything but what people already hold in their hands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.voting.domain.contest import Contest
from services.voting.domain.election import Election


class ContestHasSlips(ValueError):
    """Slips were printed, or credentials are being given out, for a contest the draft would no longer have."""

    fields = ("contest",)

    def __init__(self, contest: str) -> None:
        super().__init__(contest)
        self.contest = contest


class ProjectsAreFrozen(ValueError):
    """The projects of a vote, their costs and the way of voting are those of the shortlist that was frozen."""


def wanted(election: Election, changed: Mapping[str, Any], accepted: Collection[str]) -> dict[str, Any]:
    """The fields as they shall be: whoever was nominated and accepted stays in their contest, as long as it is the same forum."""
    fields = dict(changed)
    if "contests" in fields:
        same_forum = fields.get("meeting_id", election.meeting_id) == election.meeting_id
        staying = accepted if same_forum else ()
        fields["contests"] = [_with_accepted(election.contests, contest, staying) for contest in fields["contests"]]
    return fields


def redraft(election: Election, fields: Mapping[str, Any], bound: Collection[str]) -> None:
    """`bound` contests have slips that count, or a registrar. Raises NotADraft, ContestHasSlips, ProjectsAreFrozen, and what drafting raises."""
    election.require_draft()
    contests: Sequence[Contest] = fields.get("contests", election.contests)
    if election.shortlist_id is not None and list(contests) != election.contests:
        raise ProjectsAreFrozen(election.id)
    for gone in sorted(set(bound) - {contest.id for contest in contests}):
        raise ContestHasSlips(gone)
    for name, value in fields.items():
        setattr(election, name, value)
    election.prepare()


def _with_accepted(known: Sequence[Contest], contest: Contest, accepted: Collection[str]) -> Contest:
    named = {candidate.id for candidate in contest.candidates}
    before = next((one.candidates for one in known if one.id == contest.id), ())
    staying = tuple(one for one in before if one.id in accepted and one.id not in named)
    return replace(contest, candidates=(*staying, *contest.candidates))
