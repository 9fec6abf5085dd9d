"""The region board: one row a municipality, those that need somebody first, filtered and a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.reader import Reader
from web.services import Json

ROWS = 50  # a screen of rows; more is a long way down on a phone


@dataclass(frozen=True)
class Wanted:
    """What the reader asked to see."""

    words: str = ""
    only: str = ""
    page: int = 1


@dataclass(frozen=True)
class Shown:
    """One page of the board and what surrounds it."""

    rows: Sequence[Json]
    counts: Json
    found: int
    page: int
    pages: int


def shown(items: Sequence[Json], wanted: Wanted, reader: Reader) -> Shown:
    """Order is the service's: late ones first."""
    states = [(state(item), item) for item in items]
    counts = {name: sum(1 for found, _ in states if found == name) for name in ("late", "soon", "fine")}
    kept = [_row(found, item, reader) for found, item in states if _asked(found, item, wanted)]
    pages = max(1, -(-len(kept) // ROWS))
    page = min(max(wanted.page, 1), pages)
    return Shown(kept[(page - 1) * ROWS : page * ROWS], counts, len(kept), page, pages)


def state(item: Json) -> str:
    """`late`, `soon` or `fine`; each has a word and a colour."""
    if item.get("needs_me") or item.get("late"):
        return "late"
    return "soon" if item.get("due_soon") else "fine"


def _asked(found: str, item: Json, wanted: Wanted) -> bool:
    if wanted.only and found != wanted.only:
        return False
    names = item.get("name") or {}
    text = " ".join([item["municipality"], *(str(name) for name in names.values() if name)])
    return wanted.words.casefold() in text.casefold()


def _row(found: str, item: Json, reader: Reader) -> Json:
    late, soon, missing = (list(item.get(key) or ()) for key in ("late", "due_soon", "missing_evidence"))
    return {
        "slug": item["municipality"],
        "name": item.get("name"),
        "state": found,
        "phase": item.get("phase_label"),
        "late": late,
        "soon": soon,
        "missing": missing,
        "done": item.get("done", 0),
        "activities": item.get("activities", 0),
        "next": item.get("next"),
        "next_day": reader.weekday(item.get("next_date")),
    }
