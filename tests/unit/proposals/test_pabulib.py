"""Votes in the exchange format of participatory budgeting."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proposals.domain import pabulib
from services.proposals.domain.declared import choose, declared_readings, verify
from services.proposals.domain.pabulib import PabulibProject, PabulibVote, read
from services.proposals.domain.pabulib_tables import PabulibUnreadable, decoded
from services.proposals.domain.pabulib_writing import write
from services.proposals.domain.selection import BallotsNeeded
from services.proposals.tools.pb import main
from shared.http.catalogue import load_catalogue

ENDS = ("above", "below")

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


def test_amounts_with_spaces_and_a_comma_and_unknown_facts_are_read() -> None:
    vote = read(FILE.replace("budget;1000", "budget;1\u00a0000,50\nweather;sunny").replace(";600;", ";600,25;"))
    assert (vote.budget, vote.projects[0].cost, vote.scale) == (100_050, 60_025, 100)
    assert vote.meta["weather"] == "sunny"


def test_a_file_of_totals_without_ballots_is_counted_by_its_totals() -> None:
    vote = read(FILE.partition("VOTES")[0])
    assert (vote.ballots, vote.support) == ((), {"1": 2, "2": 1, "7": 0})
    assert choose(vote, declared_readings(vote)[0]).selected == ("1",)
    assert [each.word for each in vote.oddities] == ["no-ballots"]


def test_a_file_of_totals_cannot_be_divided_into_equal_shares() -> None:
    vote = read(FILE.partition("VOTES")[0].replace("rule;greedy", "rule;equalshares"))
    with pytest.raises(BallotsNeeded):
        choose(vote, declared_readings(vote)[0])


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


def test_ballots_beyond_what_the_file_allows_are_named_and_counted() -> None:
    odd = FILE.replace("num_votes;2", "num_votes;2\nmax_length;1\nmin_sum_cost;700\nmax_sum_cost;1000")
    vote = read(odd)
    assert [(each.line, each.word, each.value) for each in vote.oddities] == [
        (20, "ballot-length-above", "2 / 1"),
        (20, "ballot-cost-above", "1100 / 1000"),
        (21, "ballot-cost-below", "600 / 700"),
    ]
    assert vote.support == {"1": 2, "2": 1, "7": 0}


def test_points_beyond_what_the_file_allows_are_named_and_counted() -> None:
    limits = "cumulative\nmin_points;1\nmax_points;4\nmin_sum_points;3\nmax_sum_points;5"
    odd = FILE.replace("approval", limits).replace("age;vote\n11;34;1,2\n12;;1", "points;vote\n11;4.5,1;1,2\n12;0.5;1")
    assert [(each.line, each.word, each.value) for each in read(odd).oddities] == [
        (21, "points-above", "4.5 / 4"),
        (21, "points-sum-above", "5.5 / 5"),
        (22, "points-below", "0.5 / 1"),
        (22, "points-sum-below", "0.5 / 3"),
    ]


def test_a_score_that_is_not_what_the_ballots_come_to_is_named() -> None:
    odd = FILE.replace("project_id;cost;votes;", "project_id;cost;score;")
    assert [(each.line, each.word, each.value) for each in read(odd.replace("1;600;2;", "1;600;5;")).oddities] == [
        (12, "score-differs", "5 / 2")
    ]


def test_a_name_with_a_separator_that_nobody_quoted_is_named() -> None:
    odd = read(FILE.replace("Lampadaires", "Lampadaires; bancs"))
    assert [(each.line, each.word, each.value) for each in odd.oddities] == [(13, "cells-too-many", "0")]


def test_the_example_of_the_format_itself_is_read_with_its_spaces_and_its_colon() -> None:
    vote = read(FILE.replace("Park; trees", "Park;trees").replace(";", "; ").replace("rule; greedy", "rule: greedy"))
    assert vote.projects[0].name == "Park; trees"
    assert (vote.meta["rule"], vote.ballots) == ("greedy", ({"1": 1, "2": 1}, {"1": 1}))


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    with pytest.raises(PabulibUnreadable) as refused:
        decoded("META\nkey;value\nunit;Łódź\n".encode("cp1250"))
    assert (refused.value.line, refused.value.word) == (3, "not-utf-8")
    assert decoded(b"\xef\xbb\xbfMETA") == "META"


def test_every_way_a_file_breaks_is_said_in_three_languages() -> None:
    used = "".join(path.read_text(encoding="utf-8") for path in Path(pabulib.__file__).parent.glob("pabulib*.py"))
    words = re.findall(r'PabulibUnreadable\([^()]*(?:\([^()]*\))?[^()]*?"([a-z0-9-]+)"', used)
    words += re.findall(r'Remark\([^,]+, "([a-z-]+)"', used)
    words += [f"{name}-{end}" for name in ("ballot-length", "ballot-cost", "points", "points-sum") for end in ENDS]
    words += ["num-projects-differs", "num-votes-differs", "points-unreadable"]
    assert {"section-missing", "cells-too-many", "column-missing"} < set(words)
    load_catalogue().require(f"pabulib-{word}" for word in words)


def test_what_a_file_says_and_its_lines_do_not_bear_out_is_named() -> None:
    odd = FILE.replace("num_votes;2", "num_votes;9").replace("12;;1\n", "11;;1,1\n").replace("1;600;2;", "1;600;7;")
    assert [(each.word, each.value) for each in read(odd).oddities] == [
        ("num-votes-differs", "9 / 2"),
        ("votes-differ", "7 / 2"),
        ("voter-repeated", "11"),
        ("named-twice", "1,1"),
    ]
    assert read(odd).ballots[1] == {"1": 1}


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


def test_ties_can_be_parted_by_the_text_of_the_ids_as_other_programs_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tie.pb"
    file.write_text(
        FILE.replace("\n7;400;", "\n10;500;").replace("12;;1\n", "12;;10\n13;;2\n14;;10\n"), encoding="utf-8"
    )
    asked = [str(file), "--rule", "greedy", "--tie-break", "ballot_order", "--json"]
    main(asked)
    main([*asked, "--order", "id"])
    first, second = (json.loads(line)["selected"] for line in capsys.readouterr().out.splitlines())
    assert (first, second) == (["2", "10"], ["10", "2"])


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere.pb")]) == 2
    assert capsys.readouterr().err == "nowhere.pb: No such file or directory\n"


def test_a_file_can_be_checked_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, broken = (tmp_path / name for name in ("good.pb", "bad.pb", "broken.pb"))
    good.write_text(FILE.replace("ملعب;1", "ملعب;0"), encoding="utf-8")
    bad.write_text(FILE.replace("ملعب;1", "ملعب;0").replace('trees";1', 'trees";0'), encoding="utf-8")
    broken.write_text(FILE.replace("12;;1", "12;;9"), encoding="utf-8")
    assert main([str(good), "--trace", "ar"]) == 0
    assert "the same projects" in capsys.readouterr().out
    assert main([str(bad)]) == 1
    assert "only the rule 1" in capsys.readouterr().out
    assert main([str(broken)]) == 2
    assert "line 18: The ballot names project “9”, which PROJECTS does not list." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("project_id;cost", "project;cost", 11, "column-missing"),
        ("voter_id;age;vote", "voter_id;age;votes", 16, "column-missing"),
        ("approval", "lottery", 8, "vote-type-unknown"),
        ("12;;1", "12;;9", 18, "project-unknown"),
        ("2;500;", "1;500;", 13, "project-repeated"),
        ("2;500;", "2;-5;", 13, "amount-unreadable"),
        ("2;500;", ";500;", 13, "project-id-missing"),
        ("budget;1000", "budget;lots", 7, "amount-unreadable"),
        ("budget;1000", "budget;", 7, "budget-missing"),
        ("budget;1000", "budget;1e-40", 7, "amount-unreadable"),
        ("2;500;", "2;;", 13, "cost-missing"),
        ("2;500;", "2;1.500.000;", 13, "amount-unreadable"),
        ("VOTES", "PROJECTS", 15, "section-repeated"),
        (FILE[: FILE.index("PROJECTS")], "", 9, "section-missing"),
        (FILE[FILE.index("PROJECTS") :], "", 9, "section-missing"),
        (FILE, "", 1, "section-missing"),
        ("approval", "cumulative", 17, "points-unreadable"),
        ("VOTES", "VOICES", 15, "cost-missing"),
        ("PROJECTS", "PROJETS", 18, "section-missing"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(old: str, new: str, line: int, word: str) -> None:
    with pytest.raises(PabulibUnreadable) as refused:
        read(FILE.replace(old, new))
    assert (refused.value.line, refused.value.word) == (line, word)
