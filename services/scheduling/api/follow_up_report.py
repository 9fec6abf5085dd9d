"""The follow-up of a plan on paper and as a table."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.scheduling.adapters.library import read
from shared.municipalities import MunicipalityView
from shared.tables import is_formula

View = Mapping[str, Any]
Said = Mapping[str, str]
SIGNS = {"ar": (": ", " ؛ "), "fr": ("\u00a0: ", "\u00a0; "), "en": (": ", "; ")}
"""What stands between a label and its value, and between two of them."""


def report_document(board: View, town: MunicipalityView) -> dict[str, Any]:
    """The data of the `report` template; hidden counts say that they are under ten."""
    words = read("follow_up_words")
    head = [
        {"label": words["activities"], "value": sum(board["by_status"].values())},
        *({"label": words["statuses"][status], "value": n} for status, n in board["by_status"].items() if n),
        {"label": words["counted_from"], "value": board["counted_from"].isoformat()},
        {"label": words["counted_to"], "value": board["counted_to"].isoformat()},
    ]
    if board["evaluation"]["due_on"]:
        head.append({"label": words["evaluation"], "value": board["evaluation"]["due_on"].isoformat()})
    return {
        "municipality": {"name": town.name, "country": town.country, "region": town.region_name},
        "timezone": town.timezone,
        "issued_at": board["counted_to"].isoformat(),
        "title": words["title"],
        "subtitle": board["title"],
        "figures": head,
        "sections": [overall(board, words), *(axis(one, words) for one in board["axes"]), rules(board, words)],
    }


def overall(board: View, words: View) -> dict[str, Any]:
    rows = [[one["label"], shown(one, words)] for one in board["indicators"]]
    table = {"columns": [words["indicator"], words["value"]], "rows": rows, "widths": [3, 1]}
    return {"heading": words["overall"], "table": table}


def axis(one: View, words: View) -> dict[str, Any]:
    columns = [words[name] for name in ("code", "activity", "priority", "status", "percent", "indicators")]
    rows = [
        [
            {"code": row["code"]},
            row["label"],
            row["priority"],
            words["statuses"][row["status"]],
            row["percent"],
            indicators(row, words),
        ]
        for row in activities(one)
    ]
    return {"heading": one["label"], "table": {"columns": columns, "rows": rows, "widths": [1, 4, 1.4, 1.8, 2.1, 4]}}


def indicators(row: View, words: View) -> Said | None:
    """One cell: each indicator with its value, in each language."""
    found = row["indicators"]
    return (
        {tongue: SIGNS[tongue][1].join(_line(one, words, tongue) for one in found) for tongue in SIGNS}
        if found
        else None
    )


def _line(one: View, words: View, tongue: str) -> str:
    return f"{said(one['label'], tongue)}{SIGNS[tongue][0]}{written(one, words, tongue)}"


def written(one: View, words: View, tongue: str) -> str:
    value = shown(one, words)
    return "—" if value is None else said(value, tongue) if isinstance(value, Mapping) else str(value)


def shown(one: View, words: View) -> Any:
    return words["hidden"] if one["hidden"] else one["value"]


def rules(board: View, words: View) -> dict[str, Any]:
    """Each rule once, with the label it counts for."""
    every = [*board["indicators"], *(i for a in board["axes"] for row in activities(a) for i in row["indicators"])]
    found = {one["code"]: [one["label"], one["rule"]] for one in every if one["rule"]}
    table = {"columns": [words["indicator"], words["rule"]], "rows": list(found.values()), "widths": [2, 3]}
    return {"heading": words["rules"], "table": table}


def activities(one: View) -> Iterator[View]:
    yield from one["activities"]
    for project in one["projects"]:
        yield from project["activities"]


def said(text: Said, tongue: str) -> str:
    return text.get(tongue) or next(iter(text.values()))


def table_of(board: View, tongue: str) -> list[list[str]]:
    """One line an activity and indicator; an activity without indicators has one line too."""
    words = read("follow_up_words")
    names = ("axis", "code", "activity", "priority", "status", "percent", "updated", "indicator", "value", "source")
    lines = [[said(words[name], tongue) for name in names]]
    for one in board["axes"]:
        for row in activities(one):
            lines += [[*row_cells(one, row, words, tongue), *cells] for cells in indicator_cells(row, words, tongue)]
    return lines


def row_cells(one: View, row: View, words: View, tongue: str) -> list[str]:
    return [
        said(one["label"], tongue),
        row["code"],
        said(row["label"], tongue),
        str(row["priority"] or ""),
        said(words["statuses"][row["status"]], tongue),
        str(row["percent"]),
        row["updated_at"].isoformat() if row["updated_at"] else "",
    ]


def indicator_cells(row: View, words: View, tongue: str) -> Iterator[list[str]]:
    for one in row["indicators"]:
        source = words["computed" if one["computed"] else "typed"]
        value = written(one, words, tongue)
        yield [said(one["label"], tongue), "" if value == "—" else value, said(source, tongue)]
    if not row["indicators"]:
        yield ["", "", ""]


def csv_of(lines: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read Arabic; what they would calculate is quoted."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([f"'{cell}" if is_formula(cell) else cell for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")
