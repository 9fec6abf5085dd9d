"""What a working group of a forum hands in; the group is the author."""

from dataclasses import dataclass
from datetime import date

from shared.aggregate import Aggregate
from shared.contracts.scheduling import GroupProposal, WorkingGroupReported


@dataclass(frozen=True, slots=True)
class Idea:
    """A proposal as the group wrote it."""

    title: str
    body: str
    zone: str
    neighbourhood: str | None = None
    kind: str | None = None


@dataclass(kw_only=True)
class GroupReport(Aggregate):
    meeting_id: str
    edition: str
    group: int
    theme: str | None
    participants: int | None
    reported_on: date
    ideas: list[Idea]
    place: str | None = None

    def hand_in(self) -> None:
        proposals = [
            GroupProposal(title=i.title, body=i.body, zone=i.zone, neighbourhood=i.neighbourhood, kind=i.kind)
            for i in self.ideas
        ]
        self.record(
            WorkingGroupReported(
                municipality=self.municipality,
                report_id=self.id,
                meeting_id=self.meeting_id,
                edition=self.edition,
                group=self.group,
                theme=self.theme,
                reported_on=self.reported_on,
                proposals=proposals,
            )
        )
