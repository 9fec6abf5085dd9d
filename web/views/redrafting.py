"""A drafted vote as its form is filled with it, and what of it the form can change."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from web.reader import Reader
from web.services import Json
from web.views.drafting import GROUPS, ROUNDINGS

BY_SEATS: Mapping[int, str] = {0: "approval", 1: "single", 2: "block", 3: "limited"}
LEFT_OPEN = "stv"  # four seats and more
NO_LIMIT = 1_000
ONE_RULE = ("method", "max_choices", "quota", "quorum")


def usual(contest: Json) -> tuple[str, int]:
    """The method, and how many choices, where nobody says otherwise."""
    seats = int(contest["seats"])
    method = BY_SEATS.get(seats, LEFT_OPEN)
    return method, {"single": 1, "block": seats, "limited": max(1, seats - 1)}.get(method, NO_LIMIT)


def one_rule(contests: Sequence[Json]) -> Json | None:
    """The rule all contests share, as the form has it: empty where it follows from the seats. None where they differ."""
    found = [
        dict.fromkeys(ONE_RULE) | {name: contest.get(name) for name in ("quota", "quorum")} for contest in contests
    ]
    for rule, contest in zip(found, contests, strict=True):
        method, most = usual(contest)
        rule["method"] = "" if contest["method"] == method else contest["method"]
        rule["max_choices"] = "" if contest["max_choices"] == most else contest["max_choices"]
    groups = {one["group"] for contest in contests for one in contest["candidates"]} - {None, *GROUPS}
    groups |= {name for rule in found if rule["quota"] for name in rule["quota"]["minimum"]} - set(GROUPS)
    roundings = {contest["rounding"] for contest in contests if contest["rounding"]}
    if any(rule != found[0] for rule in found) or len(roundings) > 1 or groups:
        return None
    return found[0] | {"rounding": next(iter(roundings), ROUNDINGS[0])}


def rule_fields(rule: Json) -> dict[str, Any]:
    """What the fields of the rule hold."""
    quota, quorum = rule["quota"] or {"minimum": {}, "shortfall": ""}, rule["quorum"] or {"of": "", "thousandths": None}
    least = {f"least-{group}": number for group, number in quota["minimum"].items()}
    percent = "" if quorum["thousandths"] is None else f"{quorum['thousandths'] / 10:g}"
    plain = {name: rule[name] for name in ("method", "max_choices", "rounding")}
    return {**plain, **least, "shortfall": quota["shortfall"], "quorum_of": quorum["of"], "quorum": percent}


def columns(
    contests: Sequence[Json], hoods: Sequence[Json], accepted: Collection[str], reader: Reader
) -> dict[str, list[str]]:
    """A line for each neighbourhood that is known, then for the other contests."""
    placed = {contest["neighbourhood"]: contest for contest in contests if contest["neighbourhood"]}
    known = [hood["slug"] for hood in hoods]
    others = [contest for contest in contests if contest["neighbourhood"] not in known]
    rows = [(slug, placed.get(slug)) for slug in known] + [(one["neighbourhood"] or "", one) for one in others]
    lines = [_line(slug, contest, accepted, reader) for slug, contest in rows]
    return {
        name: [line[name] for line in lines] for name in ("hood", "own", "label", "seats", "alternates", "standing")
    }


def _line(slug: str, contest: Json | None, accepted: Collection[str], reader: Reader) -> dict[str, str]:
    if contest is None:
        return {"hood": slug, "own": "", "label": "", "seats": "", "alternates": "1", "standing": ""}
    names = [line_of(one, reader) for one in contest["candidates"] if one["id"] not in accepted]
    return {
        "hood": slug,
        "own": contest["contest"],
        "label": reader.plain(contest["label"]),
        "seats": str(contest["seats"]),
        "alternates": str(contest["alternates"]),
        "standing": "\n".join(names),
    }


def line_of(candidate: Json, reader: Reader) -> str:
    """As it is typed: the name, then the group."""
    name = reader.plain(candidate["name"])
    group = candidate["group"]
    return f"{name} ; {reader.say(f'candidate_group.{group}')}" if group else name


def kept_people(typed: Sequence[Json], contest: Json | None, reader: Reader) -> list[Json]:
    """Whoever stood before under the same name keeps number and names in every language; the others get free numbers."""
    before = list(contest["candidates"]) if contest else []
    taken = {one["id"] for one in before}
    found: list[Json] = []
    for one in typed:
        known = next((each for each in before if reader.plain(each["name"]) == reader.plain(one["name"])), None)
        if known is not None:
            before.remove(known)
        own = known["id"] if known else _free(one["id"], taken)
        taken.add(own)
        found.append(one | {"id": own, "name": known["name"] if known else one["name"]})
    return found


def _free(own: str, taken: Collection[str]) -> str:
    stem, _, number = own.rpartition("-")
    n = int(number)
    while f"{stem}-{n}" in taken:
        n += 1
    return f"{stem}-{n}"
