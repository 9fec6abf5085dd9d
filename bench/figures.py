"""Medians with their spread, as a table on the screen that can be pasted into the README."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich import print as show
from rich.table import Table


@dataclass(slots=True)
class Line:
    """One figure of a table, measured once in each of the alternating runs."""

    name: str
    unit: str
    digits: int = 0
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def cells(self) -> tuple[str, str, str, str]:
        low, high = min(self.values), max(self.values)
        return self.name, self.written(self.median), f"{self.written(low)} - {self.written(high)}", self.unit

    def written(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"


def line_of(name: str, unit: str, values: Iterable[float], digits: int = 0) -> Line:
    return Line(name, unit, digits, list(values))


def ratios(name: str, over: Sequence[float], under: Sequence[float], digits: int = 2) -> Line:
    """One ratio a run, both sides measured in the same run."""
    return line_of(name, "x", [a / b for a, b in zip(over, under, strict=True)], digits)


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def print_table(claim: str, lines: Sequence[Line]) -> None:
    runs = len(lines[0].values)
    table = Table("", "median", f"min - max of {runs} runs", "", title=claim, title_justify="left")
    for line in lines:
        table.add_row(*line.cells())
    show(table)


def as_markdown(lines: Sequence[Line]) -> str:
    rows = [" | ".join(line.cells()) for line in lines]
    return "\n".join(["| | median | min - max | |", "|---|---|---|---|", *(f"| {row} |" for row in rows)])
