"""A clerk finds people however their names are written, and is asked before somebody is written down twice."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from web import build

WEB = Path(build.__file__).parent
CASES: dict[tuple[str, ...], object] = {
    ("folded", "فَاطِمَة  الزَّهراء"): "فاطمه الزهراء",
    ("folded", "Amélie  MAÂROUF"): "amelie maarouf",
    ("folded", "٠١٢۹"): "0129",
    ("matches", "أحمد الشرقي", "شرق"): True,
    ("matches", "أحمد الشرقي", "رقي"): False,
    ("matches", "أحمد الشرقي", "الش احم"): True,
    ("matches", "إلهام المراكشي", "الهام"): True,
    ("alike", "مصطفى التادلي", "مصطفي التادلى"): True,
    ("alike", "فاطمة بنت علي العلوي", "فاطمة العلوي"): True,
    ("alike", "فاطمة الزهراء", "فاطمة العلوي"): False,
    ("codeIn", "CGWNMT69"): "CGWNMT69",
    ("codeIn", "https://site.example/ar/t/desk#cgwnmt69"): "CGWNMT69",
    ("codeIn", "?"): "",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], object]:
    file = tmp_path_factory.mktemp("names") / "cases.json"
    file.write_text(json.dumps(list(CASES)), "utf-8")
    node = shutil.which("node") or build.tools()[0]
    run = [node, "check/names.mjs", str(file)]
    done = subprocess.run(run, cwd=WEB, check=True, capture_output=True, text=True, timeout=60)
    return dict(zip(CASES, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_names_are_read_as_people_write_them(made: dict[tuple[str, ...], object], case: tuple[str, ...]) -> None:
    assert made[case] == CASES[case]
