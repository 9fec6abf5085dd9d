"""Lists newest first among very many: read in windows of time, found by the rarest of the indexes that fit.

A store need not stop reading at the twentieth: what an index range holds may all be read before it is sorted and cut. So the
range is kept narrow: ids begin with the moment they were made, and a window of moments that held a page before holds one again.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.ids import new_id
from shared.mongo import Collection, Document, Page

Equal = Mapping[str, Any]
Keep = Callable[[Document], bool]

SECOND = 1000
WIDER = 8
# Milliseconds of some 140 years: everything there is.
EVERYTHING = 2**42
REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `shapes` are equalities an index begins with, any of them leads there; `keep` decides."""

    municipality: str
    shapes: Sequence[Equal]
    asked: str
    keep: Keep


@dataclass(frozen=True, slots=True)
class Span:
    """Where a page was found: the moment of its first document, and how long before it the last was made."""

    newest: int
    width: int


@dataclass(slots=True)
class Spans:
    """Where pages were found before; only a hint, of this process."""

    known: OrderedDict[str, Span] = field(default_factory=OrderedDict)

    def of(self, asked: str) -> Span | None:
        return self.known.get(asked)

    def learn(self, asked: str, span: Span) -> None:
        self.known[asked] = span
        self.known.move_to_end(asked)
        if len(self.known) > REMEMBERED:
            self.known.popitem(last=False)


class NewestFirst:
    """One collection whose `_id` is the municipality and an id that sorts by time."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._spans = Spans()

    async def page(self, question: Question, cursor: str | None, limit: int) -> Page:
        shape = await self._rarest(question, limit)
        found = await self._gallop(question, shape, cursor, limit + 1)
        following = str(found[limit - 1]["_id"]) if len(found) > limit else None
        return Page(found[:limit], following)

    async def _rarest(self, question: Question, limit: int) -> Equal:
        """The shape whose page spans the longest time holds the fewest documents."""
        if len(question.shapes) == 1:
            return question.shapes[0]
        widths = [await self._width(question.municipality, shape, limit) for shape in question.shapes]
        return question.shapes[widths.index(max(widths))]

    async def _width(self, municipality: str, shape: Equal, limit: int) -> int:
        asked = f"{municipality} {sorted(shape.items())}"
        if self._spans.of(asked) is None:
            await self._gallop(Question(municipality, [shape], asked, lambda _: True), shape, None, limit + 1)
        span = self._spans.of(asked)
        return span.width if span else EVERYTHING

    async def _gallop(self, question: Question, shape: Equal, cursor: str | None, wanted: int) -> list[Document]:
        """Ever wider windows backwards in time, until there is enough or nothing more."""
        begin, until = self._beginning(question, cursor)
        span = self._spans.of(question.asked)
        width = span.width + span.width // 8 + 1 if span else SECOND
        found: list[Document] = []
        while True:
            lower = max(begin - width, 0) if width < EVERYTHING else 0
            window = await self._window(question.municipality, shape, lower, until)
            found += [document for document in window if question.keep(document)]
            if len(found) >= wanted or lower == 0:
                break
            until, width = _key(question.municipality, lower), width * WIDER
        self._learn(question, found[:wanted], len(found) >= wanted, begin)
        return found

    def _beginning(self, question: Question, cursor: str | None) -> tuple[int, str | None]:
        """The moment windows end at: the cursor's, that of the newest known, or now; what came since is in the first of them."""
        if cursor and (given := _moment(cursor)):
            return given, cursor
        span = self._spans.of(question.asked) or self._spans.of(question.municipality)
        return (span.newest if span else _moment(new_id()) or EVERYTHING), None

    def _learn(self, question: Question, found: list[Document], full: bool, begin: int) -> None:
        newest = (_moment(str(found[0]["_id"])) if found else None) or begin
        last = (_moment(str(found[-1]["_id"])) if found else None) or 0
        self._spans.learn(question.asked, Span(newest, newest - last if full else EVERYTHING))
        known = self._spans.of(question.municipality)
        if found and (known is None or known.newest < newest):
            self._spans.learn(question.municipality, Span(newest, SECOND))

    async def _window(self, municipality: str, shape: Equal, lower: int, until: str | None) -> list[Document]:
        bounds = {"$gt": _key(municipality, lower), **({"$lt": until} if until else {})}
        where = {"municipality": municipality, **shape, "_id": bounds}
        return await self._collection.find(where).sort("_id", -1).to_list(None)


def _key(municipality: str, moment: int) -> str:
    """Below every id made at this moment or later, and the beginning of none: a store may misplace what is a beginning."""
    digits = f"{moment:012x}"
    return f"{municipality}/{digits[:8]}-{digits[8:]}-0"


def _moment(cursor: str) -> int | None:
    """When an id was made, in milliseconds; None where it is none of ours."""
    made = cursor.rpartition("/")[2]
    try:
        return int(made[:8] + made[9:13], 16)
    except ValueError:
        return None
