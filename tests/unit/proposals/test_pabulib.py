"""Votes in the exchange format of participatory budgeting are read, and written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain.pabulib import PabulibProject, PabulibVote, read
from services.proposals.domain.pabulib_writing import write
from tests.unit.proposals.pabulib_file import FILE


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


def test_columns_stand_in_any_order_and_more_of_them_do_no_harm() -> None:
    text = FILE.replace(
        'project_id;cost;votes;name;selected\n1;600;2;"Park; trees";1\n2;500;1;Lampadaires;0\n7;400;0;ملعب;1',
        "name;selected;latitude;cost;project_id;target\nPark;1;52.2;600;1;x,y\nLampadaires;0;;500;2;\nملعب;2;;400;7",
    ).replace("voter_id;age;vote\n11;34;1,2\n12;;1", "sex; vote ;voter_id\nM; 1 , 2;11\nF;1;12")
    vote = read(text)
    assert [(each.id, each.cost, each.name, each.selected) for each in vote.projects] == [
        ("1", 600, "Park", 1),
        ("2", 500, "Lampadaires", 0),
        ("7", 400, "ملعب", 2),
    ]
    assert vote.ballots == ({"1": 1, "2": 1}, {"1": 1})
    assert vote.official == frozenset({"1"})


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n\n"])
def test_a_mark_at_the_beginning_and_any_line_ending_are_read(ending: str) -> None:
    plain = read(FILE)
    assert read("\ufeff" + FILE.replace("\n", ending)).ballots == plain.ballots


def test_projects_may_be_called_anything() -> None:
    vote = read(FILE.replace("\n7;400", "\nBO.D 14/23;400").replace("12;;1\n", "12;;BO.D 14/23, 1\n"))
    assert vote.ballots[1] == {"BO.D 14/23": 1, "1": 1}


def test_a_name_with_a_lone_quote_or_over_two_lines_is_read() -> None:
    vote = read(FILE.replace('"Park; trees"', '"Park').replace("Lampadaires", 'tuyau 5" et 6'))
    assert [each.name for each in vote.projects] == ['"Park', 'tuyau 5" et 6', "ملعب"]
    assert read(FILE.replace('"Park; trees"', '"Park;\ntrees ""high"""')).projects[0].name == 'Park;\ntrees "high"'


@pytest.mark.parametrize("second", ['Przedszkole "Bajka"', '"Skwer" - etap II', '"Skwer; etap II"', 'rura 5"'])
def test_a_name_that_begins_with_a_word_in_quotes_ends_with_its_line(second: str) -> None:
    """As real files have them: whatever follows, no project is swallowed by the one before it."""
    raw = FILE.replace('"Park; trees"', '"Odkupmy" i my').replace("Lampadaires", second)
    vote = read(raw)
    assert [each.id for each in vote.projects] == ["1", "2", "7"]
    assert vote.projects[1].name.replace('"', "") == second.replace('"', "")
    assert vote.ballots == read(FILE).ballots


def test_amounts_with_spaces_and_a_comma_and_unknown_facts_are_read() -> None:
    vote = read(FILE.replace("budget;1000", "budget;1\u00a0000,50\nweather;sunny").replace(";600;", ";600,25;"))
    assert (vote.budget, vote.projects[0].cost, vote.scale) == (100_050, 60_025, 100)
    assert vote.meta["weather"] == "sunny"


@pytest.mark.parametrize("columns", ["project_id;cost;name;selected", "project_id;cost;votes;name"])
def test_a_file_without_totals_or_without_an_outcome_is_read(columns: str) -> None:
    kept = columns.split(";")
    rows = [
        dict(zip(["project_id", "cost", "votes", "name", "selected"], row, strict=True))
        for row in (("1", "600", "2", "Park", "1"), ("2", "500", "1", "Lampadaires", "0"))
    ]
    listed = "\n".join(";".join(row[name] for name in kept) for row in rows)
    vote = read(f"META\nbudget;1000\nvote_type;approval\nPROJECTS\n{columns}\n{listed}\nVOTES\nvote\n1,2\n1\n")
    assert vote.support == {"1": 2, "2": 1}
    assert (vote.official is None) == ("selected" not in kept)


def test_an_empty_ballot_counts_as_a_voter_who_supports_nothing() -> None:
    assert read(FILE.replace("12;;1\n", "12;;\n13;40\n14;;none\n")).ballots[1:] == ({}, {}, {})


def test_points_may_have_decimals() -> None:
    pointed = FILE.replace("approval", "cumulative").replace(
        "age;vote\n11;34;1,2\n12;;1", "points;vote\n11;2.5,0.5;1,2\n12;4;1"
    )
    vote = read(pointed)
    assert (vote.points_scale, vote.ballots) == (10, ({"1": 25, "2": 5}, {"1": 40}))
    again = read(write(vote))
    assert (again.ballots, again.points_scale) == (vote.ballots, 10)


def test_a_scoring_vote_gives_the_default_to_projects_that_are_not_named() -> None:
    scored = FILE.replace("approval", "scoring\ndefault_score;-1").replace(
        "age;vote\n11;34;1,2\n12;;1", "points;vote\n11;3,-2;1,2\n12;1;1"
    )
    assert read(scored).ballots == ({"1": 3, "2": -2, "7": -1}, {"1": 1, "2": -1, "7": -1})


def test_the_example_of_the_format_itself_is_read_with_its_spaces_and_its_colon() -> None:
    vote = read(FILE.replace("Park; trees", "Park;trees").replace(";", "; ").replace("rule; greedy", "rule: greedy"))
    assert vote.projects[0].name == "Park; trees"
    assert (vote.meta["rule"], vote.ballots) == ("greedy", ({"1": 1, "2": 1}, {"1": 1}))
