"""How the review of a calendar table looks from outside."""

from collections.abc import Mapping
from typing import Any

from services.scheduling.domain.calendar_import import CalendarImport, sentences
from services.scheduling.domain.reading.doubts import Doubt, Weight
from services.scheduling.domain.reading.review import Reading
from services.scheduling.domain.reading.rows import Row
from services.scheduling.domain.texts import Text

View = dict[str, Any]
Phrases = Mapping[str, Text]
STATES = ("ready", "open", "left_out")


def doubt(one: Doubt, phrases: Phrases, language: str) -> View:
    """`message` is in the reader's language, `text` in all of them."""
    text = sentences(phrases, one.word, {"line": one.line, **one.values})
    return {
        "word": one.word,
        "field": one.field,
        "line": one.line,
        "weight": one.weight,
        "text": text,
        "message": text[language],
        "values": one.values,
    }


def row(one: Row, phrases: Phrases, language: str) -> View:
    """`source` is each cell as it was written, `read` how it was understood."""
    return {
        "row": one.id,
        "line": one.line,
        "state": one.state,
        "source": one.source,
        "read": {
            "code": one.code,
            "key": one.key,
            "phase": one.phase,
            "label": one.label,
            "planned_date": one.planned_date,
            "sessions": one.sessions,
            "by_letters": one.by_letters,
            "evidence": one.needed.required,
            "evidence_if_any": one.needed.if_any,
            "evidence_any_of": one.needed.any_of,
            "notes": one.notes,
            "done_printed": one.done_printed,
        },
        "doubts": [doubt(each, phrases, language) for each in one.doubts],
        "corrected": one.corrected,
    }


def head(one: CalendarImport) -> View:
    return {
        "import_id": one.id,
        "state": one.state,
        "version": one.version,
        "edition": one.edition,
        "template": one.template,
        "template_version": one.template_version,
        "programme_year": one.programme_year,
        "historical": one.historical,
        "file": one.file,
        "by": one.by,
        "at": one.at,
        "calendar_id": one.calendar_id,
    }


def columns(reading: Reading) -> list[View]:
    headers = [*reading.columns.headers, *[""] * len(reading.columns.fields)]
    return [
        {"place": place, "header": header.strip(), "field": name}
        for place, (name, header) in enumerate(zip(reading.columns.fields, headers, strict=False))
    ]


def review(one: CalendarImport, reading: Reading, phrases: Phrases, language: str) -> View:
    states = [each.state for each in reading.rows]
    questions = {d.word for each in reading.rows for d in each.doubts if d.weight is Weight.QUESTION}
    return {
        **head(one),
        "columns": columns(reading),
        "header_line": reading.columns.line,
        "doubts": [doubt(each, phrases, language) for each in reading.doubts],
        "rows": [row(each, phrases, language) for each in reading.rows],
        "counts": {state: states.count(state) for state in STATES},
        "questions": sorted(questions),
        "absent": [{"code": each.code, "key": each.key, "label": each.label} for each in reading.absent],
        "corrections": one.corrections,
        "confirmed": one.confirmed,
    }
