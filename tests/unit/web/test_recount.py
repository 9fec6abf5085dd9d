"""The page that recounts a board says what the stand-alone verifier says, for every method and every attack."""

import copy
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from services.voting.domain.board import Additions, Declared
from services.voting.domain.contest import Candidate, GroupQuota, Method, Quorum, Rounding, Shortfall
from services.voting.domain.late import PaperBallot, state_batch
from services.voting.verifier.verify import verify
from tests.unit.voting.elections import DICE, ELECTION, HEAD, TABLET, ballot, contest, cred, declared
from tests.unit.voting.test_board_rules import ordered, two_contests
from tests.unit.voting.test_forged_boards import ATTACKS as FORGERIES
from tests.unit.voting.test_forged_boards import cut_at_closing
from tests.unit.voting.test_from_afar import ANOTHER, closed, from_afar, token
from tests.unit.voting.test_verifier import honest
from web import build

WEB = Path(build.__file__).parent
Case = dict[str, Any]
NAMES = [f"c{n}" for n in range(5)]
STANDING = tuple(
    Candidate(name, {"ar": name}, "w" if name == "c4" else "m", 100 + 100 * n) for n, name in enumerate(NAMES)
)
METHODS = [Method.SINGLE, Method.BLOCK, Method.LIMITED, Method.APPROVAL, Method.STV, Method.POINTS, Method.KNAPSACK]


def recounted(tmp_path: Path, cases: list[Case]) -> list[Case]:
    """What the browser's code says of each."""
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases), "utf-8")
    node = shutil.which("node") or build.tools()[0]
    done = subprocess.run(
        [node, "check/recount.mjs", str(file)], cwd=WEB, check=True, capture_output=True, text=True, timeout=240
    )
    found: list[Case] = json.loads(done.stdout)
    return found


def some_election(method: Method, chance: Random) -> Case:
    """A small election with rules and ballots of every kind, drawn by a fixed seed."""
    most = {Method.SINGLE: 1, Method.BLOCK: 2, Method.LIMITED: 2}.get(method, 10)
    rules: dict[str, Any] = {
        "seats": chance.randint(1, 4),
        "alternates": chance.randint(0, 2),
        "rounding": chance.choice(list(Rounding)),
        "quota": chance.choice([None, GroupQuota({"w": 1}, Shortfall.VACANT), GroupQuota({"w": 2}, Shortfall.REPORT)]),
        "quorum": chance.choice([None, Quorum("present", 300), Quorum("ballots", 900)]),
    }
    one = contest(method, standing=STANDING, max_choices=most, budget=10_000, **rules)
    ballots = [ballot(number, choices(method, most, chance)) for number in range(1, chance.randint(2, 9))]
    late, paper = (ballot(9, choices(method, most, chance)),), (PaperBallot("medina", cred(8), ()),)
    stated = {"statements": (state_batch("t1", ELECTION, late, TABLET),), "batches": {"t1": late}, "paper": paper}
    whole = declared([one], ballots, **stated)
    return {"board": whole.document(HEAD), "manifest": whole.closed.manifest.digest, "head": whole.head().value}


def choices(method: Method, most: int, chance: Random) -> list[Any]:
    picked = chance.sample(NAMES, chance.randint(0, min(most, len(NAMES))))
    ordered = picked if method is Method.STV else sorted(picked)
    return [(name, chance.randint(1, 2)) for name in ordered] if method is Method.POINTS else ordered


def test_every_method_is_recounted_to_the_same_result(tmp_path: Path) -> None:
    chance = Random(2025)
    cases = [some_election(method, chance) for method in METHODS for _ in range(12)]
    assert [verify(**case)[0] for case in cases] == [0] * len(cases)
    assert [(one["code"], one["words"]) for one in recounted(tmp_path, cases)] == [(0, [])] * len(cases)


def test_without_the_values_of_the_official_record_a_board_is_only_consistent(tmp_path: Path) -> None:
    board, manifest, head = honest()
    cases = [
        {"board": board, "manifest": "", "head": ""},
        {"board": board, "manifest": manifest, "head": ""},
        {"board": board, "manifest": "0" * 64, "head": head},
        {"board": board, "manifest": manifest, "head": "f" * 64},
        {"board": board, "manifest": manifest, "head": head[:8]},
        {"board": board, "manifest": manifest, "head": board["heads"][1]["head"]["previous"]},
    ]
    found = recounted(tmp_path, cases)
    assert [one["code"] for one in found] == [2, 2, 1, 1, 1, 2]
    assert found[-1]["words"] == ["head-one-given"]


def test_ballots_from_afar_need_the_registrars_signature_and_are_never_more_than_it_gave(tmp_path: Path) -> None:
    honest_ones = [from_afar(11, token(11)), from_afar(12, token(12), ("c1",)), ballot(1, ["c0"])]
    foreign = [from_afar(11, token(11, ANOTHER)), ballot(1, ["c0"])]
    stolen = [from_afar(11, token(12)), ballot(1, ["c0"])]
    cases: list[Case] = []
    for ballots, issued in ((honest_ones, 3), (honest_ones, 1), (foreign, 3), (stolen, 3)):
        whole = Declared.count(closed(ballots, issued), Additions({"medina": DICE}))
        manifest, head = whole.closed.manifest.digest, whole.head().value
        cases.append({"board": whole.document(HEAD), "manifest": manifest, "head": head})
    assert [one["code"] for one in recounted(tmp_path, cases)] == [verify(**case)[0] for case in cases] == [0, 1, 1, 1]


def choose_another(board: Case) -> None:
    board["ballots"][0]["ballot"]["choices"] = ["c3"]


def drop_one(board: Case) -> None:
    del board["ballots"][0]


def twice(board: Case) -> None:
    board["ballots"].append(board["ballots"][-1])


def unvoid(board: Case) -> None:
    board["census"]["contests"][0]["voids"] = []


def crown_another(board: Case) -> None:
    board["outcome"]["results"][0]["elected"].reverse()


def another_seat(board: Case) -> None:
    board["manifest"]["contests"][0]["seats"] += 1


def other_dice(board: Case) -> None:
    board["dice"]["dice"]["medina"] = "1111"


def empty_batch(board: Case) -> None:
    board["late"] = board["late"][:1]


def no_statement(board: Case) -> None:
    board["statements"] = []


def other_head(board: Case) -> None:
    board["heads"][1]["head"]["consistency"] = []


def half_a_board(board: Case) -> None:
    del board["census"]


def result_cut_off(board: Case) -> None:
    cut_at_closing(board)


ATTACKS: list[Callable[[Case], None]] = [
    choose_another,
    drop_one,
    twice,
    unvoid,
    crown_another,
    another_seat,
    other_dice,
    empty_batch,
    no_statement,
    other_head,
    half_a_board,
    result_cut_off,
    *FORGERIES,
]


def test_a_slip_of_two_contests_and_an_order_nobody_drew_are_found(tmp_path: Path) -> None:
    drawn = [one.id for one in contest().drawn("351624").candidates]
    boards = [two_contests(range(5, 9)), two_contests(range(4, 8)), ordered(*drawn), ordered(*reversed(drawn))]
    found = recounted(tmp_path, [{"board": board, "manifest": "", "head": ""} for board in boards])
    assert [one["words"] for one in found] == [[], ["slip-in-two-pools"], [], ["order-not-drawn"]]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    board, manifest, head = honest()
    cases: list[Case] = []
    for attack in ATTACKS:
        changed = copy.deepcopy(board)
        attack(changed)
        cases.append({"board": changed, "manifest": manifest, "head": head})
    verdicts = recounted(tmp_path_factory.mktemp("attacks"), cases)
    return {attack.__name__: verdict for attack, verdict in zip(ATTACKS, verdicts, strict=True)}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_a_changed_board_is_found_out(attacked: dict[str, Case], attack: Callable[[Case], None]) -> None:
    assert attacked[attack.__name__]["code"] == 1
    assert attacked[attack.__name__]["words"]
