"""Anybody can recount the board, and no operator can change it behind the official record."""

import copy
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain import merkle
from services.voting.domain.ballot import SignedBallot, read_ballot
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Candidate, GroupQuota, Method, Quorum, Rounding, Shortfall
from services.voting.domain.late import PaperBallot, state_batch
from services.voting.domain.manifest import spoken
from services.voting.domain.receipt import issue
from services.voting.verifier.verify import main, verify
from tests.unit.voting.elections import BOX, ELECTION, HEAD, TABLET, ballot, contest, cred, declared, key

Board = dict[str, Any]


def honest(**rules: Any) -> tuple[Board, str, str]:
    late = (ballot(8, ["c2"]), ballot(9, ["c0"]))
    whole = declared(
        [contest(Method.APPROVAL, 4, seats=2, **rules)],
        [ballot(number, ["c0", "c1"] if number % 2 else ["c1"]) for number in range(1, 7)],
        void=(10,),
        statements=(state_batch("t1", ELECTION, late, TABLET),),
        batches={"t1": late},
        paper=(PaperBallot("medina", cred(7), ("c3",)),),
    )
    return whole.document(HEAD), whole.closed.manifest.digest, whole.head().value


def test_an_honest_board_is_verified_by_the_values_of_the_official_record() -> None:
    board, manifest, head = honest()
    assert verify(board, manifest, head) == (0, [])
    assert verify(board, spoken(manifest), head) == (0, [])


def test_without_the_values_of_the_official_record_a_board_is_only_consistent() -> None:
    board, manifest, head = honest()
    assert verify(board) == verify(board, manifest) == verify(board, None, head) == (2, [])


def test_a_board_of_the_moment_of_closing_verifies_too() -> None:
    whole = declared([contest()], [ballot(1, ["c0"])]).closed
    head = whole.head()
    board = {
        "v": 1,
        "kind": "board",
        "manifest": whole.manifest.document(),
        "census": whole.census(),
        "ballots": [one.document() for one in whole.ballots],
        "heads": [head.signed(HEAD)],
    }
    assert verify(board, whole.manifest.digest, head.value) == (0, [])


RULES = st.fixed_dictionaries(
    {
        "seats": st.integers(1, 4),
        "alternates": st.integers(0, 2),
        "rounding": st.sampled_from(Rounding),
        "quota": st.none() | st.builds(GroupQuota, st.just({"w": 1}), st.sampled_from(Shortfall)),
        "quorum": st.none() | st.builds(Quorum, st.sampled_from(["present", "ballots"]), st.integers(0, 1000)),
    }
)
STANDING = tuple(Candidate(f"c{n}", {"ar": f"م{n}"}, "w" if n == 4 else "m", 100 * n + 100) for n in range(5))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([Method.APPROVAL, Method.STV, Method.POINTS, Method.KNAPSACK]), RULES, st.data())
def test_the_verifier_recounts_every_method_to_the_same_result(
    method: Method, rules: dict[str, Any], data: st.DataObject
) -> None:
    names = [f"c{n}" for n in range(5)]
    chosen = st.permutations(names).flatmap(lambda order: st.integers(0, 5).map(lambda n: order[:n]))
    ballots: list[SignedBallot] = []
    for number, choices in enumerate(data.draw(st.lists(chosen, max_size=9)), 1):
        ordered = choices if method is Method.STV else sorted(choices)
        ballots.append(ballot(number, [(name, 1) for name in ordered] if method is Method.POINTS else ordered))
    one = contest(method, standing=STANDING, max_choices=10, budget=10_000, **rules)
    whole = declared([one], ballots)
    assert verify(whole.document(HEAD), whole.closed.manifest.digest, whole.head().value) == (0, [])


def resigned(board: Board) -> Board:
    """What an operator who holds every key does after changing something: all counts, hashes and signatures made to fit."""
    ballots = [read_ballot(canonical(one)) for one in board["ballots"]]
    board["ballots"] = [one.document() for one in sorted(ballots, key=lambda one: one.digest)]
    for contest_ in board["manifest"]["contests"]:
        lists = next(one for one in board["census"]["contests"] if one["contest"] == contest_["contest"])
        pool, voids = sorted(lists["pool"]), sorted(lists["voids"])
        lists.update(pool=pool, voids=voids)
        figures = contest_["census"]
        figures.update(printed=len(pool), void=len(voids), given=len(pool) - len(voids))
        figures.update({name: sha256(canonical(one)).hexdigest() for name, one in (("pool", pool), ("voids", voids))})
    manifest = sha256(canonical(board["manifest"])).hexdigest()
    leaves = [merkle.leaf_hash(canonical(one)) for one in (board["manifest"], board["census"], *board["ballots"])]
    first, second = (one["head"] for one in board["heads"])
    counts = {name: sum(one.ballot.contest == name for one in ballots) for name in first["counts"]}
    first.update(manifest=manifest, size=len(leaves), root=merkle.root(leaves).hex(), counts=counts)
    sums = [board["opened"]] if "opened" in board else []
    added = [*board["statements"], *board["late"], *board["paper"], board["dice"], *sums, board["outcome"]]
    later = leaves + [merkle.leaf_hash(canonical(one)) for one in added]
    second.update(manifest=manifest, size=len(later), root=merkle.root(later).hex())
    second.update(
        previous=sha256(canonical(first)).hexdigest(), results=sha256(canonical(board["outcome"])).hexdigest()
    )
    second["consistency"] = [node.hex() for node in merkle.consistency_proof(later, len(leaves))]
    for one in board["heads"]:
        one["sig"] = HEAD.sign(canonical(one["head"])).hex()
    return board


def change(board: Board) -> None:
    board["ballots"][0] = ballot(1, ["c3"], nonce=5).document()


def duplicate(board: Board) -> None:
    board["ballots"].append(board["ballots"][0])


def invent(board: Board) -> None:
    board["ballots"].append(ballot(99, ["c0"]).document())
    board["census"]["contests"][0]["pool"].append(cred(99))


def drop(board: Board) -> None:
    board["ballots"].pop()


def unvoid(board: Board) -> None:
    board["census"]["contests"][0]["voids"] = []
    board["ballots"].append(ballot(10, ["c3"]).document())


def swap_winners(board: Board) -> None:
    board["outcome"]["results"][0]["elected"].reverse()


def roll_again(board: Board) -> None:
    board["dice"]["dice"]["medina"] = "666666"


def add_to_a_tablet(board: Board) -> None:
    board["late"].append({"kind": "late", "tablet": "t1", "ballot": ballot(6, ["c3"]).document()})


def add_paper(board: Board) -> None:
    board["paper"].append({"kind": "paper", "contest": "medina", "cred": cred(10), "choices": ["c3"]})


def lower_the_seats(board: Board) -> None:
    board["manifest"]["contests"][0]["seats"] = 1


ATTACKS = [
    change,
    duplicate,
    invent,
    drop,
    unvoid,
    swap_winners,
    roll_again,
    add_to_a_tablet,
    add_paper,
    lower_the_seats,
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_operator_who_signs_everything_again_is_found_out(attack: Callable[[Board], None]) -> None:
    board, manifest, head = honest()
    attack(board)
    code, reasons = verify(resigned(board), manifest, head)
    assert code == 1
    assert reasons


def test_another_operator_with_its_own_keys_cannot_pass_for_the_box() -> None:
    board, manifest, head = honest()
    forged = copy.deepcopy(board)
    forged["manifest"]["keys"]["head"] = key(1).public_key().public_bytes_raw().hex()
    assert verify(resigned(forged), manifest, head)[0] == 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_board_changed_without_signing_again_does_not_even_agree_with_itself(attack: Callable[[Board], None]) -> None:
    board, _, _ = honest()
    attack(board)
    assert verify(board)[0] == 1


@pytest.mark.parametrize("board", [{}, [], {"manifest": 3}, {"manifest": {}, "census": {}, "heads": []}, None])
def test_what_is_not_a_board_is_said_to_be_none(board: Any) -> None:
    assert verify(board)[0] == 1


def test_a_dropped_ballot_is_proven_by_its_receipt() -> None:
    board, manifest, head = honest()
    kept = read_ballot(canonical(board["ballots"][-1]))
    receipt = issue(kept, BOX).document()
    assert verify(board, manifest, head, receipt) == (0, [])
    drop(board)
    code, reasons = verify(resigned(board), None, None, receipt)
    assert code == 1
    assert any("receipt" in reason for reason in reasons)


def test_a_receipt_nobody_signed_proves_nothing() -> None:
    board, _, _ = honest()
    receipt = issue(ballot(99, ["c0"]), key(1)).document()
    assert verify(board, receipt=receipt)[1] == ["the receipt is not signed by this ballot box"]


def test_the_same_ballot_always_gets_the_same_receipt() -> None:
    assert issue(ballot(1, ["c0"]), BOX) == issue(ballot(1, ["c0"]), BOX)
    assert issue(ballot(1, ["c0"]), BOX).holds(BOX.public_key().public_bytes_raw())


def test_the_program_reads_files_and_answers_by_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board, manifest, head = honest()
    file, receipt = tmp_path / "board.json", tmp_path / "receipt.json"
    file.write_bytes(canonical(board))
    receipt.write_text(json.dumps(issue(read_ballot(canonical(board["ballots"][0])), BOX).document()))
    assert main([str(file), "--manifest", spoken(manifest), "--head", head, "--receipt", str(receipt)]) == 0
    assert main([str(file)]) == 2
    assert main([str(file), "--manifest", "WRONG123", "--head", head]) == 1
    assert main([str(tmp_path / "none.json")]) == 1
    file.write_text('{"a": 1, "a": 2}')
    assert main([str(file)]) == 1
    assert "VERIFIED" in capsys.readouterr().out


def test_the_published_bytes_are_the_canonical_bytes_of_the_board() -> None:
    late = (ballot(8, ["c2"]),)
    whole = declared(
        [contest(Method.APPROVAL, 4)],
        [ballot(number, ["c0"]) for number in range(1, 5)],
        statements=(state_batch("t1", ELECTION, late, TABLET),),
        batches={"t1": late},
    )
    assert whole.content(HEAD) == canonical(whole.document(HEAD))
    empty = declared([contest()], [])
    assert empty.content(HEAD) == canonical(empty.document(HEAD))


def reasons(board: Board) -> str:
    """What is found without any value of the official record."""
    code, found = verify(board)
    assert code == 1
    return "; ".join(found)


def test_two_ballots_of_one_slip_are_found_even_if_the_whole_board_agrees_with_them() -> None:
    whole = declared([contest()], [ballot(1, ["c0"]), ballot(1, ["c1"], nonce=5)])
    assert "its slip was used twice" in reasons(whole.document(HEAD))


@pytest.mark.parametrize(("which", "said"), [("voids", "void slips are not those"), ("pool", "pool is not the one")])
def test_slips_that_are_not_those_of_the_manifest_are_found(which: str, said: str) -> None:
    board = honest()[0]
    board["census"]["contests"][0][which].pop()
    assert said in reasons(board)


def test_a_second_head_that_does_not_continue_the_first_is_found() -> None:
    board = honest()[0]
    head = board["heads"][1]
    head["head"]["consistency"][0] = "00" * 32
    head["sig"] = HEAD.sign(canonical(head["head"])).hex()
    assert "head 2 does not continue head 1" in reasons(board)


def test_winners_that_are_not_those_of_the_recount_are_found_by_contest() -> None:
    board = honest()[0]
    result = board["outcome"]["results"][0]
    result["elected"], result["alternates"] = result["elected"][::-1], []
    assert "medina: the recount gives another result" in reasons(board)
