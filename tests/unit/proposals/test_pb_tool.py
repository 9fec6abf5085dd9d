"""A city's vote is checked from the command line."""

import json
from pathlib import Path

import pytest

from services.proposals.tools.pb import main
from tests.unit.proposals.pabulib_file import FILE


def test_ties_can_be_parted_by_the_text_of_the_ids_as_other_programs_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tie.pb"
    file.write_text(
        FILE.replace("\n7;400;", "\n10;500;").replace("12;;1\n", "12;;10\n13;;2\n14;;10\n"), encoding="utf-8"
    )
    asked = [str(file), "--rule", "greedy", "--tie-break", "ballot_order", "--json"]
    main(asked)
    main([*asked, "--order", "id"])
    first, second = (json.loads(line)["selected"] for line in capsys.readouterr().out.splitlines())
    assert (first, second) == (["2", "10"], ["10", "2"])


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere.pb")]) == 2
    assert capsys.readouterr().err == "nowhere.pb: No such file or directory\n"


def test_a_file_can_be_checked_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad, broken = (tmp_path / name for name in ("good.pb", "bad.pb", "broken.pb"))
    good.write_text(FILE.replace("ملعب;1", "ملعب;0"), encoding="utf-8")
    bad.write_text(FILE.replace("ملعب;1", "ملعب;0").replace('trees";1', 'trees";0'), encoding="utf-8")
    broken.write_text(FILE.replace("12;;1", "12;;9"), encoding="utf-8")
    assert main([str(good), "--trace", "ar"]) == 0
    assert "the same projects" in capsys.readouterr().out
    assert main([str(bad)]) == 1
    assert "only the rule 1" in capsys.readouterr().out
    assert main([str(broken)]) == 2
    assert "line 18: The ballot names project “9”, which PROJECTS does not list." in capsys.readouterr().err
    broken.write_text(FILE.replace("rule;greedy", "rule;drawing-lots"), encoding="utf-8")
    assert main([str(broken)]) == 2
    assert "line 9: no rule of ours is called 'drawing-lots'" in capsys.readouterr().err
