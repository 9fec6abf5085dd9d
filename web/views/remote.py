"""An election as its chair leads it: how long it still runs, what is missing before it opens, what closing leaves behind."""

from datetime import datetime, timedelta

from web.services import Json


def remote(election: Json, now: datetime, slot: Json | None) -> Json:
    """`slot` is the item of the running order in which the vote takes place."""
    ends = ends_at(election, slot)
    left = int((ends - now).total_seconds()) if ends and election["state"] == "open" else None
    return {
        "state": election["state"],
        "ends": ends,
        "left": max(left, 0) if left is not None else None,
        "over": left is not None and left <= 0,
        "contests": [_contest(contest) for contest in election["contests"]],
        "manifest": election.get("manifest"),
        "tablets": [tablet for tablet in election.get("tablets") or [] if not tablet.get("stated", True)],
    }


def ends_at(election: Json, slot: Json | None) -> datetime | None:
    """The closing instant, else the end of the slot in the running order."""
    if election.get("closes_at"):
        return datetime.fromisoformat(election["closes_at"])
    if slot and slot.get("started_at") and slot.get("minutes"):
        return datetime.fromisoformat(slot["started_at"]) + timedelta(minutes=slot["minutes"])
    return None


def _contest(contest: Json) -> Json:
    turnout = contest.get("turnout") or {}
    return {
        "contest": contest["contest"],
        "label": contest["label"],
        "seats": contest["seats"],
        "candidates": contest["candidates"],
        "present": contest.get("present"),
        "given": turnout.get("given"),
        "ballots": turnout.get("ballots"),
    }
