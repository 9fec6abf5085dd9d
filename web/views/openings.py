"""What is open now in a town, the most urgent first, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from web.reader import Reader
from web.services import Json
from web.views.phases import Phase, current


@dataclass(frozen=True)
class Card:
    """One card of the home page."""

    open: bool
    title: str
    tag: str = "next"
    text: str = ""
    until: str = ""
    href: str = ""
    act: str = ""


@dataclass(frozen=True)
class Known:
    """What a home page is made from."""

    elections: Sequence[Json]
    consultations: Sequence[Json]
    meetings: Sequence[Json]
    programme: Json | None
    phases: Sequence[Phase]
    edition: Json | None
    surveys: Sequence[Json] = ()


def openings(known: Known, reader: Reader, base: str, now: datetime) -> list[Card]:
    """At most one open card and one to come; never an empty page."""
    opened = [
        *_votes(known, reader, base),
        *_windows(known, reader, base),
        *_surveys(known, reader, base),
        *_remarks(known, reader, base),
    ]
    opened = opened or _intake(known, reader, base, now)
    coming = [*_meetings(known, reader, base, now), *_steps(known, reader, base, now)]
    calm = Card(open=False, tag="today", title=reader.say("home.calm_title"), text=reader.say("home.calm_text"))
    return [*opened[:2], *coming[:1]] or [calm]


def _votes(known: Known, reader: Reader, base: str) -> list[Card]:
    """One card for all open votes: the next page tells them apart."""
    cards = [
        Card(
            open=True,
            tag="now",
            title=reader.name("election_kind", election["kind"]),
            text=reader.say("home.vote_text"),
            until=reader.moment(election.get("closes_at")),
            href=f"{base}/vote",
            act=reader.say("home.vote_act"),
        )
        for election in known.elections
        if election["state"] == "open"
    ]
    return cards[:1]


def _windows(known: Known, reader: Reader, base: str) -> list[Card]:
    return [
        Card(
            open=True,
            tag="now",
            title=reader.say("home.propose_title"),
            text=f"{reader.plain(window['title'])}. {reader.say('home.propose_text')}",
            until=reader.moment(window["closes_at"]),
            href=f"{base}/propose",
            act=reader.say("home.propose_act"),
        )
        for window in known.consultations
        if window["state"] == "open"
    ]


def _surveys(known: Known, reader: Reader, base: str) -> list[Card]:
    """Those that close first, first."""
    opened = sorted(
        (each for each in known.surveys if each["state"] == "open"), key=lambda each: str(each["closes_at"])
    )
    said = {name: reader.say(f"home.survey_{name}") for name in ("text", "act")}
    return [
        Card(
            open=True,
            tag="now",
            title=reader.plain(survey["title"]),
            until=reader.moment(survey["closes_at"]),
            href=f"{base}/surveys/{survey['survey_id']}",
            **said,
        )
        for survey in opened
    ]


def _intake(known: Known, reader: Reader, base: str, now: datetime) -> list[Card]:
    """Proposals without a window: taken while the edition has no programme and its year has not passed."""
    edition = known.edition
    if not edition or not edition.get("intake_open") or known.programme or int(edition["year"]) < now.year:
        return []
    said = {name: reader.say(f"home.propose_{name}") for name in ("title", "text", "act")}
    return [Card(open=True, tag="now", href=f"{base}/propose", **said)]


def _remarks(known: Known, reader: Reader, base: str) -> list[Card]:
    if not known.programme or not known.programme.get("remarks_open"):
        return []
    said = {name: reader.say(f"home.remarks_{name}") for name in ("title", "text", "act")}
    return [Card(open=True, tag="now", href=f"{base}/programme", **said)]


def _meetings(known: Known, reader: Reader, base: str, now: datetime) -> list[Card]:
    coming = [meeting for meeting in known.meetings if datetime.fromisoformat(meeting["starts_at"]) > now]
    return [
        Card(
            open=False,
            title=reader.plain(meeting["title"]),
            text=reader.plain(meeting.get("place")),
            until=reader.moment(meeting["starts_at"]),
            href=f"{base}/meetings/{meeting['meeting_id']}",
            act=reader.say("home.meeting_act"),
        )
        for meeting in sorted(coming, key=lambda meeting: str(meeting["starts_at"]))
    ]


def _steps(known: Known, reader: Reader, base: str, now: datetime) -> list[Card]:
    phase, today = current(known.phases), now.date()
    rows = [row for row in phase.activities if not row.done and row.dates] if phase else []
    coming = sorted((row for row in rows if row.dates[-1] >= today), key=lambda row: _first(row.dates))
    return [
        Card(
            open=False,
            title=reader.plain(row.label),
            until=reader.weekday(_first(row.dates)),
            href=f"{base}/calendar#a{row.code}",
            act=reader.say("home.whole_calendar"),
        )
        for row in coming
    ]


def _first(days: Sequence[date]) -> date:
    return days[0]
