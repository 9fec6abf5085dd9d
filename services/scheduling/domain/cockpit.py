"""Where a municipality stands with its calendar, on one line of the network's screen."""

from dataclasses import dataclass
from datetime import date

from services.scheduling.domain.activity import DueState
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.texts import Text


@dataclass(frozen=True, slots=True)
class Standing:
    """`late` and `missing_evidence` are activity codes; `next` is the first activity that is not done and dated."""

    edition: str
    phase: str | None
    phase_label: Text
    late: tuple[str, ...]
    due_soon: tuple[str, ...]
    missing_evidence: tuple[str, ...]
    done: int
    activities: int
    next: str | None
    next_date: date | None
    as_of: date

    @property
    def needs_me(self) -> bool:
        return bool(self.late)


def standing(calendar: Calendar, today: date) -> Standing:
    waiting = [activity for activity in calendar.activities if not activity.done]
    states = {activity.code: activity.due(today) for activity in waiting}
    dated = sorted((a for a in waiting if a.planned_date), key=lambda a: (a.planned_date or today, a.code))
    current = waiting[0].phase if waiting else None
    phase = next((p for p in calendar.phases if p["code"] == current), {})
    return Standing(
        edition=calendar.edition,
        phase=current,
        phase_label=phase.get("label", {}),
        late=tuple(code for code, state in states.items() if state is DueState.OVERDUE),
        due_soon=tuple(code for code, state in states.items() if state is DueState.DUE_SOON),
        missing_evidence=tuple(a.code for a in waiting if states[a.code] is DueState.OVERDUE and a.missing()),
        done=len(calendar.activities) - len(waiting),
        activities=len(calendar.activities),
        next=dated[0].code if dated else None,
        next_date=dated[0].planned_date if dated else None,
        as_of=today,
    )
