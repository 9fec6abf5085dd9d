"""Questions a page asks in the background: again where that helps, never where it makes things worse."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from web import build

WEB = Path(build.__file__).parent


@pytest.fixture(scope="module")
def said() -> dict[str, list[int | None]]:
    """The answer to each question and how often it was asked."""
    node = shutil.which("node") or build.tools()[0]
    done = subprocess.run([node, "check/reach.mjs"], cwd=WEB, check=True, capture_output=True, text=True, timeout=60)
    found: dict[str, list[int | None]] = json.loads(done.stdout)
    return found


def test_an_answer_is_asked_for_once(said: dict[str, list[int | None]]) -> None:
    assert (said["/200"], said["/404"]) == ([200, 1], [404, 1])


def test_what_may_pass_by_itself_is_asked_again(said: dict[str, list[int | None]]) -> None:
    assert said["/503/200"] == [200, 2]


def test_who_is_told_of_too_many_questions_asks_no_more(said: dict[str, list[int | None]]) -> None:
    assert said["/429"] == [429, 1]


def test_a_network_that_hangs_is_given_up(said: dict[str, list[int | None]]) -> None:
    assert said["/silent"] == [None, 1]
