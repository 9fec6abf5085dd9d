"""What waits for the cell: each with its day, its reason and the page where it is done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from web.reader import Reader
from web.services import Json

MOST = 8  # of one kind on the desk; the rest is behind its page


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the desk."""

    title: str
    href: str
    tone: str = ""
    when: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk is made from."""

    calendars: Sequence[Json]
    publications: Sequence[Json]
    meetings: Sequence[Json]
    decisions: Sequence[Json]
    held: Sequence[Json]
    imports: Sequence[Json]
    proposals: Mapping[str, int]
    unchecked: int = 0
    unanswered: int = 0


def waiting(known: Known, reader: Reader, base: str, now: datetime) -> list[tuple[str, list[Task]]]:
    """Groups with something in them, the most urgent first."""
    groups = {
        "late": _activities(known.calendars, reader, base, "overdue", "bad"),
        "soon": _activities(known.calendars, reader, base, "due_soon", "now"),
        "decide": [*_decisions(known, reader, base), *_publications(known, reader, base)],
        "review": [*_reviews(known, reader, base), *_imports(known, reader, base)],
        "meet": list(_meetings(known, reader, base, now)),
    }
    return [(name, tasks[:MOST]) for name, tasks in groups.items() if tasks]


def _activities(calendars: Sequence[Json], reader: Reader, base: str, due: str, tone: str) -> list[Task]:
    """Of all calendars in work, the oldest first; nothing of a past calendar is late."""
    found = [
        (str(row["planned_date"]), _activity(row, calendar, reader, base, tone))
        for calendar in calendars
        if not calendar.get("historical")
        for row in calendar["activities"]
        if row["due"] == due
    ]
    return [task for _, task in sorted(found, key=lambda one: one[0])]


def _activity(row: Json, calendar: Json, reader: Reader, base: str, tone: str) -> Task:
    href = f"{base}/calendars/{calendar['calendar_id']}/activities/{row['code']}"
    missing = reader.count("cell.missing_pieces", len(row["missing_evidence"])) if row["missing_evidence"] else ""
    detail = " · ".join(filter(None, (str(calendar.get("edition", "")), missing)))
    return Task(f"{row['code']} {reader.plain(row['label'])}", href, tone, _day(reader, row["planned_date"]), detail)


def _decisions(known: Known, reader: Reader, base: str) -> Iterator[Task]:
    for one in known.decisions:
        title = f"{reader.say('cell.waits_council')} {reader.plain(one['title'])}"
        yield Task(title, f"{base}/decisions/{one['request_id']}", "wait", reader.moment(one["requested_at"]))


def _publications(known: Known, reader: Reader, base: str) -> Iterator[Task]:
    for one in known.publications:
        if not one["proven_at"]:
            title = f"{reader.name('publication_kind', one['kind'])} {one['edition']}"
            missing = ", ".join(reader.say(f"staff.{part}") for part in one["missing"])
            yield Task(title, f"{base}/publications/{one['publication_id']}", "wait", "", missing)


def _reviews(known: Known, reader: Reader, base: str) -> Iterator[Task]:
    for stage in ("formal", "substantive"):
        if number := known.proposals.get(stage, 0):
            yield Task(reader.count(f"cell.waits_{stage}", number), f"{base}/review?queue={stage}", "now")
    if known.held:
        yield Task(reader.count("cell.waits_held", len(known.held)), f"{base}/review?queue=held", "wait")
    if known.unchecked:
        yield Task(reader.count("cell.waits_check", known.unchecked), f"{base}/batches", "wait")
    if known.unanswered:
        yield Task(reader.count("cell.waits_answer", known.unanswered), f"{base}/requests", "wait")


def _imports(known: Known, reader: Reader, base: str) -> Iterator[Task]:
    for one in known.imports:
        if one["state"] == "reviewing":
            title = f"{reader.say('cell.review_table')} {one['edition']}"
            yield Task(title, f"{base}/imports/{one['import_id']}", "wait", reader.moment(one["at"]))


def _meetings(known: Known, reader: Reader, base: str, now: datetime) -> Iterator[Task]:
    """Held and not signed, then those to come."""
    for one in sorted(known.meetings, key=lambda meeting: str(meeting["starts_at"])):
        past = datetime.fromisoformat(one["starts_at"]) < now
        if past and one["minutes_signed"]:
            continue
        detail = reader.say("cell.minutes_open") if past else reader.plain(one.get("place"))
        href = f"{base}/meetings/{one['meeting_id']}/minutes" if past else f"{base}/meetings#m{one['meeting_id']}"
        yield Task(reader.plain(one["title"]), href, "wait" if past else "", reader.moment(one["starts_at"]), detail)


def _day(reader: Reader, value: str | date | None) -> str:
    return reader.weekday(value)
