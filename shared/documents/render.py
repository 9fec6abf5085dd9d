"""Turning data into a PDF: templates see it as JSON, never as markup, so a title cannot become code."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import typst

from shared.documents.values import created_at, plain

Language = Literal["ar", "fr", "en"]
HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"


class UnknownTemplate(Exception):
    """No template has this name."""


class DocumentIncomplete(Exception):
    """The data lacks a field the template prints; the compiler's message says which."""


def render(template: str, data: Mapping[str, object], language: Language) -> bytes:
    """The PDF of `template` filled with `data` (README.md has every template's fields); same arguments, same bytes.

    Computes for about 0.1 s a page: from async code call it in a thread. Raises UnknownTemplate, DocumentIncomplete.
    """
    source = TEMPLATES / f"{template}.typ"
    if not template.isidentifier() or not source.is_file():
        raise UnknownTemplate(template)
    zone = ZoneInfo(str(data.get("timezone", "UTC")))
    return _compile(source, _inputs(data, language, zone), data)


def _compile(source: Path, inputs: dict[str, str], data: Mapping[str, object]) -> bytes:
    try:
        return typst.compile(
            str(source),
            root=str(TEMPLATES),
            font_paths=_fonts(),
            format="pdf",
            sys_inputs=inputs,
            # PDF dates end at seconds
            timestamp=created_at(data.get("issued_at", "1970-01-01")).replace(microsecond=0),
        )
    except typst.TypstError as fault:
        raise DocumentIncomplete(f"{source.stem}: {fault}") from fault


def _inputs(data: Mapping[str, object], language: Language, zone: ZoneInfo) -> dict[str, str]:
    return {
        "data": json.dumps(plain(data, zone), ensure_ascii=False),
        "labels": _labels(language),
        "language": language,
    }


@cache
def _labels(language: Language) -> str:
    return (HERE / "labels" / f"{language}.json").read_text("utf-8")


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
