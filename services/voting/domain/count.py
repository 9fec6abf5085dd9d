"""From the ballots of a contest to its result, by whichever method the manifest froze."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.voting.domain.ballot import Choice
from services.voting.domain.contest import Contest, Method, Shortfall
from services.voting.domain.draw import Draw
from services.voting.domain.seats import Seating, seat
from services.voting.domain.stv import by_transfers, shown
from services.voting.domain.tally import Ranked, by_sums, ranked_by


@dataclass(frozen=True, slots=True)
class QuorumReached:
    needed: int
    reached: int

    @property
    def met(self) -> bool:
        return self.reached >= self.needed

    def document(self) -> dict[str, Any]:
        return {"needed": self.needed, "reached": self.reached, "met": self.met}


@dataclass(frozen=True, slots=True)
class ContestResult:
    contest: Contest
    ballots: int
    blank: int
    ranked: Ranked
    seating: Seating
    quorum: QuorumReached | None

    @property
    def vacant_because(self) -> str | None:
        """Why seats stay empty, where some do."""
        if not self.seating.vacant:
            return None
        if self.ballots == self.blank:
            return "no-valid-ballot"
        if self.quorum is not None and not self.quorum.met:
            return "quorum-not-met"
        quota = self.contest.quota
        kept = self.seating.shortfall and quota is not None and quota.shortfall is Shortfall.VACANT
        return "kept-for-group" if kept else "too-few-candidates"

    def document(self) -> dict[str, Any]:
        """The result as the board prints it; the same ballots always give the same bytes."""
        return {
            "contest": self.contest.id,
            "method": self.contest.method.value,
            "ballots": self.ballots,
            "blank": self.blank,
            "valid": self.ballots - self.blank,
            "quorum": self.quorum.document() if self.quorum else None,
            "tally": [
                {"candidate": candidate, "votes": shown(self.ranked.votes[candidate], self.contest.rounding)}
                for candidate in self.ranked.order
            ],
            "elected": list(self.seating.elected),
            "alternates": list(self.seating.alternates),
            "vacant": self.seating.vacant,
            "vacant_because": self.vacant_because,
            "shortfall": self.seating.shortfall,
            "drawn": [list(tied) for tied in self.ranked.drawn],
            "stages": list(self.ranked.stages),
        }


def count(contest: Contest, ballots: Sequence[tuple[Choice, ...]], present: int | None, draw: Draw) -> ContestResult:
    """`present` is the number checked in, where a quorum is counted from it. Without a valid ballot nobody is elected."""
    cast = len(ballots)
    blank = sum(1 for choices in ballots if not choices)
    ranked = _ranked(contest, ballots, draw) if cast > blank else nobody_chosen(contest)
    return _result(contest, cast, blank, ranked, present)


def count_sums(
    contest: Contest, cast: int, blank: int, votes: Mapping[str, int], present: int | None, draw: Draw
) -> ContestResult:
    """The same from sums alone, for a method that needs nothing else."""
    ranked = ranked_by(votes, draw) if cast > blank else nobody_chosen(contest)
    return _result(contest, cast, blank, ranked, present)


def _result(contest: Contest, cast: int, blank: int, ranked: Ranked, present: int | None) -> ContestResult:
    quorum = _quorum(contest, cast, cast - blank, present)
    filled = cast > blank and (quorum is None or quorum.met)
    seating = seat(contest, ranked.order) if filled else Seating((), (), {}, contest.seats)
    return ContestResult(contest, cast, blank, ranked, seating, quorum)


def nobody_chosen(contest: Contest) -> Ranked:
    """Without one valid ballot there is nothing to count and nothing to draw: the order of the ballot paper stands."""
    order = tuple(candidate.id for candidate in contest.candidates)
    return Ranked(order, dict.fromkeys(order, 0))


def _ranked(contest: Contest, ballots: Sequence[tuple[Choice, ...]], draw: Draw) -> Ranked:
    if contest.method is not Method.STV:
        return by_sums(contest, ballots, draw)
    rankings = [tuple(choice for choice in choices if isinstance(choice, str)) for choices in ballots]
    return by_transfers(contest, rankings, draw)


def _quorum(contest: Contest, cast: int, valid: int, present: int | None) -> QuorumReached | None:
    rule = contest.quorum
    if rule is None:
        return None
    base, reached = (present or 0, cast) if rule.of == "present" else (cast, valid)
    return QuorumReached(-(-base * rule.thousandths // 1000), reached)
