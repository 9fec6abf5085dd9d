"""Commands on the legal calendar of an edition."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.scheduling.application.ports import Calendars, Files
from services.scheduling.domain.activity import EDITABLE, Activity, Evidence, activity_from
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.rules import RuleBook
from services.scheduling.domain.template import Template


class ChangedSinceRead(Exception):
    """Somebody else changed the activity since it was read; nothing was overwritten.

    `difference` lists every column either of the two changed: what it is now, and what was asked for.
    """

    fields = ("activity", "current", "difference", "version")

    def __init__(self, activity: Activity, edited: Sequence[str], mine: Mapping[str, Any], version: int) -> None:
        super().__init__(activity.code)
        self.activity, self.version = activity.code, version
        self.current = {name: getattr(activity, name) for name in EDITABLE}
        self.difference = [
            {"field": name, "theirs": getattr(activity, name), "mine": mine.get(name), "edited_by_you": name in mine}
            for name in dict.fromkeys([*edited, *mine])
            if name in edited or getattr(activity, name) != mine[name]
        ]


async def draft_calendar(
    calendars: Calendars,
    template: Template,
    *,
    municipality: str,
    calendar_id: str,
    edition: str,
    programme_year: int,
    title: Mapping[str, str],
    historical: bool,
    document: Mapping[str, Any] | None = None,
    include: Sequence[str] = (),
    dates: Mapping[str, date] | None = None,
    meetings: Sequence[Mapping[str, Any]] = (),
) -> Calendar:
    """Make a calendar from the template, or from a document that was kept elsewhere; a draft always saves."""
    source = document or {}
    rows = source.get("activities")
    calendar = Calendar(
        municipality=municipality,
        id=calendar_id,
        edition=edition,
        template=template.id,
        template_version=template.version,
        kind=template.kind,
        programme_year=programme_year,
        title=title,
        phases=list(source.get("phases") or template.phases),
        activities=[activity_from(row) for row in rows] if rows else template.activities(include),
        meetings=list(source.get("meetings") or meetings),
        source=source.get("source") or {},
        observations=list(source.get("observations") or ()),
        historical=historical,
        adapted=template.adapted,
    )
    for code, day in (dates or {}).items():
        calendar.reschedule(code, day)
    await calendars.save(calendar)
    return calendar


async def adopt_calendar(
    calendars: Calendars, rules: RuleBook, *, municipality: str, calendar_id: str, at: datetime
) -> Calendar:
    """Raises `CalendarNotLawful`, `CalendarAlreadyAdopted`, `CalendarUnknown`."""
    calendar = await calendars.get(municipality, calendar_id)
    calendar.adopt(at, rules.evaluate(calendar.facts()))
    await calendars.save(calendar)
    return calendar


async def edit_activity(
    calendars: Calendars, *, municipality: str, calendar_id: str, code: str, expected: int, changes: Mapping[str, Any]
) -> Calendar:
    """Change some columns of one activity; edits of other activities do not collide. Raises `ChangedSinceRead`."""
    calendar = await calendars.get(municipality, calendar_id)
    activity = calendar.activity(code)
    if edited := activity.edited_since(expected):
        raise ChangedSinceRead(activity, edited, changes, calendar.version)
    rest = dict(changes)
    if "planned_date" in rest or "sessions" in rest:
        planned = rest.pop("planned_date", activity.planned_date)
        calendar.reschedule(code, planned, rest.pop("sessions", activity.sessions))
    if rest:
        calendar.annotate(code, **rest)
    await calendars.save(calendar)
    return calendar


async def attach_evidence(
    calendars: Calendars,
    files: Files,
    *,
    municipality: str,
    calendar_id: str,
    code: str,
    kind: str,
    sha256: str,
    name: str | None,
    public_copy: str | None,
    known_kinds: Collection[str],
    by: str,
    at: datetime,
    url: str | None = None,
) -> Calendar:
    """File an uploaded document under an activity; the same one again changes nothing.

    The original is sealed as received; the public copy, where there is one, bears its own digest.
    Raises `FileUnknown`, `EvidenceTypeUnknown`.
    """
    calendar = await calendars.get(municipality, calendar_id)
    calendar.must_ask_for(code, kind, known_kinds)
    file = await files.attach(municipality, sha256, public=False)
    if public_copy is not None:
        await files.attach(municipality, public_copy, public=True)
    piece = Evidence(
        type=kind,
        sha256=sha256,
        name=name or url or file["name"],
        by=by,
        at=at,
        href=file["href"],
        media_type=file["type"],
        size=file["size"],
        public_sha256=public_copy,
        url=url,
    )
    if calendar.attach(code, piece):
        await calendars.save(calendar)
    return calendar


async def finish_activity(
    calendars: Calendars, *, municipality: str, calendar_id: str, code: str, on: date, reason: str | None
) -> Calendar:
    """Mark an activity done, with its evidence or with a recorded reason. Raises `EvidenceMissing`."""
    calendar = await calendars.get(municipality, calendar_id)
    calendar.finish(code, on, reason)
    await calendars.save(calendar)
    return calendar


async def warn_of_due_activities(calendars: Calendars, *, municipality: str, today: date) -> int:
    """Announce what is due soon or overdue today; gives how many calendars were looked at."""
    found = await calendars.to_warn(municipality, today)
    for calendar in found:
        calendar.warn(today)
        calendar.warned_on = today
        await calendars.save(calendar)
    return len(found)
