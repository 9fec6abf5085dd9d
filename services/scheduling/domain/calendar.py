"""The legal calendar of an edition: activities, their evidence, and what may be adopted."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from services.scheduling.domain.activity import EDITABLE, Activity, DueState
from services.scheduling.domain.activity import Evidence as Evidence
from services.scheduling.domain.facts import Facts
from services.scheduling.domain.rules import Verdict
from services.scheduling.domain.texts import Text
from shared.aggregate import Aggregate
from shared.contracts.event import Text3
from shared.contracts.scheduling import (
    ActivityDone,
    ActivityDueSoon,
    ActivityOverdue,
    ActivityRescheduled,
    CalendarAdopted,
)


class CalendarNotLawful(Exception):
    """Adopting a calendar that fails a rule of severity error."""

    fields = ("rules", "verdicts")

    def __init__(self, broken: Sequence[Verdict]) -> None:
        super().__init__(", ".join(verdict.rule for verdict in broken))
        self.rules = str(self)
        self.verdicts = tuple(broken)


class CalendarAlreadyAdopted(Exception):
    """A calendar is adopted once."""


class UnknownActivity(Exception):
    """The calendar has no activity of that code."""


class EvidenceMissing(Exception):
    """An activity cannot be done without its mandatory evidence, unless a reason is recorded."""

    fields = ("missing",)

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class EvidenceCorrupted(Exception):
    """The file cannot be opened as what it says it is."""


class EvidenceKindNotAllowed(Exception):
    """Evidence is a PDF, a picture, a video or a captured page, told by its bytes and not by its name."""

    fields = ("kind", "name")

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(kind)
        self.kind, self.name = kind, name


class EvidenceTypeUnknown(Exception):
    """Neither the vocabulary nor the activity knows this type of evidence."""

    field = "type"


@dataclass(kw_only=True)
class Calendar(Aggregate):
    """A draft always saves with its verdicts; adopting it makes it the legal calendar of the edition."""

    edition: str
    template: str
    template_version: int
    kind: str
    programme_year: int
    title: Text
    phases: list[Mapping[str, Any]]
    activities: list[Activity]
    meetings: list[Mapping[str, Any]] = field(default_factory=list)
    source: Mapping[str, Any] = field(default_factory=dict)
    observations: list[Mapping[str, Any]] = field(default_factory=list)
    historical: bool = False
    adapted: bool = False
    adopted_at: datetime | None = None
    warned_on: date | None = None

    def facts(self) -> Facts:
        column = any(activity.needed for activity in self.activities)
        return {
            "kind": self.kind,
            "programme_year": self.programme_year,
            "activities": [activity.facts(column) for activity in self.activities],
            "meetings": self.meetings,
        }

    def activity(self, code: str) -> Activity:
        found = next((activity for activity in self.activities if activity.code == code), None)
        if found is None:
            raise UnknownActivity(code)
        return found

    def by_key(self, key: str) -> Activity | None:
        return next((activity for activity in self.activities if activity.key == key), None)

    def change(self, code: str, **changes: Any) -> Activity:
        """Each column people edit remembers the version its last change is saved as."""
        activity = self.activity(code)
        edited = {n: self.version + 1 for n in EDITABLE if n in changes and changes[n] != getattr(activity, n)}
        changed = replace(activity, **changes, changed_in={**activity.changed_in, **edited})
        self.activities = [changed if one.code == code else one for one in self.activities]
        return changed

    def adopt(self, at: datetime, verdicts: Iterable[Verdict]) -> None:
        """Raises `CalendarNotLawful` unless the calendar is historical, `CalendarAlreadyAdopted` the second time."""
        if self.adopted_at is not None:
            raise CalendarAlreadyAdopted(self.id)
        failed = [verdict for verdict in verdicts if verdict.failed]
        if (broken := [verdict for verdict in failed if verdict.unlawful]) and not self.historical:
            raise CalendarNotLawful(broken)
        self.adopted_at = at
        self.record(
            CalendarAdopted(
                municipality=self.municipality,
                calendar_id=self.id,
                edition=self.edition,
                activities=len(self.activities),
                historical=self.historical,
                failed_rules=[verdict.rule for verdict in failed],
            )
        )

    def reschedule(self, code: str, planned_date: date | None, sessions: Sequence[date] = ()) -> None:
        """Move an activity; announced once the calendar is adopted, a draft moves in silence."""
        before = self.activity(code)
        after = self.change(code, planned_date=planned_date, sessions=tuple(sessions))
        if self.adopted_at is None or before.planned_date == planned_date:
            return
        self.record(
            ActivityRescheduled(**self.names(after), old_date=before.planned_date, new_date=planned_date),
        )

    def annotate(self, code: str, **changes: Any) -> None:
        self.change(code, **changes)

    def must_ask_for(self, code: str, kind: str, known: Container[str]) -> None:
        """Raises `EvidenceTypeUnknown`, `UnknownActivity`."""
        if kind not in known and kind not in {piece.type for piece in self.activity(code).needed}:
            raise EvidenceTypeUnknown(kind)

    def attach(self, code: str, piece: Evidence) -> bool:
        """File evidence; the same file of the same kind twice is filed once. True when it was new."""
        activity = self.activity(code)
        if any(have.sha256 == piece.sha256 and have.type == piece.type for have in activity.evidence):
            return False
        self.change(code, evidence=(*activity.evidence, piece))
        return True

    def finish(self, code: str, on: date, reason: str | None = None) -> None:
        """Mark done; raises `EvidenceMissing` while mandatory evidence is missing and no reason is recorded."""
        activity = self.activity(code)
        if activity.done:
            return
        if (missing := activity.missing()) and not reason:
            raise EvidenceMissing(missing)
        done = self.change(code, done_on=on, done_reason=reason)
        self.record(ActivityDone(**self.names(done), done_on=on, evidence=len(done.evidence)))

    def warn(self, today: date) -> None:
        """Announce what became due soon or overdue, once for each planned date; the past of a historical calendar is silent."""
        if self.adopted_at is None or self.historical:
            return
        for activity in list(self.activities):
            self.warn_about(activity, activity.due(today))

    def warn_about(self, activity: Activity, state: DueState) -> None:
        planned = activity.planned_date
        if planned is None:
            return
        facts: dict[str, Any] = {
            **self.names(activity),
            "planned_date": planned,
            "responsible_role": activity.responsible_role,
        }
        if state is DueState.DUE_SOON and activity.warned_soon != planned:
            self.change(activity.code, warned_soon=planned)
            self.record(ActivityDueSoon(**facts))
        if state is DueState.OVERDUE and activity.warned_overdue != planned:
            self.change(activity.code, warned_overdue=planned)
            self.record(ActivityOverdue(**facts))

    def names(self, activity: Activity) -> dict[str, Any]:
        return {
            "municipality": self.municipality,
            "calendar_id": self.id,
            "edition": self.edition,
            "activity": activity.code,
            "label": Text3(**activity.label),
        }
