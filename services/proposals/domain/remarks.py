"""What somebody said about the draft programme, and what was done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.proposals.domain.programme import Amendment, Change
from shared.aggregate import Recording
from shared.contracts.proposals import RemarkReceived


class RemarkUnknown(ValueError):
    """An amendment answers remarks that were received."""

    fields = ("remark_id",)

    def __init__(self, remark_id: str) -> None:
        super().__init__(remark_id)
        self.remark_id = remark_id


@dataclass(kw_only=True)
class Remark(Recording):
    municipality: str
    id: str
    edition: str
    programme_id: str
    text: str
    received_at: datetime
    project_id: str | None = None
    contact_id: str | None = None
    answered_in: int | None = None
    version: int = 0

    def receive(self) -> None:
        self.record(
            RemarkReceived(
                municipality=self.municipality,
                programme_id=self.programme_id,
                edition=self.edition,
                remark_id=self.id,
                project_id=self.project_id,
                contact_id=self.contact_id,
            )
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of "you said, we did": the remark, the change it brought, the version it is in."""

    remark: Remark
    amendment: int | None
    change: Change | None


def you_said_we_did(remarks: Sequence[Remark], amendments: Sequence[Amendment]) -> list[Answer]:
    """Every remark once, in the order received; without a change when none was made for it."""
    trail = {
        remark_id: (amendment.number, change)
        for amendment in amendments
        for change in amendment.changes
        for remark_id in change.remark_ids
    }
    ordered = sorted(remarks, key=lambda remark: (remark.received_at, remark.id))
    return [Answer(remark, *trail.get(remark.id, (None, None))) for remark in ordered]
