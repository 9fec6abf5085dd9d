"""The rule a vote's file names is found and applied."""

import pytest

from services.proposals.domain.declared import choose, declared_readings, verify
from services.proposals.domain.pabulib import read
from services.proposals.domain.selection import BallotsNeeded
from tests.unit.proposals.pabulib_file import FILE


@pytest.mark.parametrize(
    ("named", "more", "funded"),
    [
        ("greedy", "", "13"),
        ("greedy-no-skip", "", "1"),
        ("greedy-threshold", "min_project_score_threshold;2\n", "1"),
        ("equalshares", "", "1"),
        ("equalshares/add1", "", "13"),
    ],
)
def test_the_rule_a_file_names_is_found_and_applied(named: str, more: str, funded: str) -> None:
    votes = "\n".join(f"{number};{vote}" for number, vote in enumerate(["1,2", "1,2", "1,2", "1", "3"]))
    rows = "\n".join(f"{each};{cost};{int(each in funded)}" for each, cost in (("1", 60), ("2", 50), ("3", 30)))
    text = f"META\nkey;value\nbudget;100\nvote_type;approval\nrule;{named}\n{more}PROJECTS\nproject_id;cost;selected\n{rows}\nVOTES\nvoter_id;vote\n{votes}\n"
    vote = read(text)
    assert any(verify(vote, reading).agrees for reading in declared_readings(vote))


def test_a_withdrawn_project_does_not_end_the_list() -> None:
    text = FILE.replace("rule;greedy", "rule;greedy-no-skip").replace('1;600;2;"Park; trees";1', "1;999999999;2;Park;0")
    vote = read(text.replace("2;500;1;Lampadaires;0", "2;500;1;Lampadaires;1"))
    assert choose(vote, declared_readings(vote)[0]).selected == ("2",)


def test_a_file_of_totals_cannot_be_divided_into_equal_shares() -> None:
    vote = read(FILE.partition("VOTES")[0].replace("rule;greedy", "rule;equalshares"))
    with pytest.raises(BallotsNeeded):
        choose(vote, declared_readings(vote)[0])


def test_a_file_of_totals_without_ballots_is_counted_by_its_totals() -> None:
    vote = read(FILE.partition("VOTES")[0])
    assert (vote.ballots, vote.support) == ((), {"1": 2, "2": 1, "7": 0})
    assert choose(vote, declared_readings(vote)[0]).selected == ("1",)
    assert [each.word for each in vote.oddities] == ["no-ballots"]
