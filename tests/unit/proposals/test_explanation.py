"""Every step of a selection is told in the reader's language."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.explanation import CRITERIA, SENTENCES, explain
from services.proposals.domain.selection import (
    Ballot,
    Candidate,
    Completion,
    Rule,
    SelectionMethod,
    TieBreak,
    TraceStep,
)
from shared.texts.written import money
from tests.unit.proposals.votes import RULES, Vote, outcome, votes

QUICK = settings(max_examples=50)


@QUICK
@given(votes(), RULES, st.integers(0, 150))
def test_every_step_can_be_told_in_three_languages(vote: Vote, rule: Rule, envelope: int) -> None:
    candidates, ballots = vote
    for step in outcome(rule, candidates, envelope, ballots).trace:
        said = explain(step, {"a": "مشروع أ"}, partial(money, currency="TND"))
        assert all(sentence and "{" not in sentence for sentence in (said.ar, said.fr, said.en))


def test_amounts_are_written_as_people_read_them() -> None:
    step = TraceStep("bought", "a", {"votes": 3, "most_paid": "1000000/3", "cost": 1_000_000, "left": 0})
    said = explain(step, {}, partial(money, currency="TND"))
    assert "1\u00a0000,000\u00a0DT" in str(said.fr)
    assert "≈ 333,333\u00a0DT" in str(said.fr)
    assert "1\u00a0000,000\u00a0د.ت" in str(said.ar)


def test_points_are_not_told_as_votes_and_supporters_are_counted_as_people() -> None:
    """Three people gave a 12 points and pay for it; two gave b 3.5."""
    ballots: list[Ballot] = [{"a": 40, "b": 20}, {"a": 40, "b": 15}, {"a": 40}]
    rule = Rule(SelectionMethod.EQUAL_SHARES, completion=Completion.NONE, tie_break=(TieBreak.BALLOT_ORDER,))
    found = outcome(rule, [Candidate("a", 30), Candidate("b", 60)], 60, ballots)
    bought, short = [
        explain(step, {}, lambda amount, _: str(amount), points=10) for step in found.trace if step.project_id
    ]
    assert "its 3 supporters pay" in str(bought.en)
    assert "لمؤيديه 2 معا" in str(short.ar)
    greedy = outcome(Rule(SelectionMethod.GREEDY), [Candidate("b", 60)], 60, [{"b": 20}, {"b": 15}])
    taken = explain(greedy.trace[1], {}, lambda amount, _: str(amount), points=10)
    assert "3.5 points" in str(taken.fr)
    assert "3.5 من النقاط" in str(taken.ar)
    assert "35 voix" in str(explain(greedy.trace[1], {}, lambda amount, _: str(amount)).fr)


def test_every_sentence_and_criterion_is_there_in_three_languages() -> None:
    assert all(text.ar and text.fr and text.en for text in [*SENTENCES.values(), *CRITERIA.values()])
    assert set(CRITERIA) == {criterion.value for criterion in TieBreak}
