"""Every step of a selection is told in the reader's language."""

from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.explanation import CRITERIA, SENTENCES, explain
from services.proposals.domain.selection import (
    Rule,
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


def test_every_sentence_and_criterion_is_there_in_three_languages() -> None:
    assert all(text.ar and text.fr and text.en for text in [*SENTENCES.values(), *CRITERIA.values()])
    assert set(CRITERIA) == {criterion.value for criterion in TieBreak}
