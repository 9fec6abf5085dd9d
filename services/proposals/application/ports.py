"""What the commands need from outside; the docstrings are the specification every adapter is held to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from services.proposals.domain.delivery import FundedProject
from services.proposals.domain.diagnosis import Diagnosis
from services.proposals.domain.edition import Edition
from services.proposals.domain.grants import Grant
from services.proposals.domain.merging import Merge
from services.proposals.domain.municipality import Municipality
from services.proposals.domain.programme import Programme
from services.proposals.domain.proposal import Proposal
from services.proposals.domain.remarks import Remark
from services.proposals.domain.requests import ParticipationRequest
from services.proposals.domain.selection import Ballot
from services.proposals.domain.shortlist import Shortlist
from services.proposals.domain.survey import Answers, Survey
from services.proposals.domain.text import Language
from shared.contracts.event import Document

A = TypeVar("A")


class Unknown(LookupError):
    """Nothing of this name is kept for this municipality."""

    fields = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class MunicipalityUnknown(Unknown):
    """The municipality is not registered."""


class GrantUnknown(Unknown):
    """The municipality has no such grant."""


class EditionUnknown(Unknown):
    """The municipality has no such edition."""


class DiagnosisUnknown(Unknown):
    """The edition has no diagnosis yet."""


class ProposalUnknown(Unknown):
    """The municipality has no such proposal."""


class MergeUnknown(Unknown):
    """The municipality has no such merge."""


class ShortlistUnknown(Unknown):
    """The edition has no shortlist yet."""


class ProgrammeUnknown(Unknown):
    """The edition has no programme yet."""


class ProjectNotFunded(Unknown):
    """The municipality has no such project in delivery."""


class RequestUnknown(Unknown):
    """The municipality has no such request."""


class SurveyUnknown(Unknown):
    """The municipality has no such survey."""


class BatchUnknown(Unknown):
    """The municipality has no such page or import, or not this row in it."""


class ReadingUnknown(Unknown):
    """No board of this election waits to be read."""


class AlreadyRegistered(ValueError):
    """A municipality, an edition or a programme is made once."""

    fields = ("name",)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Store(Protocol[A]):
    """Aggregates of one kind. Every call names the municipality; nothing of another one is ever found."""

    async def get(self, municipality: str, id_: str) -> A:
        """The aggregate as it is in this transaction. Raises the kind's `Unknown`."""

    async def known(self, municipality: str, id_: str) -> A | None:
        """The aggregate, or None."""

    async def where(self, municipality: str, **equal: Any) -> list[A]:
        """All with these field values, in the order of their ids."""

    async def some(self, municipality: str, ids: Sequence[str]) -> list[A]:
        """Those with these ids, in the order asked. Raises the kind's `Unknown` for the first that is missing."""

    async def save(self, aggregate: A) -> None:
        """Write it, and announce what happened to it, if nobody changed it since; else raises `StaleVersion`."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What a person said about herself; kept apart from the public text, never announced."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    consent: bool = False


@dataclass(frozen=True, slots=True)
class BoardReading:
    """A published board that waits to be fetched, checked and read."""

    municipality: str
    election_id: str
    shortlist_id: str
    href: str
    sha256: str
    attempts: int = 0


class Notes(Protocol):
    """Records that are no aggregates: nobody changes them after they were written."""

    async def keep_contact(self, municipality: str, about: str, contact: Contact) -> None:
        """Keep it under what it belongs to, once."""

    async def keep_comment(self, municipality: str, id_: str, project_id: str, stars: int, comment: str) -> None:
        """Keep what somebody said of a delivered project, without a name."""

    async def keep_photo(self, municipality: str, sha256: str) -> None:
        """Remember that a picture came by the public form: only such pictures may be shown with a proposal."""

    async def photo_known(self, municipality: str, sha256: str) -> bool:
        """Whether it came by the public form."""

    async def keep_batch(self, municipality: str, batch_id: str, batch: Mapping[str, Any]) -> None:
        """Keep what was typed from one paper."""

    async def batch(self, municipality: str, batch_id: str) -> Mapping[str, Any]:
        """What was kept of it. Raises `BatchUnknown`."""

    async def contacts(self, municipality: str, email: str | None, phone: str | None) -> list[Mapping[str, Any]]:
        """What is kept under this address or this number, as rows with `about`."""

    async def erase_contacts(self, municipality: str, about: Sequence[str]) -> int:
        """Names and addresses under these go; how many there were."""

    async def note_reading(self, municipality: str, reader: str, about: Sequence[str], reason: str) -> None:
        """Who read whose personal data, when and why."""

    async def keep_ballots(self, municipality: str, shortlist_id: str, ballots: Sequence[Ballot]) -> None:
        """Keep the ballots read from the board; the same again replaces them."""

    async def ballots(self, municipality: str, shortlist_id: str) -> list[Ballot]:
        """The ballots, in the order of the board."""

    async def keep_answers(self, municipality: str, survey_id: str, answer_id: str, answers: Answers) -> None:
        """Keep what one person answered, without who; it never changes."""

    async def keep_mandate(self, municipality: str, mandate_id: str, mandate: Mapping[str, Any]) -> None:
        """Keep who speaks for a neighbourhood; the same again replaces it."""

    async def keep_map(self, municipality: str, drawn: Mapping[str, Any]) -> None:
        """Keep the shapes of the zones; replaces what was drawn before."""

    async def await_board(self, reading: BoardReading) -> None:
        """Remember that a board is to be read; the same again changes nothing."""

    async def reading(self, municipality: str, election_id: str) -> BoardReading:
        """A board still waiting. Raises `ReadingUnknown` also when it was read or refused."""

    async def postpone(self, reading: BoardReading) -> None:
        """The owner did not answer: tried again after a growing pause."""

    async def end_reading(self, reading: BoardReading, state: str) -> None:
        """It was read, or refused for good (`state` says the reason)."""


@dataclass(frozen=True)
class Print:
    """A document to make: the same facts always give the same bytes."""

    template: str
    data: Mapping[str, Any]
    municipality: str
    name: str
    language: Language


class NotPrintedYet(Exception):
    """The document is made outside the transaction, then the command runs again and finds it."""

    def __init__(self, wanted: Print) -> None:
        super().__init__(wanted.name)
        self.wanted = wanted


class Press(Protocol):
    """Keeps documents that were made."""

    async def attach(self, wanted: Print) -> Document:
        """The public PDF, attached in this transaction. Raises `NotPrintedYet`."""

    async def keep(self, municipality: str, sha256: str, public: bool = False) -> None:
        """From now on a file that was sent stays. Raises `FileUnknown`."""


class Stores(Protocol):
    """Everything one command may touch, inside one transaction."""

    civil: datetime
    system: datetime
    municipalities: Store[Municipality]
    grants: Store[Grant]
    editions: Store[Edition]
    diagnoses: Store[Diagnosis]
    proposals: Store[Proposal]
    merges: Store[Merge]
    shortlists: Store[Shortlist]
    programmes: Store[Programme]
    remarks: Store[Remark]
    projects: Store[FundedProject]
    requests: Store[ParticipationRequest]
    surveys: Store[Survey]
    notes: Notes
    press: Press

    def audit(self, municipality: str, actor: str, command: str, subject: str) -> None:
        """Who did what, as ids."""

    def then_enqueue(self, task: str, *ids: str) -> None:
        """A task to send after the commit."""
