"""Votes in the exchange format of participatory budgeting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain.pabulib import PabulibProject, PabulibUnreadable, PabulibVote, read, write

FILE = """META
key;value
description;Municipal PB in Poland, Example; with a semicolon
country;Poland
num_projects;3
num_votes;2
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
1;600;2;"Park; trees";1
2;500;1;Lampadaires;0
7;400;0;ملعب;1
VOTES
voter_id;age;vote
11;34;1,2
12;;1
"""


def test_a_file_is_read_with_its_names_and_without_its_voters() -> None:
    vote = read(FILE)
    assert (vote.budget, vote.scale, len(vote.projects)) == (1000, 1, 3)
    assert vote.projects[0].name == "Park; trees"
    assert vote.ballots == ({"1": 1, "2": 1}, {"1": 1})
    assert vote.meta["description"] == "Municipal PB in Poland, Example; with a semicolon"


NAMES = st.text(alphabet="abc éàملعب;\",'", max_size=12).map(str.strip)


@st.composite
def votes(draw: st.DrawFn) -> PabulibVote:
    costs = draw(st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
    projects = tuple(PabulibProject(f"p{number}", cost, draw(NAMES)) for number, cost in enumerate(costs))
    pointed = draw(st.booleans())
    points = st.integers(1, 9) if pointed else st.just(1)
    ids = st.sampled_from([project.id for project in projects])
    ballots = draw(st.lists(st.dictionaries(ids, points, max_size=4), min_size=1, max_size=5))
    kind = "cumulative" if pointed else "approval"
    return PabulibVote({"vote_type": kind, "country": "Tunisia"}, projects, tuple(ballots), sum(costs), 1)


@given(votes())
def test_what_is_written_is_read_again(vote: PabulibVote) -> None:
    again = read(write(vote))
    assert [(p.id, p.cost, p.name) for p in again.projects] == [(p.id, p.cost, p.name) for p in vote.projects]
    assert (again.ballots, again.budget) == (vote.ballots, vote.budget)


def test_amounts_with_decimals_are_exact() -> None:
    vote = read(FILE.replace(";600;", ";600.255;").replace("budget;1000", "budget;1000.5"))
    assert (vote.scale, vote.budget, vote.projects[0].cost) == (1000, 1_000_500, 600_255)
    assert "600.255" in write(vote)


def test_places_of_an_ordinal_ballot_become_points() -> None:
    vote = read(FILE.replace("approval", "ordinal").replace("num_votes;2", "num_votes;2\nmax_length;3"))
    assert vote.ballots[0] == {"1": 3, "2": 2}


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("12;;1", "12;;9", 18, "project-unknown"),
        ("12;;1", "12;;1,1", 18, "project-repeated"),
        ("2;500;", "1;500;", 13, "project-repeated"),
        ("2;500;", "2;-5;", 13, "amount-unreadable"),
        ("2;500;", ";500;", 13, "project-id-missing"),
        ("budget;1000", "budget;lots", 7, "amount-unreadable"),
        ("approval", "cumulative", 17, "points-unreadable"),
        ("VOTES", "VOICES", 18, "section-missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(old: str, new: str, line: int, word: str) -> None:
    with pytest.raises(PabulibUnreadable) as refused:
        read(FILE.replace(old, new))
    assert (refused.value.line, refused.value.word) == (line, word)
