"""How a meeting, its running order and its minutes look from outside."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.scheduling.adapters.library import agendas, meeting_kinds
from services.scheduling.api.documents import plain
from services.scheduling.api.schemas import MeetingChange, MeetingIn, SlotIn
from services.scheduling.application.meetings import AgendaTemplateUnknown
from services.scheduling.domain.agenda import ELECTION, Expected, Item
from services.scheduling.domain.meeting import Meeting, MeetingKindUnknown, Override

View = dict[str, Any]


def instant(day: date, hour: str | None, timezone: str) -> datetime | None:
    """A local hour of a local date as an instant."""
    if hour is None:
        return None
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(timezone)).astimezone(ZoneInfo("UTC"))


def item_from(slot: SlotIn, day: date, timezone: str) -> Item:
    return Item(
        n=slot.n,
        type=ELECTION if slot.election else slot.type,
        label=slot.label.plain(),
        start=instant(day, slot.start, timezone),
        end=instant(day, slot.end, timezone),
        minutes=slot.minutes,
        election=slot.election or slot.type == ELECTION,
    )


def meeting_from(body: MeetingIn, municipality: str, own: str, timezone: str) -> Meeting:
    """From the fields given, else from a forum document kept elsewhere or an agenda template."""
    document = plain(body.document) if body.document else {}
    day = body.date or date.fromisoformat(document["date"])
    starts_at = instant(day, body.start or document["start"], timezone)
    assert starts_at is not None
    return Meeting(
        municipality=municipality,
        id=own,
        edition=body.edition,
        kind=known_kind(body.kind or "citizen_forum"),
        title=body.title.plain() if body.title else document["title"],
        starts_at=starts_at,
        ends_at=instant(day, body.end, timezone),
        timezone=timezone,
        place=body.place.plain() if body.place else document.get("place"),
        mode=body.mode,
        agenda=agenda_from(body, document, day, timezone, starts_at),
        activity_code=body.activity_code,
        details={name: value for name, value in document.items() if name != "agenda"},
    )


def known_kind(kind: str) -> str:
    """Raises `MeetingKindUnknown`."""
    if kind not in meeting_kinds():
        raise MeetingKindUnknown(kind)
    return kind


def agenda_from(body: MeetingIn, document: View, day: date, timezone: str, starts_at: datetime) -> list[Item]:
    if body.agenda_template and not body.agenda:
        return timed(template_agenda(body.agenda_template), starts_at)
    slots = body.agenda or [slot_from(row) for row in document.get("agenda", ())]
    return [item_from(slot, day, timezone) for slot in slots]


def template_agenda(name: str) -> list[View]:
    """Raises `AgendaTemplateUnknown`."""
    found = next((row["agenda"] for row in agendas() if row["id"] == name), None)
    if found is None:
        raise AgendaTemplateUnknown(name)
    return list(found)


def timed(rows: list[View], starts_at: datetime) -> list[Item]:
    """Items one after the other from the hour the meeting starts."""
    items, begins = [], starts_at
    for row in rows:
        length = timedelta(minutes=row["minutes"] or 0)
        election = row.get("election", False)
        items.append(
            Item(
                n=row["n"],
                type=row["type"],
                label=row["label"],
                start=begins,
                end=begins + length,
                minutes=row["minutes"],
                election=election,
            )
        )
        begins += length
    return items


def changed_by(body: MeetingChange, meeting: Meeting) -> View:
    """What a change of the convocation sets; hours are local, on the new day or the old one."""
    was = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone))
    day = body.date or was.date()
    changed: View = {}
    if body.date or body.start:
        changed["starts_at"] = instant(day, body.start or f"{was:%H:%M}", meeting.timezone)
    if body.end:
        changed["ends_at"] = instant(day, body.end, meeting.timezone)
    if body.agenda is not None:
        changed["agenda"] = [item_from(slot, day, meeting.timezone) for slot in body.agenda]
    elif "starts_at" in changed:
        changed["agenda"] = shifted(meeting.agenda, changed["starts_at"] - meeting.starts_at)
    texts = {name: text.plain() for name in ("title", "place") if (text := getattr(body, name)) is not None}
    return {**changed, **texts, **({"mode": body.mode} if body.mode else {})}


def shifted(agenda: list[Item], by: timedelta) -> list[Item]:
    """The same agenda at another hour or day."""
    return [
        replace(item, start=item.start + by if item.start else None, end=item.end + by if item.end else None)
        for item in agenda
    ]


def slot_from(row: dict[str, Any]) -> SlotIn:
    return SlotIn.model_validate({name: row[name] for name in SlotIn.model_fields if name in row})


def expected(one: Expected) -> View:
    item = one.item
    return {
        "n": item.n,
        "type": item.type,
        "label": item.label,
        "state": item.state,
        "start": item.start,
        "end": item.end,
        "minutes": item.minutes,
        "election": item.election,
        "started_at": item.started_at,
        "ended_at": item.ended_at,
        "expected_start": one.start,
        "expected_end": one.end,
        "late_minutes": int(one.late.total_seconds() // 60),
    }


def head(one: Meeting) -> View:
    zone = ZoneInfo(one.timezone)
    starts = one.starts_at.astimezone(zone)
    return {
        "meeting_id": one.id,
        "edition": one.edition,
        "kind": one.kind,
        "title": one.title,
        "state": one.state(),
        "date": starts.date(),
        "start": f"{starts:%H:%M}",
        "end": f"{one.ends_at.astimezone(zone):%H:%M}" if one.ends_at else None,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
        "timezone": one.timezone,
        "place": one.place,
        "mode": one.mode,
        "activity_code": one.activity_code,
        "check_in": check_in(one),
        "minutes_signed": one.minutes.signed_at is not None,
        "version": one.version,
    }


def check_in(one: Meeting) -> View:
    state = "closed" if one.check_in_closed_at else ("open" if one.desks else "not_started")
    present = [{"neighbourhood": name, "present": people} for name, people in one.present.items()]
    return {
        "state": state,
        "desks": len(one.desks),
        "present": present,
        "total": sum(one.present.values()),
        "override": override(one.check_in_override),
    }


def override(one: Override | None) -> View | None:
    """Said openly: check-in was closed over desks that had not sent everything."""
    return {"reason": one.reason, "devices": list(one.devices)} if one else None


def meeting(one: Meeting, now: datetime) -> View:
    candidates = [{"candidate_id": c.id, "neighbourhood": c.neighbourhood, "name": c.name} for c in one.candidates]
    return {**head(one), **running(one, now), "candidates": candidates, "details": one.details}


def running(one: Meeting, now: datetime) -> View:
    """What the hall screen follows."""
    current = one.running()
    agenda = [expected(item) for item in one.order(now)]
    return {"now": now, "current": current.n if current else None, "agenda": agenda}


def minutes(one: Meeting, now: datetime) -> View:
    """What people wrote, and the figures events filled, which nobody can edit."""
    written = one.minutes
    return {
        "meeting_id": one.id,
        "title": one.title,
        "object": written.object,
        "chair": written.chair,
        "present": written.present,
        "interventions": written.interventions,
        "decisions": written.decisions,
        "locked": {
            "check_in": check_in(one),
            "agenda": [expected(item) for item in one.order(now)],
            "groups": written.groups,
            "elections_closed": written.elections_closed,
            "results": written.results,
        },
        "signatories": written.signatories,
        "signed_at": written.signed_at,
        "document": written.document,
        "scan": written.scan,
        "version": one.version,
    }
