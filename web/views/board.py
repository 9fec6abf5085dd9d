"""An election as a hall, a result page and a phone see it: turnout, then names with words."""

from typing import Any

from web.reader import Reader
from web.services import Json

LINES = ((6, 5), (12, 3))  # up to so many contests, so many names a tile: more would not fit, or get small
FEWEST_LINES = 2


def most_lines(contests: int) -> int:
    """How many names a tile of the hall's screen holds."""
    return next((lines for most, lines in LINES if contests <= most), FEWEST_LINES)


def board(election: Json, *, rtl: bool = True, lines: int | None = None) -> Json:
    """What is shown of an election; before it is declared nothing but turnout."""
    declared = election.get("state") == "declared" and bool(election.get("results"))
    results = {found["contest"]: found for found in _results(election)} if declared else {}
    contests = [_contest(contest, results.get(contest["contest"]), rtl, lines) for contest in election["contests"]]
    known = [contest["ballots"] for contest in contests if contest["ballots"] is not None]
    return {
        "election_id": election["election_id"],
        "edition": election["edition"],
        "kind": election["kind"],
        "title": election.get("title"),
        "state": election["state"],
        "results": declared,
        "annulment": election.get("annulment"),
        "sealed": election.get("disclosure") == "sealed",
        "contests": contests,
        "given": sum(contest["given"] for contest in contests),
        "ballots": sum(known) if len(known) == len(contests) and known else None,
    }


def _results(election: Json) -> list[Json]:
    found: Any = election.get("results") or []
    return list(found["contests"] if isinstance(found, dict) else found)


def _contest(contest: Json, result: Json | None, rtl: bool, most: int | None) -> Json:
    turnout = contest.get("turnout") or {}
    given, ballots = turnout.get("given") or 0, turnout.get("ballots")
    bar = round(100 * ballots / given, 1) if given and ballots is not None else 0
    shown = {
        "contest": contest["contest"],
        "label": contest["label"],
        "given": given,
        "ballots": result["ballots"] if result else ballots,
        "bar": bar,
        "bar_start": round(100 - bar, 1) if rtl else 0,
        "lines": _lines(contest, result) if result else [],
        "vacant": (result or {}).get("vacant") or 0,
        "vacant_because": (result or {}).get("vacant_because"),
    }
    shown["lines"] = shown["lines"][:most]
    return shown


def _lines(contest: Json, result: Json) -> list[Json]:
    names = {candidate["id"]: candidate["name"] for candidate in contest["candidates"]}
    elected, alternates = list(result.get("elected") or []), list(result.get("alternates") or [])
    tally = {line["candidate"]: line for line in result.get("tally") or []}
    order = [*elected, *alternates, *(name for name in tally if name not in {*elected, *alternates})]
    return [
        {
            "name": names.get(found, tally.get(found, {}).get("name", found)),
            "votes": tally.get(found, {}).get("votes"),
            "outcome": "elected" if found in elected else "alternate" if found in alternates else None,
        }
        for found in order
    ]


def rule(contest: Json, reader: Reader, currency: str, kind: str) -> str:
    """The rule of a contest in one sentence, the only heading a voter needs."""
    method, most = contest["method"], contest["max_choices"]
    if method == "knapsack":
        return reader.say("ballot.rule_knapsack", amount=reader.money(contest["budget"], currency))
    if method == "stv":
        return reader.say("ballot.rule_stv")
    if method == "points":
        return reader.count("ballot.rule_points", most)
    if method == "approval" and most >= len(contest["candidates"]):
        return reader.say("ballot.rule_approval")
    return reader.count("ballot.rule_projects" if kind == "prioritisation" else "ballot.rule_most", most)


def most_of(contest: Json) -> int:
    """The limit a ballot is held to: choices, points, or money."""
    return int(contest["budget"] if contest["method"] == "knapsack" else contest["max_choices"])
