"""One row of the legal calendar: its dates, the evidence it asks for, what was filed, when it is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.scheduling.domain.facts import Facts
from services.scheduling.domain.texts import Text

DUE_SOON_DAYS = 7
EDITABLE = ("planned_date", "sessions", "by_letters", "notes", "responsible_role")
MODELLED = (
    "code",
    "key",
    "phase",
    "label",
    "planned_date",
    "evidence",
    "evidence_rule",
    "responsible_role",
    "notes",
    "done",
)


class DueState(StrEnum):
    DONE = "done"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    PLANNED = "planned"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Needed:
    """A kind of evidence an activity lists."""

    type: str
    label: Text
    required: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file attached to an activity: who, when, and the digest of its bytes."""

    type: str
    sha256: str
    name: str
    by: str
    at: datetime
    href: str | None = None
    media_type: str | None = None
    size: int | None = None
    public_sha256: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One row of the calendar; `details` keeps what the row says beyond the product's own columns."""

    code: str
    key: str
    phase: str
    label: Text
    planned_date: date | None = None
    sessions: tuple[date, ...] = ()
    by_letters: bool = False
    needed: tuple[Needed, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    responsible_role: str | None = None
    occurred_on: date | None = None
    done_on: date | None = None
    done_reason: str | None = None
    notes: str | None = None
    warned_soon: date | None = None
    warned_overdue: date | None = None
    changed_in: Mapping[str, int] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return self.done_on is not None

    def missing(self) -> list[str]:
        """Mandatory evidence still missing; of alternatives, the one that is nearest to complete."""
        attached = {piece.type for piece in self.evidence}
        lacking = [piece.type for piece in self.needed if piece.required and piece.type not in attached]
        choices = [[kind for kind in choice if kind not in attached] for choice in self.any_of]
        best = min(choices, key=len, default=[])
        return lacking + [kind for kind in best if kind not in lacking]

    def due(self, today: date) -> DueState:
        if self.done:
            return DueState.DONE
        if self.planned_date is None:
            return DueState.UNDATED
        if self.planned_date < today:
            return DueState.OVERDUE
        return DueState.DUE_SOON if (self.planned_date - today).days <= DUE_SOON_DAYS else DueState.PLANNED

    def edited_since(self, version: int) -> list[str]:
        """The columns somebody changed after this version was read."""
        return [name for name in EDITABLE if self.changed_in.get(name, 0) > version]

    def facts(self, with_evidence: bool) -> Facts:
        """The row as a rule sees it; once something really happened, its actual date counts."""
        attached = [{"type": piece.type} for piece in self.evidence] if with_evidence else []
        listed = [{"type": piece.type} for piece in self.needed]
        when = self.occurred_on or self.planned_date
        row = {"code": self.code, "key": self.key, "phase": self.phase, "planned_date": when}
        return {**self.details, **row, "evidence": listed + attached}


def activity_from(row: Mapping[str, Any]) -> Activity:
    """A row of a calendar document or of a template."""
    planned = row.get("planned_date")
    return Activity(
        code=row["code"],
        key=row["key"],
        phase=row["phase"],
        label=row["label"],
        planned_date=date.fromisoformat(planned) if isinstance(planned, str) else planned,
        needed=tuple(Needed(piece["type"], piece["label"], piece["required"]) for piece in row.get("evidence") or ()),
        any_of=tuple(tuple(choice) for choice in (row.get("evidence_rule") or {}).get("any_of", ())),
        responsible_role=row.get("responsible_role"),
        notes=row.get("notes"),
        details={name: value for name, value in row.items() if name not in MODELLED},
    )
