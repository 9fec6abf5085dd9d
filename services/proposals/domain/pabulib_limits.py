"""What a `.pb` file says a ballot may hold, and the ballots that hold more or less; the city counted them, so they count."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.proposals.domain.pabulib_ballots import POINTS_TYPES, chosen_in, points_in
from services.proposals.domain.pabulib_tables import Remark, Row, number

# Older files say the length for the whole city and for a district apart.
LENGTHS = ("_length", "_length_unit", "_length_district")


@dataclass(frozen=True, slots=True)
class Limit:
    """Both ends may be open."""

    word: str
    least: Decimal | None
    most: Decimal | None

    def broken(self, line: int, found: Iterable[Decimal]) -> Iterator[Remark]:
        for each in found:
            if self.most is not None and each > self.most:
                yield Remark(line, f"{self.word}-above", f"{each} / {self.most}")
            if self.least is not None and each < self.least:
                yield Remark(line, f"{self.word}-below", f"{each} / {self.least}")


def beyond_limits(meta: Mapping[str, str], projects: Sequence[Row], rows: Sequence[Row]) -> Iterator[Remark]:
    kind = meta.get("vote_type", "approval").lower()
    length = _limit(meta, "ballot-length", *LENGTHS)
    cost = _limit(meta, "ballot-cost", "_sum_cost")
    each, together = _limit(meta, "points", "_points"), _limit(meta, "points-sum", "_sum_points")
    costs = {row.cells["project_id"]: number(row.cells.get("cost", "")) or Decimal(0) for row in projects}
    for row in rows:
        chosen = chosen_in(row)
        yield from length.broken(row.line, [Decimal(len(chosen))])
        if kind == "approval":
            yield from cost.broken(row.line, [sum((costs[name] for name in set(chosen)), Decimal(0))])
        if kind in POINTS_TYPES:
            points = [number(point) or Decimal(0) for point in points_in(row)]
            yield from each.broken(row.line, points)
            yield from together.broken(row.line, [sum(points, Decimal(0))])


def _limit(meta: Mapping[str, str], word: str, *names: str) -> Limit:
    return Limit(word, _said(meta, "min", names), _said(meta, "max", names))


def _said(meta: Mapping[str, str], end: str, names: Sequence[str]) -> Decimal | None:
    said = (number(meta.get(f"{end}{name}", "")) for name in names)
    return next((each for each in said if each is not None), None)
