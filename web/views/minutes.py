"""The locked figures of minutes: what events filled and nobody types."""

from collections.abc import Callable

from markupsafe import Markup

from web.reader import Reader
from web.services import Json

Naming = Callable[[str | None], Markup]


def figures(reader: Reader, locked: Json, place: Naming) -> list[Json]:
    """Each with its label and value; empty while nothing happened yet."""
    return [*_present(reader, locked["check_in"], place), *_groups(reader, locked["groups"]), *_results(reader, locked)]


def _present(reader: Reader, check_in: Json, place: Naming) -> list[Json]:
    if not check_in["total"]:
        return []
    rows = [
        {"label": place(row["neighbourhood"]), "value": reader.number(row["present"])} for row in check_in["present"]
    ]
    return [{"label": reader.say("cell.present_total"), "value": reader.number(check_in["total"])}, *rows]


def _groups(reader: Reader, groups: list[Json]) -> list[Json]:
    return [
        {
            "label": reader.say("cell.group_n", n=group["group"]),
            "value": reader.count("cell.ideas", len(group["proposals"])),
        }
        for group in groups
    ]


def _results(reader: Reader, locked: Json) -> list[Json]:
    contests = [contest for result in locked["results"] for contest in result["contests"]]
    return [
        {
            "label": reader.words(contest["label"]),
            "value": reader.count("screen.ballots", contest["ballots"] or 0),
            "names": [winner["name"] for winner in contest["elected"]],
        }
        for contest in contests
    ]
