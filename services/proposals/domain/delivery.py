"""How a funded project is carried out, in public."""

from dataclasses import dataclass
from datetime import date

from services.proposals.domain.money import AmountsRefused
from shared.aggregate import Recording
from shared.contracts.proposals import ProjectDelivered, ProjectProgressed


class ProgressBackwards(ValueError):
    """Works done are not undone: a correction downwards says why."""

    fields = ("percent", "reached")

    def __init__(self, percent: int, reached: int) -> None:
        super().__init__(f"{percent} after {reached}")
        self.percent, self.reached = percent, reached


class SpentMoreThanCommitted(ValueError):
    """Money is committed before it is spent."""


class OverrunUnexplained(AmountsRefused):
    """More is committed than the council approved: the public reads why."""

    fields = amounts = ("committed", "cost")

    def __init__(self, committed: int, cost: int) -> None:
        super().__init__(f"{committed} of {cost}")
        self.committed, self.cost = committed, cost


class AlreadyDelivered(ValueError):
    """A project is handed over once."""


class DeliveryNotReached(ValueError):
    """Only a delivered project is judged by its users."""


@dataclass(frozen=True, slots=True)
class Milestone:
    on: date
    percent: int
    committed: int | None
    spent: int | None
    note: str | None
    delay_reason: str | None = None
    photos: tuple[str, ...] = ()


@dataclass(kw_only=True)
class FundedProject(Recording):
    municipality: str
    id: str
    edition: str
    programme_id: str
    title: str
    cost: int
    currency: str
    zone: str | None
    kind: str | None
    starts_on: date | None = None
    ends_on: date | None = None
    milestones: tuple[Milestone, ...] = ()
    delivered_on: date | None = None
    satisfaction: tuple[int, ...] = (0, 0, 0, 0, 0)
    version: int = 0

    @property
    def percent(self) -> int:
        return self.milestones[-1].percent if self.milestones else 0

    def progress(self, milestone: Milestone) -> None:
        self._require_open()
        if milestone.percent < self.percent and not milestone.note:
            raise ProgressBackwards(milestone.percent, self.percent)
        if (milestone.spent or 0) > (milestone.committed or 0):
            raise SpentMoreThanCommitted
        if (milestone.committed or 0) > self.cost and not (milestone.note or milestone.delay_reason):
            raise OverrunUnexplained(milestone.committed or 0, self.cost)
        self.milestones = (*self.milestones, milestone)
        self.record(
            ProjectProgressed(
                municipality=self.municipality,
                project_id=self.id,
                edition=self.edition,
                title=self.title,
                percent=milestone.percent,
                committed=milestone.committed,
                spent=milestone.spent,
            )
        )

    def deliver(self, on: date) -> None:
        self._require_open()
        self.delivered_on = on
        self.record(
            ProjectDelivered(
                municipality=self.municipality,
                project_id=self.id,
                edition=self.edition,
                title=self.title,
                delivered_on=on,
            )
        )

    def judge(self, stars: int) -> None:
        """One answer of the satisfaction survey, one to five."""
        if self.delivered_on is None:
            raise DeliveryNotReached
        counts = list(self.satisfaction)
        counts[stars - 1] += 1
        self.satisfaction = tuple(counts)

    def _require_open(self) -> None:
        if self.delivered_on is not None:
            raise AlreadyDelivered
