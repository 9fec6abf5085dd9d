"""The page turns round with its language, and Arabic is set as Arabic is."""

import re
from pathlib import Path

import pytest

from web import build

WEB = Path(build.__file__).parent
STYLES = sorted((WEB / "static" / "css").glob("*.css"))
TEMPLATES = sorted(path for path in (WEB / "templates").rglob("*") if path.is_file())
SIDED = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|left|right)(?:-\w+)*\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


def rules(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_knows_left_from_right(path: Path) -> None:
    assert SIDED.findall(rules(path)) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_nothing_is_slanted_justified_or_put_in_capitals(path: Path) -> None:
    found = re.findall(
        r"font-style\s*:\s*(?!normal)\w+|text-align\s*:\s*justify|font-variant\s*:\s*small-caps", rules(path)
    )
    assert found == []
    capitals = re.findall(r"([^{}]+)\{[^{}]*text-transform\s*:\s*uppercase", rules(path))
    assert [selector for selector in capitals if "::first-letter" not in selector or "ar" in selector] == []


def test_arabic_lines_stand_apart_and_text_is_large_enough() -> None:
    ground = rules(WEB / "static" / "css" / "_ground.css")
    assert re.search(r":lang\(ar\)\s*\{[^}]*line-height:\s*1\.85", ground)
    percent = float(re.search(r"font-size:\s*([\d.]+)%", ground).group(1))  # type: ignore[union-attr]  # a failing search fails the test
    assert 16 * percent / 100 >= 17


def test_only_the_hall_screen_brings_its_own_letters() -> None:
    assert [path.name for path in STYLES if "@font-face" in path.read_text()] == ["_hall.css"]
    assert [path.name for path in STYLES if "_hall.css" in path.read_text()] == ["projector.css"]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_page_carries_style_or_script_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:", text) == []
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
    assert [tag for tag in inline if 'type="application/json"' not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_page_sets_a_sign_after_a_text_by_itself(path: Path) -> None:
    """French sets it apart, Arabic and English do not: the text of each language says so."""
    assert re.findall(r"\}\} ?[:;?!%](?=[\s<])", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_page_loads_anything_from_elsewhere(path: Path) -> None:
    loaded = re.findall(r"""(?:src|srcset|href|action)=["']((?:https?:)?//[^"']+)""", path.read_text("utf-8"))
    assert loaded == []
