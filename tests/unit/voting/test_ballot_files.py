"""Published ballots of other elections can be counted with our own rules."""

import json
from pathlib import Path

import pytest

from services.voting.domain.contest import Rounding
from services.voting.tools.ballot_files import read_ballots
from services.voting.tools.count import count_file, main, report
from services.voting.tools.papers import BallotsUnreadable

PLAIN = """4 2
28 1 2 3 0
26 2 1 0
3 3 4 0
3 4 3 0
0
"Ann O'Neil"
"Bob"
"Cat"
"Dan"
"Ward 3"
"""
WARD_CSV = """4,2,
28,1,2,3,
26,2,1,
3,3,4,
3,4,3,
"Candidate 1","Ann O'Neil","Labour (Lab)",
"Candidate 2","Bob","Independent (Ind)",
"Candidate 3","Cat","Green (Gr)",
"Candidate 4","Dan","Liberal (Lib)",
"Ward 3",
"""
PREFLIB = """# FILE NAME: 00005.soi
# TITLE: Ward 3
# NUMBER ALTERNATIVES: 4
# ALTERNATIVE NAME 1: Ann O'Neil
# ALTERNATIVE NAME 2: Bob
# ALTERNATIVE NAME 3: Cat
# ALTERNATIVE NAME 4: Dan
28: 1,2,3
26: 2,1
3: 3,4
3: 4,3
"""
COLUMNS = """Ward 3
2 4 4 61
Ann O'Neil, Labour
Bob, Independent
Cat, Green
Dan, Liberal
28 1 2 3 0
26 2 1 0 0
3 0 0 1 2
3 0 0 2 1
"""
ONE_LINE = '4 2 28 1 2 3 0 26 2 1 0 3 3 4 0 3 4 3 0 0 "Ann" "Bob" "Cat" "Dan" "Ward 3"'
NO_ZEROS = "\n".join(line.removesuffix(" 0") for line in PLAIN.splitlines())
SPREADSHEET = PLAIN.replace(" ", ",").replace("\n", ",,\n").replace("Ann,O", "Ann O").replace("Ward,3", "Ward 3")
BALLOTS = [(28, (1, 2, 3)), (26, (2, 1)), (3, (3, 4)), (3, (4, 3))]


@pytest.mark.parametrize("text", [PLAIN, WARD_CSV, PREFLIB, COLUMNS, ONE_LINE, NO_ZEROS, SPREADSHEET])
def test_the_published_forms_say_the_same(text: str) -> None:
    found = read_ballots(text.encode())
    assert (found.title, found.ballots, len(found.candidates)) == ("Ward 3", BALLOTS, 4)
    assert [one["candidate"] for one in count_file(found, Rounding.TRUNCATE5, 2).elected()] == ["1", "2"]


def test_habits_of_published_files_are_understood() -> None:
    """A mark of byte order, commas, remarks, names with or without quotes, papers with a number, candidates who withdrew."""
    text = "\ufeff3 1,\n-3\n# remark\n(p1) 4 1 3 2 0,\n2 3 1 0 # remark\n1 2 2 1 0\n0\n" + (
        '"Ann ALEXANDER ""Labour"""\r\nBob (Ind)\nCat\nWard 6 - Elgin City North\n,\n\n'
    )
    found = read_ballots(text.encode())
    assert found.candidates == ("Ann ALEXANDER, Labour", "Bob (Ind)", "Cat")
    assert found.title == "Ward 6 - Elgin City North"
    assert list(found.rankings()) == [(4, (1, 2)), (2, (1,)), (1, (2,))]


@pytest.mark.parametrize("bom", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_how_a_file_was_saved_changes_nothing(bom: str, end: str) -> None:
    text = PLAIN.replace("Bob", "Jérémie VON-DÖRING").replace("Ward 3", "Eilean a’ Chèo")
    found = read_ballots(text.replace("\n", end).encode(bom))
    assert (found.candidates[1], found.title, found.ballots) == ("Jérémie VON-DÖRING", "Eilean a’ Chèo", BALLOTS)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ('"Neil ALEXANDER ""Scottish Liberal Democrats"""', "Neil ALEXANDER, Scottish Liberal Democrats"),
        ('"""Robin BAWA"" ""Scottish Conservative and Unionist"" "', "Robin BAWA, Scottish Conservative and Unionist"),
        ('"Clare MAITLAND" "Scottish National Party (SNP)"', "Clare MAITLAND, Scottish National Party (SNP)"),
        ("Rose-Ann CUNINGHAME (Con)", "Rose-Ann CUNINGHAME (Con)"),
        ("# ALTERNATIVE NAME 1: Rory O'Brien (Con)", "Rory O'Brien (Con)"),
        ('"Fiona McNider CONNELLY, OBE"', "Fiona McNider CONNELLY, OBE"),
        ('"Robert ""Bob"" Smith"', 'Robert "Bob" Smith'),
        ('Robert "Bob" Smith, Independent', 'Robert "Bob" Smith, Independent'),
        ('Robert Smith "Scottish Green Party"', "Robert Smith, Scottish Green Party"),
        ('"Rory O\'Brien" # candidate 1, "Rory"', "Rory O'Brien"),
        ("Ward #1 Residents", "Ward #1 Residents"),
    ],
)
@pytest.mark.parametrize(
    "title", ["Ward 5 - Kilmarnock: South", '"""Ward 5 - Kilmarnock: South"" "', "# TITLE: Ward 5 - Kilmarnock: South"]
)
def test_names_and_parties_are_read_however_they_are_quoted(name: str, read: str, title: str) -> None:
    second = "# ALTERNATIVE NAME 2: B" if name.startswith("#") else "B"
    found = read_ballots(f"2 1\n3 1 2 0\n0\n{name}\n{second}\n{title}".encode())
    assert (found.candidates, found.title) == ((read, "B"), "Ward 5 - Kilmarnock: South")


EXPLAINED = """4 2          # four candidates are competing for two seats
-2           # Bob has withdrawn
28 1 2 3 0   # the first number is the weight
26 2 1 0
3 3 4 0      /* 0 ends
a ballot */
3 4 3 0
0            # end of ballots, "0"
"Ann"        # 1st candidate
"Bob"        # 2nd candidate
"Cat"        # 3rd candidate
"Dan"        # 4th candidate
"Ward 3"     # title
\x1a"""


def test_a_file_explained_line_by_line_is_counted_and_its_remarks_stand_for_nothing() -> None:
    found = read_ballots(EXPLAINED.encode())
    assert (found.title, found.candidates) == ("Ward 3", ("Ann", "Bob", "Cat", "Dan"))
    assert (found.ballots, found.withdrawn) == (BALLOTS, frozenset({2}))


def test_names_side_by_side_are_as_many_as_candidates_were_announced() -> None:
    *numbers, names = PLAIN.rpartition("0\n")
    assert read_ballots(("".join(numbers) + names.replace("\n", " ")).encode()) == read_ballots(PLAIN.encode())


def test_a_ward_whose_name_has_commas_keeps_it() -> None:
    text = WARD_CSV.replace('"Ward 3",', '""Ward 11 - Bishopton, Bridge of Weir and Langbank"",')
    found = read_ballots(text.encode())
    assert (found.title, found.ballots) == ("Ward 11 - Bishopton, Bridge of Weir and Langbank", BALLOTS)


def test_whoever_withdrew_is_passed_over_and_stands_for_nothing() -> None:
    found = read_ballots(b'4 1\n-2 -4\n3 2 1 0\n2 4 0\n2 3 0\n0\n"A"\n"B"\n"C"\n"D"\n"W"\n')
    counted = count_file(found, Rounding.TRUNCATE5)
    assert [one.id for one in counted.contest.candidates] == ["1", "3"]
    assert (counted.valid, [one["candidate"] for one in counted.elected()]) == (5, ["1"])


def test_blank_papers_are_read_and_do_not_raise_the_quota() -> None:
    found = read_ballots(b'2 1\n40 0\n2 1 0\n1 2 0\n0\n"A"\n"B"\n"W"\n')
    assert (count_file(found, Rounding.TRUNCATE5).valid, count_file(found, Rounding.TRUNCATE5).quota) == (3, 2)


def test_remarks_of_both_kinds_say_nothing() -> None:
    found = read_ballots(b'# by hand\n2 1 # two, one\n/* counted\ntwice */\n2 1 0 /* A */\n0\n"A"\n"B"\n"W"\n')
    assert found.ballots == [(2, (1,))]


def test_a_preference_left_out_or_given_twice_ends_the_paper() -> None:
    found = read_ballots(
        b'3 1\n1 1 - 2 0\n1 1 2=3 0\n1 1=2 3 0\n1 1 = 2 3 0\n1 - 1 0\n1 (1 2) 3 0\n1 1 2 1 3 0\n0\n"A"\n"B"\n"C"\n"W"\n'
    )
    assert [ranking for _, ranking in found.rankings()] == [(1,), (1,), (), (), (), (), (1, 2)]
    assert count_file(found, Rounding.TRUNCATE5).valid == 3


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "2 1\n1 3 0\n0\nA\nB\nW", "2 1\n1 1 0\n0\nA", "2 1\n1 1 0", "2 1\n1.5 1 0\n0\nA\nB\nW", "# only\n# remarks",
        "2 1\n-3\n1 1 0\n0\nA\nB\nW", "2 1\n1 1\n1 2 0\n0\nA\nB\nW", "2\n1 1 0\n0\nA\nB\nW", "2,1,\n1,1,\n\"Candidate 1\",\"A\",",
        "W\n1 2 2\nA\nB\n1 1 2", "W\n1 2 1\nA\nB\n1 1 2 3", "2 1\n1 1 0\n2 1 0 0 A",
    ],
)  # fmt: skip
def test_what_is_no_ballot_file_is_refused(text: str) -> None:
    with pytest.raises(BallotsUnreadable):
        read_ballots(text.encode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no ballot in it"),
        ("<!DOCTYPE html>", "nothing says where the ballots end"),
        ("2 1\n1 1 0\n", "nothing says where the ballots end"),
        ("3 1\n1 1 0\n0\nA", "a candidate has no name"),
        ("3 1\n4 1 x 2 0\n0\nA\nB\nC\nW", "'x' is no number"),
        ("3 1\n4 1 -2 0\n0\nA\nB\nC\nW", "'-2' is no number"),
        ("2 1\n1 1 0\n0\nA\nB\nC\nW", "more lines follow"),
        ('2 1 1 1 0 0 "A" "B" "C" "W"', "more lines follow"),
        ("2\n1 1 0\n0\nA\nB\nW", "does not give two numbers"),
        (WARD_CSV.replace("26,2,1", "abc,2,1"), "'abc' is no number"),
        (WARD_CSV.replace("26,2,1", "-26,2,1"), "'-26' is no number"),
        (WARD_CSV.replace("26,2,1", "26,2,zwei"), "'zwei' is no number"),
        (WARD_CSV.replace("Candidate 4", "Candidate 5"), "4 candidates are announced"),
        (WARD_CSV + '"Ward 4",', "neither a ballot nor a candidate"),
    ],
)
def test_a_faulty_file_is_refused_in_words_and_no_ballot_of_it_is_passed_over(text: str, said: str) -> None:
    with pytest.raises(BallotsUnreadable, match=said):
        read_ballots(text.encode())


def test_candidates_bear_their_own_numbers_whatever_the_order_they_stand_in() -> None:
    *papers, first, second, third, fourth, title = WARD_CSV.splitlines()
    turned = "\n".join([*papers, fourth, second, first, third, title])
    assert read_ballots(turned.encode()) == read_ballots(WARD_CSV.encode())


@pytest.mark.parametrize("papers", ["", "40 0\n"])
def test_without_a_valid_ballot_nobody_is_elected_from_a_file_either(papers: str) -> None:
    counted = count_file(read_ballots(f"2 1\n{papers}0\nA\nB\nW".encode()), Rounding.TRUNCATE5)
    assert (counted.valid, counted.elected(), counted.stages(), counted.ranked.drawn) == (0, [], [], ())
    assert "nobody is elected" in report(counted)


def test_a_lot_names_only_who_stands() -> None:
    found = read_ballots(b'3 1\n-3\n3 1 0\n0\n"A"\n"B"\n"C"\n"W"\n')
    with pytest.raises(BallotsUnreadable, match="nobody of number 3, 9 stands"):
        count_file(found, Rounding.TRUNCATE5, lot=["9", "3", "1"])


def test_a_lot_that_fell_elsewhere_can_be_given() -> None:
    found = read_ballots(b'3 1\n3 1 0\n2 2 0\n2 3 0\n0\n"A"\n"B"\n"C"\n"W"\n')
    gone = [count_file(found, Rounding.TRUNCATE5, lot=lot).stages()[1]["candidate"] for lot in (["2"], ["3"])]
    assert gone == ["3", "2"]
    assert count_file(found, Rounding.TRUNCATE5).document()["drawn"][0] == ["2", "3"]


def test_no_lot_is_told_among_those_the_count_never_reached() -> None:
    found = read_ballots(b'3 1\n9 1 0\n2 2 0\n2 3 0\n0\n"A"\n"B"\n"C"\n"W"\n')
    counted = count_file(found, Rounding.TRUNCATE5)
    assert (counted.lots(), [one["candidate"] for one in counted.elected()]) == ([], ["1"])
    assert "LOT" not in report(counted)


def test_the_program_prints_who_is_elected_and_every_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ward.blt"
    file.write_text('3 2\n7 1 2 0\n2 2 0\n3 3 0\n0\n"A"\n"B"\n"C"\n"Ward"\n')
    assert main([str(file), "--rounding", "scottish"]) == 0
    printed = capsys.readouterr().out
    assert "seats 2, valid 12, quota 5" in printed
    assert "elected at stage 1: 1 A" in printed
    assert "3.99997" in printed
    assert main([str(file), "--rounding", "scottish", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["votes"] for one in said["stages"]][:2] == [{"1": 7, "2": 2, "3": 3}, {"1": 5, "2": "3.99997", "3": 3}]
    assert [(one["name"], one["stage"]) for one in said["elected"]] == [("A", 1), ("B", 3)]
    assert said["stages"][-1]["non_transferable"] == "3.00003"
    assert main([str(tmp_path / "missing.blt")]) == 1
