"""A list of people who announced they would come, as somebody typed it into a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from services.scheduling.domain.attendance import Person
from shared.texts.folding import fold

LONGEST: Final = 200
COLUMNS: Final = ("name", "neighbourhood", "organisation", "gender", "age_band")
REQUIRED: Final = ("name", "neighbourhood")


class ListWithoutColumns(Exception):
    """The first line names neither a column of names nor one of neighbourhoods."""

    fields = ("missing",)

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = ", ".join(missing)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a line; the line is left out, the others count."""

    line: int
    column: str | None
    word: str
    text: str | None = None


@dataclass(slots=True)
class ReadList:
    people: list[Person] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def read_list(
    lines: Sequence[tuple[int, Sequence[str]]],
    words: Mapping[str, Sequence[str]],
    places: Mapping[str, Sequence[str]],
) -> ReadList:
    """`words` are the names a column may have, `places` those of a neighbourhood (by slug; none: any slug is taken).

    A name that stands twice in a neighbourhood is said and taken once. Raises `ListWithoutColumns`.
    """
    found = ReadList()
    if not lines:
        raise ListWithoutColumns(REQUIRED)
    where = columns(lines[0][1], words)
    slugs = {fold(name): slug for slug, names in places.items() for name in (slug, *names)}
    seen: dict[tuple[str, str], int] = {}
    for line, cells in lines[1:]:
        row = {name: cells[at].strip() if at < len(cells) else "" for name, at in where.items()}
        person = person_of(line, row, slugs, bool(places), found)
        if person is not None:
            keep(line, person, seen, found)
    return found


def columns(header: Sequence[str], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    known = {fold(word): name for name, spelt in words.items() for word in spelt}
    where = {known[fold(cell)]: at for at, cell in enumerate(header) if fold(cell) in known}
    if missing := [name for name in REQUIRED if name not in where]:
        raise ListWithoutColumns(missing)
    return where


def person_of(
    line: int, row: Mapping[str, str], slugs: Mapping[str, str], strict: bool, found: ReadList
) -> Person | None:
    wrong = [Wrong(line, name, "field-missing") for name in REQUIRED if not row[name]]
    wrong += [Wrong(line, name, "too-long", text[:40]) for name, text in row.items() if len(text) > LONGEST]
    place = slugs.get(fold(row["neighbourhood"]))
    if row["neighbourhood"] and place is None and strict:
        wrong.append(Wrong(line, "neighbourhood", "neighbourhood-unknown", row["neighbourhood"][:LONGEST]))
    found.wrong += wrong
    if wrong:
        return None
    slug = place or fold(row["neighbourhood"]).replace(" ", "-")
    return Person(
        row["name"], slug, row.get("gender") or None, row.get("age_band") or None, row.get("organisation") or None
    )


def keep(line: int, person: Person, seen: dict[tuple[str, str], int], found: ReadList) -> None:
    own = fold(person.name), person.neighbourhood
    if own in seen:
        found.wrong.append(Wrong(line, "name", "listed-before", str(seen[own])))
    else:
        seen[own] = line
        found.people.append(person)
