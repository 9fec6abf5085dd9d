"""The locked figures of minutes: what events filled and nobody types."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from web.reader import Reader
from web.services import Json

Naming = Callable[[str | None], Markup]


@dataclass(frozen=True, slots=True)
class Figure:
    """One locked figure; who was elected stands with a result."""

    label: str
    value: str
    names: tuple[Json | str, ...] = ()


def figures(reader: Reader, locked: Json, place: Naming) -> list[Figure]:
    """In the order of the day; empty while nothing happened yet."""
    return [*_present(reader, locked["check_in"], place), *_groups(reader, locked["groups"]), *_results(reader, locked)]


def _present(reader: Reader, check_in: Json, place: Naming) -> list[Figure]:
    if not check_in["total"]:
        return []
    rows = [Figure(place(row["neighbourhood"]), reader.number(row["present"])) for row in check_in["present"]]
    return [Figure(reader.say("cell.present_total"), reader.number(check_in["total"])), *rows]


def _groups(reader: Reader, groups: list[Json]) -> list[Figure]:
    return [
        Figure(reader.say("cell.group_n", n=group["group"]), reader.count("cell.ideas", len(group["proposals"])))
        for group in groups
    ]


def _results(reader: Reader, locked: Json) -> list[Figure]:
    contests = [contest for result in locked["results"] for contest in result["contests"]]
    return [
        Figure(
            reader.words(contest["label"]),
            reader.count("screen.ballots", contest["ballots"] or 0),
            tuple(winner["name"] for winner in contest["elected"]),
        )
        for contest in contests
    ]
