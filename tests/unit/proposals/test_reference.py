"""Our rules beside an independent program's: the same projects on the same random votes."""

import json
from pathlib import Path
from typing import Any

import pytest

from services.proposals.domain.pabulib import read
from services.proposals.domain.rules import select
from services.proposals.domain.selection import Completion, Rule, SelectionMethod, TieBreak, Utility

VOTES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "reference_votes.json").read_text(encoding="utf-8")
)["votes"]
TIES = (TieBreak.BALLOT_ORDER,)
RULES = {"greedy": Rule(SelectionMethod.GREEDY_SKIP, tie_break=TIES)} | {
    f"mes/{utility}/{completion}": Rule(SelectionMethod.EQUAL_SHARES, utility, completion, tie_break=TIES)
    for utility in Utility
    for completion in Completion
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_funds_what_another_program_says_it_funds(name: str) -> None:
    """That program also gives what is left to projects nobody voted for; ours never does."""
    for vote in VOTES:
        found = read(vote["pb"])
        funded = select(RULES[name], found.candidates, found.budget, found.support, found.ballots).selected
        assert set(funded) == {each for each in vote["funded"][name] if found.support[each]}
