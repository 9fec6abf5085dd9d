"""The delegate register as it is shown: who holds what, and who came to which meeting."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.voting.adapters.register import MongoMandates, MongoRolls
from services.voting.adapters.service import Voting
from services.voting.domain.mandate import Mandate
from services.voting.domain.roll import Mark, Roll
from shared.clock import zone_date
from shared.http.schemas import Answer
from shared.municipalities import ZonesView, zones


class CameOut(Answer):
    """To how many meetings a delegate was called, and came."""

    called: int
    present: int
    excused: int
    absent: int


class MandateOut(Answer):
    """`ends_on` is the first day without the mandate."""

    mandate_id: str
    election_id: str
    edition: str
    contest: str
    neighbourhood: str
    zone: str | None
    name: str
    alternate: bool
    rank: int
    starts_on: date
    ends_on: date | None
    state: str
    ended: str | None
    meetings: CameOut


class MandatesOut(Answer):
    items: list[MandateOut]
    next: str | None


class EndedOut(Answer):
    ended: MandateOut
    follows: MandateOut | None


class CalledOut(Answer):
    """One delegate on the roll of a meeting; `mark` is empty until the roll was called."""

    mandate_id: str
    name: str
    neighbourhood: str
    zone: str | None
    mark: Mark | None


class MeetingOut(Answer):
    meeting_id: str
    edition: str
    kind: str
    title: dict[str, str]
    starts_at: datetime
    called_at: datetime | None
    present: int
    excused: int
    absent: int


class RollOut(MeetingOut):
    version: int
    delegates: list[CalledOut]


class MeetingsOut(Answer):
    items: list[MeetingOut]
    next: str | None


async def roll_view(service: Voting, roll: Roll) -> RollOut:
    places = await zones(service.db, roll.municipality)
    holders = roll.holders(await MongoMandates(service.db).of_town(roll.municipality))
    delegates = [
        CalledOut(
            mandate_id=one.id,
            name=one.name,
            neighbourhood=_place(one),
            zone=_zone(one, places),
            mark=roll.marks.get(one.id),
        )
        for one in sorted(holders, key=lambda one: (_place(one), one.rank))
    ]
    return RollOut(**_meeting(roll), version=roll.version, delegates=delegates)


def meeting_view(roll: Roll) -> MeetingOut:
    return MeetingOut(**_meeting(roll))


def _meeting(roll: Roll) -> dict[str, Any]:
    marked = Counter(roll.marks.values())
    return {
        "meeting_id": roll.id,
        "edition": roll.edition,
        "kind": roll.kind,
        "title": roll.title,
        "starts_at": roll.starts_at,
        "called_at": roll.called_at,
        **{mark.value: marked[mark] for mark in Mark},
    }


async def mandates_view(service: Voting, municipality: str, register: Sequence[Mandate]) -> list[MandateOut]:
    places, rolls = await zones(service.db, municipality), await MongoRolls(service.db).called(municipality)
    today = zone_date(await service.clock.civil(), (await service.town(municipality)).timezone)
    return [_mandate(one, places, _came(one.id, rolls), today) for one in register]


def _came(mandate_id: str, rolls: Sequence[Roll]) -> CameOut:
    marks = Counter(roll.marks[mandate_id] for roll in rolls if mandate_id in roll.marks)
    counts: Mapping[str, int] = {mark.value: marks[mark] for mark in Mark}
    return CameOut(called=marks.total(), **counts)


def _mandate(one: Mandate, places: ZonesView, came: CameOut, today: date) -> MandateOut:
    return MandateOut(
        mandate_id=one.id,
        election_id=one.election,
        edition=one.edition,
        contest=one.contest,
        neighbourhood=_place(one),
        zone=_zone(one, places),
        name=one.name,
        alternate=one.alternate,
        rank=one.rank,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        state=one.state_on(today),
        ended=one.ended,
        meetings=came,
    )


def _place(one: Mandate) -> str:
    """A contest outside a forum may have no neighbourhood; then its own name says whom the delegate speaks for."""
    return one.neighbourhood or one.contest


def _zone(one: Mandate, places: ZonesView) -> str | None:
    found = places.neighbourhood(_place(one))
    return found.zone if found else None
