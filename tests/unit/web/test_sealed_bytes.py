"""A phone seals a choice to exactly the bytes the counting side makes of it, and the page that recounts checks them."""

import copy
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.voting.verifier.verify import verify
from tests.unit.voting.test_sealed import NOT_ELEMENTS
from tests.unit.voting.test_sealed_board import ATTACKS, honest, one_ballot_opened
from tests.unit.voting.test_verifier import resigned
from tests.unit.web.test_recount import recounted
from web import build

WEB = Path(build.__file__).parent
VECTORS = WEB.parent / "tests" / "contract" / "voting" / "sealed_vectors.json"
Board = dict[str, Any]


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    return dict(json.loads(VECTORS.read_text("utf-8")))


@pytest.fixture(scope="module")
def made(built: Path) -> dict[str, Any]:
    node = shutil.which("node") or build.tools()[0]
    run = [node, "check/sealed.mjs", str(VECTORS)]
    done = subprocess.run(run, cwd=WEB, check=True, capture_output=True, text=True, timeout=120)
    return dict(json.loads(done.stdout))


def test_the_sealed_bytes_are_the_same(made: dict[str, Any], vectors: dict[str, Any]) -> None:
    assert made["seals"] == [one["made"] for one in vectors["seals"]]


def test_what_is_sent_is_the_same_and_receipts_and_tablets_name_what_is_published(
    made: dict[str, Any], vectors: dict[str, Any]
) -> None:
    assert made["wires"] == [one["wire"] for one in vectors["ballots"]]
    assert made["digests"] == [one["digest"] for one in vectors["ballots"]]
    assert made["batch_root"] == vectors["batch_root"]


def test_a_phone_knows_the_group_and_refuses_what_is_no_element(made: dict[str, Any], vectors: dict[str, Any]) -> None:
    assert made["elements"] == [True] * len(vectors["elements"])
    assert set(made["refused"]) == {"refused"}
    assert made["height"] == vectors["height"]


def test_a_phone_cannot_seal_more_choices_than_allowed(made: dict[str, Any]) -> None:
    assert made["too_many"] == ["refused"]


def test_the_page_recounts_a_sealed_board_and_finds_out_every_change(built: Path, tmp_path: Path) -> None:
    board, manifest, head = honest()
    attacks: list[Callable[[Board], None]] = [*ATTACKS, one_ballot_opened]
    cases: list[Board] = [
        {"board": board, "manifest": manifest, "head": head},
        {"board": board, "manifest": "", "head": ""},
    ]
    for attack in attacks:
        changed = copy.deepcopy(board)
        attack(changed)
        cases.append(
            {"board": changed if attack is one_ballot_opened else resigned(changed), "manifest": "", "head": ""}
        )
    verdicts = recounted(tmp_path, cases)
    assert [one["code"] for one in verdicts] == [0, 2] + [1] * len(attacks)
    assert [one["code"] for one in verdicts[2:]] == [verify(case["board"])[0] for case in cases[2:]]


def test_every_point_a_phone_refuses_the_verifier_refuses_too(made: dict[str, Any], vectors: dict[str, Any]) -> None:
    assert vectors["not_elements"] == list(NOT_ELEMENTS.values())
    assert len(made["refused"]) == len(vectors["not_elements"])
