"""What events and meetings add up to in one municipality and period."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.scheduling.adapters.library import read
from services.scheduling.adapters.mongo import MongoMeetings
from services.scheduling.domain.indicator import IndicatorRule
from services.scheduling.domain.meeting import Meeting
from shared.mongo import Database
from shared.texts.folding import fold

TRAINING = "training"
ALWAYS = "0001-01-01"
YEAR = timedelta(days=365)


def indicator_rules() -> dict[str, IndicatorRule]:
    rules = [
        IndicatorRule(
            code=row["code"],
            label=row["label"],
            counts=tuple(row["counts"]),
            people=row["people"],
            rule=row["rule"],
            events=tuple(row["events"]),
            overall=row.get("overall", False),
        )
        for row in read("indicators")
    ]
    return {rule.code: rule for rule in rules}


async def counted_facts(db: Database, municipality: str, since: date, until: date) -> dict[str, int]:
    """Every fact an indicator may add up, from `since` to `until`, both included."""
    listed = await meetings_between(db, municipality, since, until)
    held = [meeting for meeting in listed if meeting.state() in ("ended", "signed")]
    trainings = [meeting for meeting in listed if meeting.kind == TRAINING]
    a_year_ago = until - YEAR
    return {
        **await told(db, municipality, since, until),
        "meetings": len(held),
        "meetings_last_year": sum(meeting.starts_at.date() > a_year_ago for meeting in held),
        "trainings": sum(meeting.kind == TRAINING for meeting in held),
        "participants": checked_in(listed),
        "trained": checked_in(trainings),
        "associations": await associations(db, municipality, listed),
        "associations_trained": await associations(db, municipality, trainings),
    }


def checked_in(meetings: list[Meeting]) -> int:
    """Known once check-in is closed."""
    return sum(sum(meeting.present.values()) for meeting in meetings)


async def meetings_between(db: Database, municipality: str, since: date, until: date) -> list[Meeting]:
    first = datetime(since.year, since.month, since.day, tzinfo=UTC)
    last = datetime(until.year, until.month, until.day, tzinfo=UTC) + timedelta(days=1)
    where = {"municipality": municipality, "starts_at": {"$gte": first, "$lt": last}}
    return [MongoMeetings(db).loaded(row) async for row in db["meetings"].find(where)]


async def told(db: Database, municipality: str, since: date, until: date) -> dict[str, int]:
    """What other services told, by kind; editions are counted from the beginning."""
    where = {"municipality": municipality, "day": {"$lte": until.isoformat()}}
    rows = [row async for row in db["counted"].find(where, {"kind": 1, "day": 1})]
    counts: Counter[str] = Counter(row["kind"] for row in rows if row["day"] >= first_day(row["kind"], since))
    return dict(counts)


def first_day(kind: str, since: date) -> str:
    return ALWAYS if kind == "editions" else since.isoformat()


async def associations(db: Database, municipality: str, meetings: list[Meeting]) -> int:
    """Distinct names, however they are written, among people who were there."""
    where: dict[str, Any] = {
        "municipality": municipality,
        "meeting_id": {"$in": [meeting.id for meeting in meetings]},
        "seen_at": {"$ne": None},
        "person.organisation": {"$ne": None},
    }
    found = db["attendees"].find(where, {"person.organisation": 1})
    return len({fold(row["person"]["organisation"]) async for row in found})
