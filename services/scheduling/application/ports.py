"""What the commands of this service need from outside."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol, TypeVar

from services.scheduling.domain.adaptation import TownTemplate
from services.scheduling.domain.attendance import Attendee
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.calendar_import import CalendarImport
from services.scheduling.domain.consultation import Consultation
from services.scheduling.domain.decision import Decision
from services.scheduling.domain.desk import Desk
from services.scheduling.domain.meeting import Meeting
from services.scheduling.domain.plan import Plan
from services.scheduling.domain.planning import Holiday, WorkingDays
from services.scheduling.domain.publication import Publication
from services.scheduling.domain.report import GroupReport
from shared.contracts.event import Document

A = TypeVar("A")


class Unknown(Exception):
    """Nothing of that id is kept for this municipality."""

    fields: ClassVar = {"key": "id"}

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class CalendarUnknown(Unknown): ...


class ImportUnknown(Unknown): ...


class TemplateVersionUnknown(Unknown): ...


class MeetingUnknown(Unknown): ...


class PublicationUnknown(Unknown): ...


class DecisionUnknown(Unknown): ...


class ConsultationUnknown(Unknown): ...


class PlanUnknown(Unknown): ...


class Store(Protocol[A]):
    """Aggregates of one kind; every method is scoped to one municipality."""

    async def look_up(self, municipality: str, key: str) -> A | None:
        """The aggregate, or None."""

    async def get(self, municipality: str, key: str) -> A:
        """The aggregate. Raises the `Unknown` of its kind."""

    async def save(self, aggregate: A) -> None:
        """Write it if nobody changed it since it was read, and announce what it recorded. Raises `StaleVersion`."""


class Calendars(Store[Calendar], Protocol):
    async def of_edition(self, municipality: str, edition: str) -> Calendar | None:
        """The adopted calendar of an edition, else its newest draft."""

    async def to_warn(self, municipality: str, today: date) -> list[Calendar]:
        """Adopted calendars of the present that were not looked at on this day."""

    async def remove(self, calendar: Calendar) -> None:
        """Take a draft away that nobody changed since it was read. Raises `StaleVersion`."""


class Imports(Store[CalendarImport], Protocol): ...


class TownTemplates(Store[TownTemplate], Protocol):
    async def newest(self, municipality: str, name: str) -> TownTemplate | None:
        """The town's newest version of a country template, or None."""


class Meetings(Store[Meeting], Protocol): ...


class Publications(Store[Publication], Protocol): ...


class Decisions(Store[Decision], Protocol): ...


class Consultations(Store[Consultation], Protocol): ...


class Plans(Store[Plan], Protocol): ...


class Reports(Store[GroupReport], Protocol): ...


class Attendees(Store[Attendee], Protocol):
    async def known(self, municipality: str, ids: Sequence[str]) -> dict[str, Attendee]:
        """Those of these people that are registered, by id."""

    async def add(self, attendees: Sequence[Attendee]) -> None:
        """Write people nobody knew before."""

    async def present(self, municipality: str, meeting: str) -> dict[str, int]:
        """People present by neighbourhood."""

    async def names(self, municipality: str, meeting: str, names: Sequence[str]) -> dict[str, set[str]]:
        """Ids of people of these names, however they are written, by folded name."""

    async def registered(self, municipality: str, meeting: str) -> int:
        """People known to this meeting, present or not."""


class Desks(Store[Desk], Protocol):
    async def of_meeting(self, municipality: str, meeting: str) -> list[Desk]:
        """Every desk of the meeting."""


class Copies(Protocol):
    async def wanted(self, municipality: str, document: Document, public: bool) -> None:
        """Remember that our own copy of this document is to be fetched; asked twice, fetched once."""


class Files(Protocol):
    async def attach(self, municipality: str, sha256: str, public: bool) -> Mapping[str, Any]:
        """Take an uploaded file into use; its name, type, size and address. Raises `FileUnknown`."""


class CivilDays(Protocol):
    def working_days(self, country: str, first_year: int, last_year: int) -> WorkingDays:
        """The days a town hall works on, public holidays left out."""

    def holidays(self, country: str, first_year: int, last_year: int) -> Mapping[date, Holiday]:
        """Public holidays by date."""
