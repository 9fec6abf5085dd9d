"""Meetings: convening, the day itself, who stands for delegate, and the minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.scheduling.domain.agenda import (
    ELECTION,
    AnotherItemRunning,
    Expected,
    Item,
    ItemNotRunning,
    ItemNotWaiting,
    ItemState,
    UnknownAgendaItem,
    order,
)
from services.scheduling.domain.minutes import Minutes
from services.scheduling.domain.texts import Text
from shared.aggregate import Aggregate
from shared.contracts import scheduling as told
from shared.contracts.event import Document, Text3


class CheckInStillOpen(Exception):
    """Voting opens only when check-in is closed, so that the electorate is known."""


class CheckInIsClosed(Exception):
    """Nobody is admitted after check-in was closed."""


class MeetingHasBegun(Exception):
    """Once an item has started, the running order is what changes, not the convocation."""


class MeetingKindUnknown(Exception):
    """No meeting of that kind is known."""

    field = "kind"


class ConsentMissing(Exception):
    """Nobody stands for delegate without consent to be named."""


class MinutesAlreadySigned(Exception):
    """Signed minutes do not change."""


class MinutesNotSigned(Exception):
    """The public sees minutes once they are signed."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody present who stands for delegate and agreed to be named."""

    id: str
    neighbourhood: str
    name: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody who leads the forum closed check-in over desks that had not sent everything, and said why."""

    reason: str
    by: str
    devices: tuple[str, ...] = ()

    def over(self, devices: Sequence[str]) -> "Override":
        return replace(self, devices=tuple(devices))


@dataclass(kw_only=True)
class Meeting(Aggregate):
    """A meeting of any kind; a citizen forum also has check-in, candidacies and working groups."""

    edition: str
    kind: str
    title: Text
    starts_at: datetime
    ends_at: datetime | None = None
    timezone: str
    place: Text | None = None
    mode: str = "in_person"
    agenda: list[Item] = field(default_factory=list)
    activity_code: str | None = None
    calendar_id: str | None = None
    present: dict[str, int] = field(default_factory=dict)
    desks: list[str] = field(default_factory=list)
    check_in_closed_at: datetime | None = None
    check_in_override: Override | None = None
    candidates: list[Candidate] = field(default_factory=list)
    minutes: Minutes = field(default_factory=Minutes)
    details: Mapping[str, Any] = field(default_factory=dict)
    people_forgotten_at: datetime | None = None
    gone_at: datetime | None = None

    def convene(self) -> None:
        """Announce the convocation; said again in full when it changes."""
        agenda = [
            told.AgendaItem(n=i.n, type=i.type, label=Text3(**i.label), start=i.start, minutes=i.minutes)
            for i in self.agenda
        ]
        self.record(
            told.MeetingConvened(
                municipality=self.municipality,
                meeting_id=self.id,
                edition=self.edition,
                kind=self.kind,
                title=Text3(**self.title),
                starts_at=self.starts_at,
                place=Text3(**self.place) if self.place else None,
                mode=self.mode,
                agenda=agenda,
            )
        )

    def item(self, n: int) -> Item:
        found = next((item for item in self.agenda if item.n == n), None)
        if found is None:
            raise UnknownAgendaItem(str(n))
        return found

    def running(self) -> Item | None:
        return next((item for item in self.agenda if item.state is ItemState.RUNNING), None)

    def state(self) -> str:
        """`planned`, `running` once an item started, `ended` when the last one did, `signed` with its minutes."""
        if self.minutes.signed_at is not None:
            return "signed"
        states = {item.state for item in self.agenda}
        if self.agenda and self.agenda[-1].state is ItemState.ENDED:
            return "ended"
        return "running" if states - {ItemState.WAITING} else "planned"

    def put(self, changed: Item) -> None:
        self.agenda = [changed if item.n == changed.n else item for item in self.agenda]

    def start(self, n: int, at: datetime) -> None:
        """Start an item. Raises `AnotherItemRunning`, `ItemNotWaiting`, `CheckInStillOpen` for an election."""
        item = self.item(n)
        if (other := self.running()) is not None and other.n != n:
            raise AnotherItemRunning(str(other.n))
        if item.state is not ItemState.WAITING:
            raise ItemNotWaiting(str(n))
        if item.type == ELECTION and self.desks and self.check_in_closed_at is None:
            raise CheckInStillOpen(self.id)
        self.put(replace(item, started_at=at))
        length = item.length()
        self.record(
            told.AgendaItemStarted(
                municipality=self.municipality,
                meeting_id=self.id,
                n=n,
                type=item.type,
                started_at=at,
                ends_at=at + length if length else None,
            )
        )

    def end(self, n: int, at: datetime) -> None:
        """End the running item. Raises `ItemNotRunning`."""
        item = self.item(n)
        if item.state is not ItemState.RUNNING:
            raise ItemNotRunning(str(n))
        self.put(replace(item, ended_at=at))
        self.record(
            told.AgendaItemEnded(municipality=self.municipality, meeting_id=self.id, n=n, type=item.type, ended_at=at)
        )

    def order(self, now: datetime) -> list[Expected]:
        return order(self.agenda, self.starts_at, now)

    def admit_desk(self, device: str) -> bool:
        """A desk joins before check-in closes; true when it is new."""
        if self.check_in_closed_at is not None or self.gone_at is not None:
            raise CheckInIsClosed(self.id)
        if device in self.desks:
            return False
        self.desks.append(device)
        return True

    def close_check_in(self, at: datetime, counts: Mapping[str, int], override: Override | None = None) -> None:
        """Fix the electorate of each neighbourhood; announced as counts only."""
        if self.check_in_closed_at is not None:
            raise CheckInIsClosed(self.id)
        self.check_in_closed_at, self.check_in_override = at, override
        self.present = dict(sorted(counts.items()))
        present = [told.NeighbourhoodCount(neighbourhood=n, present=c) for n, c in self.present.items()]
        self.record(
            told.CheckInClosed(
                municipality=self.municipality, meeting_id=self.id, present=present, total=sum(counts.values())
            )
        )

    def electorate_is_fixed(self) -> bool:
        """From then on nobody can be counted again, whatever is forgotten."""
        return self.check_in_closed_at is not None or self.gone_at is not None or self.minutes.signed_at is not None

    def close_for_good(self, at: datetime) -> None:
        """A meeting long past whose check-in nobody closed."""
        self.gone_at = self.gone_at or at

    def nominate(self, candidate: Candidate, consent: bool) -> None:
        if not consent:
            raise ConsentMissing(candidate.neighbourhood)
        self.candidates.append(candidate)
        self.record(
            told.CandidateNominated(
                municipality=self.municipality,
                meeting_id=self.id,
                candidate_id=candidate.id,
                neighbourhood=candidate.neighbourhood,
                name=candidate.name,
                group=candidate.group,
            )
        )

    def change(self, **changed: Any) -> None:
        """Another day, place or agenda, said again in full. Raises `MeetingHasBegun`."""
        if self.state() != "planned":
            raise MeetingHasBegun(self.id)
        for name, value in changed.items():
            setattr(self, name, value)
        self.convene()

    def write_minutes(self, **written: Any) -> None:
        """What people write; decisions of the council that were recorded as such stay as they are."""
        self.open_minutes()
        if "decisions" in written:
            written["decisions"] = self.minutes.with_recorded(written["decisions"])
        self.minutes = replace(self.minutes, **written, written_version=self.version + 1)

    def file_scan(self, scan: Mapping[str, Any]) -> None:
        """The signed paper, scanned back in; a better scan replaces a bad one. Raises `MinutesNotSigned`."""
        if self.minutes.signed_at is None:
            raise MinutesNotSigned(self.id)
        self.minutes = replace(self.minutes, scan=scan)

    def fill_minutes(self, name: str, entry: Mapping[str, Any], key: str) -> None:
        """Locked figures that come from events; the same entry again replaces itself."""
        if self.minutes.signed_at is None:
            self.minutes = self.minutes.filled(name, entry, key)

    def open_minutes(self) -> None:
        if self.minutes.signed_at is not None:
            raise MinutesAlreadySigned(self.id)

    def sign_minutes(self, at: datetime, signatories: Sequence[Mapping[str, Any]], document: Document) -> None:
        self.open_minutes()
        kept = document.model_dump(mode="json")
        self.minutes = replace(self.minutes, signatories=tuple(signatories), signed_at=at, document=kept)
        self.record(
            told.MinutesSigned(
                municipality=self.municipality,
                meeting_id=self.id,
                edition=self.edition,
                kind=self.kind,
                title=Text3(**self.title),
                document=document,
            )
        )
