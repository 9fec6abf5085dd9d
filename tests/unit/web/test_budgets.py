"""What a phone must load on a slow network stays small."""

import gzip
import json
from pathlib import Path

import pytest

KIB = 1024
PAGE = 9 * KIB  # gzip of the largest public page with real data, measured by the browser tests


def weight(built: Path, *names: str) -> int:
    hashed = json.loads((built / "names.json").read_text())
    return sum(len(gzip.compress((built / hashed[name]).read_bytes(), 9)) for name in names)


def images(built: Path) -> int:
    return sum(path.stat().st_size for path in built.glob("*.svg"))


@pytest.mark.parametrize("script", ["draft.js", "live.js"])
def test_a_public_page_loads_in_30_kib_with_10_of_script(built: Path, script: str) -> None:
    assert weight(built, script) <= 10 * KIB
    assert weight(built, "main.css", script) + images(built) + PAGE <= 30 * KIB


def test_the_ballot_loads_in_40_kib_with_20_of_script(built: Path) -> None:
    assert weight(built, "ballot.js") <= 20 * KIB
    assert weight(built, "ballot.css", "ballot.js") + images(built) + PAGE <= 40 * KIB


def test_a_page_of_staff_loads_in_200_kib_with_80_of_script(built: Path) -> None:
    assert weight(built, "staff.js") <= 80 * KIB
    assert weight(built, "staff.css", "staff.js") + images(built) + 3 * PAGE <= 200 * KIB


def test_the_hall_screen_loads_in_250_kib_with_5_of_script(built: Path) -> None:
    letters = sum(path.stat().st_size for path in built.glob("*.woff2"))
    assert weight(built, "live.js") <= 5 * KIB
    assert weight(built, "projector.css", "live.js") + letters + images(built) + PAGE <= 250 * KIB


def test_the_desk_loads_in_120_kib_with_60_of_script(built: Path) -> None:
    assert weight(built, "desk.js", "worker.js") <= 60 * KIB
    assert weight(built, "desk.css", "desk.js", "worker.js") + images(built) + 2 * PAGE <= 120 * KIB


def test_the_page_that_verifies_brings_the_recount_only_when_asked(built: Path) -> None:
    assert weight(built, "verify.js") <= 10 * KIB
    assert weight(built, "main.css", "verify.js") + images(built) + PAGE <= 30 * KIB
    assert weight(built, "recount.js") <= 20 * KIB


def test_a_page_of_the_bureau_loads_in_200_kib_with_80_of_script(built: Path) -> None:
    assert weight(built, "staff.js", "scanning.js") <= 80 * KIB
    assert weight(built, "bureau.css", "staff.js", "scanning.js") + images(built) + 3 * PAGE <= 200 * KIB


def test_registering_from_afar_brings_the_blinding_only_when_asked(built: Path) -> None:
    assert weight(built, "afar.js") <= 20 * KIB
    assert weight(built, "ballot.css", "afar.js") + images(built) + PAGE <= 40 * KIB
    assert weight(built, "blinding.js") <= 20 * KIB


def test_a_reader_of_codes_comes_only_where_the_browser_has_none(built: Path) -> None:
    assert weight(built, "desk.js", "worker.js", "qr.js") <= 60 * KIB
    assert b"jsQR" not in b"".join((built / name).read_bytes() for name in pages_of(built))


def pages_of(built: Path) -> list[str]:
    """Scripts that a page loads by itself."""
    hashed = json.loads((built / "names.json").read_text())
    return [hashed[name] for name in ("ballot.js", "desk.js", "paper.js", "scanning.js")]
