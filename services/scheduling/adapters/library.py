"""The rules, templates and words this service ships with, read once from its own data folder."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.scheduling.domain.checks import OPERATIONS
from services.scheduling.domain.reading.review import TableReader
from services.scheduling.domain.reading.words import table_words
from services.scheduling.domain.rules import Rule, RuleBook, Severity
from services.scheduling.domain.template import Template, template_from
from services.scheduling.domain.texts import Text
from shared.tables import is_formula

DATA = Path(__file__).parent.parent / "data"


def read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def rule_from(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        country=row["country"],
        scope=tuple(row["scope"]),
        label=row["label"],
        description=row["description_en"],
        severity=Severity(row["severity"]),
        basis=row["basis"],
        sources=tuple(row["sources"]),
        check=row["check"],
    )


def rule_book() -> RuleBook:
    book = read("rules")
    return RuleBook(book["version"], tuple(rule_from(row) for row in book["rules"]), OPERATIONS, read("phrases"))


def templates() -> dict[str, Template]:
    """Every country template by id."""
    found = (template_from(read(path.stem)) for path in sorted(DATA.glob("template-*.json")))
    return {template.id: template for template in found}


def evidence_kinds() -> dict[str, Text]:
    """What each kind of evidence is called."""
    return {row["code"]: row["label"] for row in read("vocabulary")["evidence_types"]}


def table_reader() -> TableReader:
    return TableReader(table_words(read("table_words")), evidence_kinds(), is_formula)


def agendas(country: str | None = None) -> list[dict[str, Any]]:
    """Agenda templates; without a country, all of them."""
    return [row for row in read("agendas") if country is None or row["country"] in (None, country)]


def meeting_kinds() -> dict[str, Text]:
    """What each kind of meeting is called."""
    return {row["code"]: row["label"] for row in read("meeting_kinds")}
