"""What is wrong in a vote's file is named by its line and refused; what is only odd is named and counted."""

import re
from pathlib import Path

import pytest

from services.proposals.domain import pabulib
from services.proposals.domain.pabulib import read
from services.proposals.domain.pabulib_tables import PabulibUnreadable, decoded
from shared.http.catalogue import load_catalogue
from tests.unit.proposals.pabulib_file import FILE

ENDS = ("above", "below")


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


def test_what_a_file_says_and_its_lines_do_not_bear_out_is_named() -> None:
    odd = FILE.replace("num_votes;2", "num_votes;9").replace("12;;1\n", "11;;1,1\n").replace("1;600;2;", "1;600;7;")
    assert [(each.word, each.value) for each in read(odd).oddities] == [
        ("num-votes-differs", "9 / 2"),
        ("votes-differ", "7 / 2"),
        ("voter-repeated", "11"),
        ("named-twice", "1,1"),
    ]
    assert read(odd).ballots[1] == {"1": 1}


def test_every_way_a_file_breaks_is_said_in_three_languages() -> None:
    used = "".join(path.read_text(encoding="utf-8") for path in Path(pabulib.__file__).parent.glob("pabulib*.py"))
    words = re.findall(r'PabulibUnreadable\([^()]*(?:\([^()]*\))?[^()]*?"([a-z0-9-]+)"', used)
    words += re.findall(r'Remark\([^,]+, "([a-z-]+)"', used)
    words += [f"{name}-{end}" for name in ("ballot-length", "ballot-cost", "points", "points-sum") for end in ENDS]
    words += ["num-projects-differs", "num-votes-differs", "points-unreadable"]
    assert {"section-missing", "cells-too-many", "column-missing"} < set(words)
    load_catalogue().require(f"pabulib-{word}" for word in words)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    with pytest.raises(PabulibUnreadable) as refused:
        decoded("META\nkey;value\nunit;Łódź\n".encode("cp1250"))
    assert (refused.value.line, refused.value.word) == (3, "not-utf-8")
    assert decoded(b"\xef\xbb\xbfMETA") == "META"


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
        ("budget;1000", "budget;1e9999999", 7, "amount-unreadable"),
        ("budget;1000", "budget;1e-9999999", 7, "amount-unreadable"),
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
