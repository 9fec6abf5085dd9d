"""What is told about an election, in the words of the event contracts."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from services.voting.domain.contest import Contest
from services.voting.domain.manifest import spoken
from shared.contracts import voting as told
from shared.contracts.event import Text3

if TYPE_CHECKING:
    from services.voting.domain.election import Election, PublishedHead


def base64url(hexadecimal: str) -> str:
    return urlsafe_b64encode(bytes.fromhex(hexadecimal)).decode().rstrip("=")


def prepared(election: "Election") -> told.ElectionPrepared:
    return told.ElectionPrepared(
        municipality=election.municipality,
        election_id=election.id,
        edition=election.edition,
        kind=election.kind.value,
        meeting_id=election.meeting_id,
        agenda_n=election.agenda_n,
        contests=[_summary(contest) for contest in election.contests],
    )


def opened(election: "Election") -> told.ElectionOpened:
    assert election.opened_at is not None
    return told.ElectionOpened(
        municipality=election.municipality,
        election_id=election.id,
        edition=election.edition,
        kind=election.kind.value,
        opened_at=election.opened_at,
        closes_at=election.closes_at,
        manifest_digest=spoken(election.manifest or ""),
    )


def closed(election: "Election") -> told.ElectionClosed:
    assert election.closed_at is not None
    return told.ElectionClosed(
        municipality=election.municipality,
        election_id=election.id,
        edition=election.edition,
        meeting_id=election.meeting_id,
        closed_at=election.closed_at,
    )


def head_published(election: "Election", head: "PublishedHead") -> told.BoardHeadPublished:
    return told.BoardHeadPublished(
        municipality=election.municipality,
        election_id=election.id,
        head=head.n,
        tree_size=head.size,
        root=head.root,
        signature=base64url(head.signature),
        public_key=base64url(head.key),
    )


def declared(election: "Election") -> told.ResultDeclared:
    assert election.declared_at is not None
    assert election.board is not None
    return told.ResultDeclared(
        municipality=election.municipality,
        election_id=election.id,
        edition=election.edition,
        kind=election.kind.value,
        meeting_id=election.meeting_id,
        declared_at=election.declared_at,
        board_sha256=election.board.sha256,
        board_href=election.board.href,
        head=election.heads[-1].value,
        contests=[_result(election, result) for result in election.results],
    )


def prioritised(election: "Election") -> told.PrioritisationDeclared:
    assert election.board is not None
    assert election.shortlist_id is not None
    (result,) = election.results
    return told.PrioritisationDeclared(
        municipality=election.municipality,
        election_id=election.id,
        edition=election.edition,
        shortlist_id=election.shortlist_id,
        ballots=result["ballots"],
        support=[told.ProjectSupport(project_id=one["candidate"], votes=one["votes"]) for one in result["tally"]],
        board_href=election.board.href,
        board_sha256=election.board.sha256,
    )


def _summary(contest: Contest) -> told.ContestSummary:
    return told.ContestSummary(
        contest=contest.id,
        label=Text3(**contest.label),
        neighbourhood=contest.neighbourhood,
        seats=contest.seats,
        method=contest.method.value,
    )


def _result(election: "Election", result: Mapping[str, Any]) -> told.ContestResult:
    contest = election.contest(result["contest"])
    votes = {one["candidate"]: one["votes"] for one in result["tally"]}
    return told.ContestResult(
        contest=contest.id,
        label=Text3(**contest.label),
        neighbourhood=contest.neighbourhood,
        present=election.present.get(contest.id),
        ballots=result["ballots"],
        elected=_winners(contest, result["elected"], votes),
        alternates=_winners(contest, result["alternates"], votes),
    )


def _winners(contest: Contest, chosen: Sequence[str], votes: Mapping[str, Any]) -> list[told.Winner]:
    names = {candidate.id: shown_name(candidate.name) for candidate in contest.candidates}
    return [
        told.Winner(candidate_id=one, name=names[one], seat=seat, votes=_whole(votes[one]))
        for seat, one in enumerate(chosen, 1)
    ]


def shown_name(name: Mapping[str, str]) -> str:
    return next((name[language] for language in ("ar", "fr", "en") if name.get(language)), "")


def _whole(votes: int | str) -> int | None:
    """Transferred votes have decimals; the event says only whole ones."""
    return votes if isinstance(votes, int) else None
