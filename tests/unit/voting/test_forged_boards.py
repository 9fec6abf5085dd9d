"""Boards forged by whoever holds every key but cannot change the signed official record: each is found out."""

import copy
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Method
from services.voting.verifier.verify import main, verify
from tests.unit.voting.elections import HEAD, ballot, contest, cred, declared
from tests.unit.voting.test_verifier import Board, honest, resigned, roll_again

BOARD, MANIFEST, RECORD = honest()


def forged() -> Board:
    return copy.deepcopy(BOARD)


def cut_at_closing(board: Board) -> Board:
    """Only what head 1 covers, and head 1 signed again over it."""
    after = {name: board.pop(name) for name in ("statements", "late", "paper", "dice", "outcome")}
    first = resigned({**board, **copy.deepcopy(after), "heads": copy.deepcopy(board["heads"])})
    board.update(ballots=first["ballots"], heads=[first["heads"][0], board["heads"][1]])
    return board


def test_a_board_whose_result_was_cut_off_is_not_verified_by_the_true_last_head() -> None:
    assert verify(cut_at_closing(forged()), MANIFEST, RECORD)[0] == 1


def test_other_ballots_cannot_hide_behind_the_true_last_head() -> None:
    board = forged()
    place = next(n for n, one in enumerate(board["ballots"]) if one["ballot"]["cred"] == cred(1))
    board["ballots"][place] = ballot(1, ["c3"], nonce=5).document()
    code, reasons = verify(cut_at_closing(board), MANIFEST, RECORD)
    assert (code, reasons) == (1, ["2 heads where there are to be 1"])


def test_head_1_ties_the_ballots_to_the_hall_but_not_the_result(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It is read out before the dice: whoever gives it is told so, and not that the board is wrong."""
    board = forged()
    first = sha256(canonical(board["heads"][0]["head"])).hexdigest()
    code, notes = verify(board, MANIFEST, first)
    assert (code, notes) == (2, ["that is head 1: it ties the ballots of the box to the hall, not the result"])
    file = tmp_path / "board.json"
    file.write_bytes(canonical(board))
    assert main([str(file), "--manifest", MANIFEST, "--head", first]) == 2
    assert "NOTE: that is head 1" in capsys.readouterr().out
    roll_again(board)
    assert verify(resigned(board), MANIFEST, first) == (2, notes)


def another_contest(board: Board) -> None:
    board["ballots"][0]["ballot"]["contest"] = "ouled-ayad"


def a_ballot_of_another_election(board: Board) -> None:
    board["ballots"][0]["ballot"]["election"] = "0191-other"


def the_heads_of_another_election(board: Board) -> None:
    other = declared([contest(Method.APPROVAL, 4, seats=2)], [ballot(1, ["c0"])])
    board["heads"] = other.document(HEAD)["heads"]


def heads_exchanged(board: Board) -> None:
    board["heads"].reverse()


def a_contest_twice(board: Board) -> None:
    board["manifest"]["contests"].append(board["manifest"]["contests"][0])


def slips_twice(board: Board) -> None:
    board["census"]["contests"].append(board["census"]["contests"][0])


def somebody_twice(board: Board) -> None:
    candidates = board["manifest"]["contests"][0]["candidates"]
    candidates.append(candidates[0])


def an_unknown_method(board: Board) -> None:
    board["manifest"]["contests"][0]["method"] = "borda"


def fewer_than_no_seats(board: Board) -> None:
    board["manifest"]["contests"][0].update(method="stv", seats=-1)


def another_tie_rule(board: Board) -> None:
    board["manifest"]["tie_rule"] = "the-bureau-decides"


def a_tablets_ballots_withheld(board: Board) -> None:
    board["late"] = []


def a_tablet_named_twice(board: Board) -> None:
    board["manifest"]["tablets"].append(board["manifest"]["tablets"][0])


def a_word_beside_the_result(board: Board) -> None:
    board["winner"] = "c3"


def a_word_beside_a_ballot(board: Board) -> None:
    board["ballots"][0]["at"] = "10:14"


def a_word_on_paper(board: Board) -> None:
    board["paper"][0]["by"] = "somebody"


def dice_of_no_contest(board: Board) -> None:
    board["dice"]["dice"]["elsewhere"] = "111111"


def a_ballot_in_capitals(board: Board) -> None:
    board["ballots"][0]["key"] = board["ballots"][0]["key"].upper()


def a_number_for_true(board: Board) -> None:
    board["outcome"]["results"][0]["vacant"] = False


ATTACKS = [
    another_contest,
    a_ballot_of_another_election,
    the_heads_of_another_election,
    heads_exchanged,
    a_contest_twice,
    slips_twice,
    somebody_twice,
    an_unknown_method,
    fewer_than_no_seats,
    another_tie_rule,
    a_tablets_ballots_withheld,
    a_tablet_named_twice,
    a_word_beside_the_result,
    a_word_beside_a_ballot,
    a_word_on_paper,
    dice_of_no_contest,
    a_ballot_in_capitals,
    a_number_for_true,
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_forgery_is_found_by_the_values_of_the_official_record(attack: Callable[[Board], None]) -> None:
    board = forged()
    attack(board)
    assert verify(board, MANIFEST, RECORD)[0] == 1


RESIGNABLE = [
    a_contest_twice,
    slips_twice,
    somebody_twice,
    an_unknown_method,
    another_tie_rule,
    a_tablets_ballots_withheld,
    a_tablet_named_twice,
    a_word_beside_the_result,
    a_word_on_paper,
    dice_of_no_contest,
    a_number_for_true,
]


@pytest.mark.parametrize("attack", RESIGNABLE)
def test_what_no_honest_box_publishes_is_refused_even_where_everything_was_signed_again(
    attack: Callable[[Board], None],
) -> None:
    """Without the official record, too: these boards do not agree with the rules, whoever signs them."""
    board = forged()
    attack(board)
    code, reasons = verify(resigned(board))
    assert code == 1
    assert reasons


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every part of a board, by the way to it."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in inner:
        yield from places(one, (*path, name))


PLACES = list(places(BOARD))
JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, 1, -1, 2**53 - 1, 2**53, "", "x", "é", "e\u0301", [], {}, [[]], {"a": 1}, "0" * 64, 1.5]
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(["remove", "replace", "repeat", "add"]), JUNK)
def test_no_part_of_a_board_can_be_removed_replaced_repeated_or_added_to(
    path: tuple[Any, ...], how: str, junk: Any
) -> None:
    board = forged()
    *way, last = path
    inside: Any = board
    for step in way:
        inside = inside[step]
    if how == "remove":
        del inside[last]
    elif how == "repeat" and isinstance(inside, list):
        inside.insert(last, inside[last])
    elif how == "add" and isinstance(inside[last], dict):
        inside[last]["added"] = junk
    else:
        inside[last] = junk
    if json.dumps(board, sort_keys=True) != json.dumps(BOARD, sort_keys=True):
        assert verify(board, MANIFEST, RECORD)[0] == 1


TEXTS = {
    "half a file": lambda text: text[: len(text) // 2],
    "a name twice": lambda text: text.replace('"seats":2', '"seats":1,"seats":2'),
    "a fraction": lambda text: text.replace('"seats":2', '"seats":2.0'),
    "not a number": lambda text: text.replace('"seats":2', '"seats":NaN'),
    "a number browsers cannot hold": lambda text: text.replace('"seats":2', '"seats":9007199254740993'),
    "a number nobody can hold": lambda text: text.replace('"seats":2', '"seats":' + "9" * 5_000),
    "half a character": lambda text: text.replace("المدينة", "\\ud800"),
    "the same name in other signs": lambda text: text.replace("المدينة", "ا\u200dلمدينة"),
    "two boards": lambda text: text + text,
    "nested without end": lambda text: "[" * 900 + text + "]" * 900,
}


@pytest.mark.parametrize("forge", TEXTS.values(), ids=TEXTS)
def test_a_file_that_two_programs_could_read_differently_is_refused(
    forge: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "board.json"
    text = canonical(BOARD).decode()
    assert forge(text) != text
    file.write_text(forge(text), "utf-8")
    assert main([str(file), "--manifest", MANIFEST, "--head", RECORD]) == 1
    assert "WRONG" in capsys.readouterr().out


def test_spaces_and_the_order_of_names_in_the_file_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "board.json"
    file.write_text(json.dumps(dict(reversed(BOARD.items())), indent=2), "utf-8")
    assert main([str(file), "--manifest", MANIFEST, "--head", RECORD]) == 0


def test_letters_written_in_two_ways_are_two_different_names() -> None:
    """Composed and decomposed accents look alike; a digest tells them apart, so nobody can exchange them afterwards."""
    composed = declared([contest(standing=())], []).closed.manifest.document()
    composed["contests"][0]["label"] = {"fr": "M\u00e9dina"}
    decomposed = copy.deepcopy(composed)
    decomposed["contests"][0]["label"] = {"fr": "Me\u0301dina"}
    assert canonical(composed) != canonical(decomposed)


@pytest.mark.parametrize("value", ["12AB", "", "0" * 8])
def test_a_few_signs_of_a_head_tie_nothing_to_the_hall(value: str) -> None:
    assert verify(forged(), MANIFEST, value)[0] == 1
