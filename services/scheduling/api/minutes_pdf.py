"""What the printed minutes of a meeting say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.scheduling.adapters.library import meeting_kinds, read
from services.scheduling.domain.meeting import Meeting
from services.scheduling.domain.texts import Text
from shared.municipalities import MunicipalityView

PRESENT: Text = {"ar": "الحاضرون المسجلون", "fr": "Personnes enregistrées", "en": "People checked in"}
BALLOTS: Text = {"ar": "أوراق التصويت", "fr": "Bulletins", "en": "Ballots"}
ELECTED: Text = {"ar": "المنتخبون", "fr": "Élus", "en": "Elected"}
MODES: Mapping[str, Text] = {
    "in_person": {"ar": "حضوريا", "fr": "en présence", "en": "in person"},
    "remote": {"ar": "عن بعد", "fr": "à distance", "en": "remote"},
    "hybrid": {"ar": "حضوريا وعن بعد", "fr": "en présence et à distance", "en": "hybrid"},
}
GROUP: Text = {"ar": "مقترحات المجموعة", "fr": "Propositions du groupe", "en": "Proposals of group"}


def minutes_document(
    meeting: Meeting,
    town: MunicipalityView,
    issued_at: datetime,
    places: Mapping[str, Text],
    signatories: Sequence[Mapping[str, Any]] = (),
    draft: bool = False,
) -> dict[str, Any]:
    """The data of the `minutes` template; figures come from the day and from events.

    `places` are the names of the neighbourhoods.
    """
    written, zone = meeting.minutes, ZoneInfo(meeting.timezone)
    ended = [item.ended_at or item.end or item.start for item in meeting.agenda]
    ends = meeting.ends_at or max(filter(None, ended), default=None)
    return {
        "municipality": {"name": town.name, "country": town.country, "region": town.region_name},
        "timezone": meeting.timezone,
        "issued_at": issued_at.replace(microsecond=0),
        "title": meeting.title,
        "meeting": {
            "kind": meeting_kinds().get(meeting.kind, meeting.kind),
            "date": meeting.starts_at.astimezone(zone).date(),
            "start": local(meeting.starts_at, zone),
            "end": local(ends, zone),
            "place": meeting.place,
            "mode": MODES.get(meeting.mode),
        },
        "object": written.object or meeting.title,
        "chair": written.chair,
        "present": [
            {"role": label("roles", str(row.get("role"))), "name": row.get("name"), "count": row.get("count")}
            for row in written.present
        ],
        "agenda": [agenda_row(item, zone) for item in meeting.agenda],
        "figures": figures(meeting, places),
        "interventions": [
            {"speaker": row.get("speaker") or row.get("by"), "text": row.get("text")} for row in written.interventions
        ],
        "decisions": [decision(row) for row in written.decisions],
        "signatories": [{**row, "role": label("roles", str(row["role"]))} for row in signatories],
        "draft": draft,
    }


def decision(row: Mapping[str, Any]) -> dict[str, Any]:
    """With its number before it, and how it was voted."""
    text, number = row.get("text"), row.get("number")
    if number and isinstance(text, Mapping):
        text = {tongue: f"({number}) {said}" for tongue, said in text.items() if said}
    return {"text": f"({number}) {text}" if number and isinstance(text, str) else text, "votes": row.get("votes")}


def label(vocabulary: str, code: str) -> Text | str:
    """The words for a code; a code nobody knows, or plain words, stay as they are."""
    known = {row["code"]: row["label"] for row in read("vocabulary")[vocabulary]}
    found: Text | str = known.get(code, code)
    return found


def local(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return instant.astimezone(zone).strftime("%H:%M") if instant else None


def agenda_row(item: Any, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "n": item.n,
        "label": item.label,
        "start": local(item.started_at or item.start, zone),
        "end": local(item.ended_at or item.end, zone),
    }


def figures(meeting: Meeting, places: Mapping[str, Text]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if meeting.present:
        rows.append({"label": PRESENT, "value": sum(meeting.present.values())})
        rows += [{"label": place_label(places.get(name), name), "value": n} for name, n in meeting.present.items()]
    for group in meeting.minutes.groups:
        rows.append({"label": {t: f"{GROUP[t]} {group['group']}" for t in GROUP}, "value": len(group["proposals"])})
    for result in meeting.minutes.results:
        rows += [row for contest in result["contests"] for row in contest_figures(contest)]
    return rows


def place_label(place: Text | None, slug: str) -> Text:
    return {tongue: f"{text}: {(place or {}).get(tongue) or slug}" for tongue, text in PRESENT.items()}


def contest_figures(contest: Mapping[str, Any]) -> list[dict[str, Any]]:
    label = {tongue: text for tongue, text in contest["label"].items() if text}
    names = ", ".join(winner["name"] for winner in contest["elected"])
    return [
        {"label": {t: f"{BALLOTS[t]}: {text}" for t, text in label.items()}, "value": contest["ballots"]},
        {"label": {t: f"{ELECTED[t]}: {text}" for t, text in label.items()}, "value": names or None},
    ]
