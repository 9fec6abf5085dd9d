"""From the shortlist to the ballots of its vote."""

import pytest

from services.proposals.domain.board import BoardDisagrees, BoardUnreadable, read_ballots, require_agreement
from services.proposals.domain.proposal import Status
from services.proposals.domain.selection import Candidate, Rule, SelectionMethod
from services.proposals.domain.shortlist import (
    AlreadySelected,
    AnotherVoteDeclared,
    EnvelopeOf,
    ProjectOutsideEnvelope,
    Shortlist,
    ShortlistEmpty,
    ShortlistEntryRepeated,
    Vote,
    VoteMethod,
    VoteNotDeclared,
    VoteNotReadYet,
    beside,
    entry_of,
    mark,
)
from services.proposals.domain.standing import ProposalNotEligible, ProposalOfAnotherEdition
from shared.contracts.proposals import (
    ShortlistFrozen,
)
from tests.unit.proposals.examples import NOW, TODAY, feasible


def shortlist(method: SelectionMethod = SelectionMethod.GREEDY, *costs: int) -> Shortlist:
    entries = tuple(entry_of(feasible(f"p{number}", cost), "2022") for number, cost in enumerate(costs or (60, 50)))
    return Shortlist(
        municipality="tn-nefta",
        id="s",
        edition="2022",
        entries=entries,
        envelope=EnvelopeOf(100, "TND"),
        rule=Rule(method),
        vote_method=VoteMethod.APPROVAL,
        max_choices=2,
        frozen_at=NOW,
    )


def vote(election: str = "e") -> Vote:
    return Vote(election, 3, {"p0": 3, "p1": 1}, "http://voting/board", "a" * 64)


def test_a_frozen_shortlist_is_announced_with_its_costs_and_rule() -> None:
    frozen = shortlist()
    frozen.freeze()
    [event] = frozen.drain()
    assert isinstance(event, ShortlistFrozen)
    assert ([project.cost for project in event.projects], event.selection_rule) == ([60, 50], "greedy")


def test_a_shortlist_has_projects_and_each_once() -> None:
    empty, twice = shortlist(), shortlist()
    empty.entries, twice.entries = (), (*twice.entries, twice.entries[0])
    with pytest.raises(ShortlistEmpty):
        empty.freeze()
    with pytest.raises(ShortlistEntryRepeated):
        twice.freeze()


@pytest.mark.parametrize("envelope", [EnvelopeOf(100, "TND", "buildings"), EnvelopeOf(100, "TND", zone="oasis")])
def test_money_of_a_kind_or_a_zone_pays_for_no_other(envelope: EnvelopeOf) -> None:
    """The projects are of the centre, and of the proximity kind."""
    foreign = shortlist()
    foreign.envelope = envelope
    with pytest.raises(ProjectOutsideEnvelope):
        foreign.freeze()


def test_a_proposal_is_voted_on_with_the_money_of_its_own_edition() -> None:
    with pytest.raises(ProposalOfAnotherEdition):
        entry_of(feasible(), "2023")


def test_a_shortlist_takes_the_place_of_one_nobody_has_voted_on_yet() -> None:
    first, second = shortlist(), shortlist()
    assert beside(second, [first]) == []
    first.declare(vote())
    with pytest.raises(ProposalNotEligible):
        beside(second, [first])


def test_what_a_vote_left_over_may_be_voted_on_again_and_what_it_spent_may_not() -> None:
    decided = shortlist()
    assert decided.claim.amount == 100
    decided.declare(vote())
    decided.choose(None, {}, NOW)
    assert decided.claim.amount == 60


def test_one_project_is_decided_on_once() -> None:
    project = feasible("p0")
    project.become(Status.SHORTLISTED, TODAY)
    decided = shortlist()
    decided.declare(vote())
    outcome = decided.choose(None, {}, NOW)
    mark([project], outcome, TODAY)
    assert project.status is Status.SELECTED
    with pytest.raises(ProposalNotEligible):
        mark([project], outcome, TODAY)


def test_a_selection_waits_for_its_vote_and_is_made_once() -> None:
    waiting = shortlist()
    with pytest.raises(VoteNotDeclared):
        waiting.choose(None, {}, NOW)
    waiting.declare(vote())
    waiting.declare(vote())
    with pytest.raises(AnotherVoteDeclared):
        waiting.declare(vote("another"))
    assert waiting.choose(None, {}, NOW).selected == ("p0",)
    with pytest.raises(AlreadySelected):
        waiting.choose(None, {}, NOW)


def test_equal_shares_waits_until_the_ballots_were_read() -> None:
    waiting = shortlist(SelectionMethod.EQUAL_SHARES)
    waiting.declare(vote())
    with pytest.raises(VoteNotReadYet):
        waiting.choose([], {}, NOW)
    waiting.ballots_read()
    assert waiting.choose([{"p0": 1}] * 3, {}, NOW).selected == ("p0",)


def cast(*choices: object) -> dict[str, object]:
    return {"ballot": {"choices": list(choices)}, "key": "k", "sig": "s"}


def test_late_and_paper_ballots_count_unless_they_were_refused() -> None:
    late = {"ballot": cast("b")}
    board = {
        "ballots": [cast("a", "b"), cast(["a", 3])],
        "late": [late],
        "paper": [{"cred": "kept", "choices": ["a"]}, {"cred": "void", "choices": ["b"]}],
        "outcome": {"refused": [{"ballot": "void"}]},
    }
    assert read_ballots(board) == [{"a": 1, "b": 1}, {"a": 3}, {"b": 1}, {"a": 1}]


@pytest.mark.parametrize("board", [{}, {"ballots": [{"choices": []}]}, {"ballots": [cast(["a", "x"])]}, {"ballots": 3}])
def test_a_board_in_another_format_is_refused(board: dict[str, object]) -> None:
    with pytest.raises(BoardUnreadable):
        read_ballots(board)


def test_a_board_comes_to_the_support_that_was_declared() -> None:
    candidates = [Candidate("a", 1), Candidate("b", 1)]
    require_agreement([{"a": 1}, {"a": 1}], candidates, {"a": 2, "b": 0})
    with pytest.raises(BoardDisagrees):
        require_agreement([{"a": 1}], candidates, {"a": 2})


def test_an_annulled_vote_decides_nothing_and_its_repetition_does() -> None:
    waiting = shortlist()
    waiting.declare(vote("first"))
    waiting.annul("another")
    assert waiting.vote is not None
    waiting.annul("first")
    with pytest.raises(VoteNotDeclared):
        waiting.choose(None, {}, NOW)
    waiting.declare(vote("second"))
    assert waiting.vote == vote("second")
