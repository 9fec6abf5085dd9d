"""A browser signs exactly the bytes that are counted."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from web import build

WEB = Path(build.__file__).parent
VECTORS = WEB.parent / "tests" / "contract" / "voting" / "canonical_vectors.json"


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    return dict(json.loads(VECTORS.read_text("utf-8")))


@pytest.fixture(scope="module")
def made(built: Path) -> dict[str, Any]:
    node = shutil.which("node") or build.tools()[0]
    done = subprocess.run(
        [node, "check/vectors.mjs", str(VECTORS)], cwd=WEB, check=True, capture_output=True, text=True, timeout=120
    )
    return dict(json.loads(done.stdout))


def test_the_canonical_bytes_are_the_same(made: dict[str, Any], vectors: dict[str, Any]) -> None:
    assert made["canonical"] == [one["bytes_hex"] for one in vectors["canonical"]]


def test_what_has_no_canonical_form_is_refused(made: dict[str, Any]) -> None:
    assert set(made["refused"]) == {"refused"}


def test_a_code_is_read_with_eastern_digits_and_spaces(made: dict[str, Any], vectors: dict[str, Any]) -> None:
    assert made["codes"] == [one["code"] for one in vectors["codes"] for _ in range(2)]
    assert set(made["faults"]) == {None}


def test_a_slip_of_the_finger_is_caught(made: dict[str, Any]) -> None:
    assert set(made["mistyped"]) == {"check"}
    assert made["short"] == "length"


@pytest.mark.parametrize("part", ["seed", "public", "cred", "wire", "digest"])
def test_from_code_to_signed_ballot_nothing_differs(made: dict[str, Any], vectors: dict[str, Any], part: str) -> None:
    assert [one[part] for one in made["ballots"]] == [one[part] for one in vectors["ballots"]]


def test_a_receipt_shows_only_when_the_box_signed_it(made: dict[str, Any]) -> None:
    assert [one["holds"] for one in made["ballots"]] == [True] * len(made["ballots"])
    assert [one["forged"] for one in made["ballots"]] == [False] * len(made["ballots"])
