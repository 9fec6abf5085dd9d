"""The registrar of voting from afar: who may have a credential for which contest, in which window."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from services.scheduling.domain.attendance import Person
from services.scheduling.domain.texts import Text
from shared.aggregate import Aggregate
from shared.contracts.scheduling import CredentialCount, CredentialKey, CredentialKeysPublished, RegistrationClosed


class RegistrationEndsBeforeStart(Exception):
    """Registration ends after it begins, and not in the past."""

    field = "closes_at"


class RegistrationAlreadySetUp(Exception):
    """An election has one registration."""


class RegistrationNotOpen(Exception):
    """Credentials are given out in the registration window only, before voting opens."""

    fields = ("opens_at", "closes_at")

    def __init__(self, opens_at: datetime, closes_at: datetime) -> None:
        super().__init__(f"{opens_at} {closes_at}")
        self.opens_at, self.closes_at = opens_at.isoformat(), closes_at.isoformat()


class RegistrationCodeUnknown(Exception):
    """Nobody is registered under that code."""


class ContestNotYours(Exception):
    """A person gets credentials for the contests of their neighbourhood, and for those of everybody."""

    field = "contest"


class CredentialAlreadyIssued(Exception):
    """One credential a person and contest; the same blinded message again gets the same answer, another one none."""

    field = "blinded"


class RegistrationState(StrEnum):
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Contest:
    """`spki` is the public key in hex; the counts are known when registration has closed."""

    contest: str
    label: Text
    neighbourhood: str | None
    algorithm: str
    spki: str
    sha256: str
    registered: int | None = None
    issued: int | None = None


@dataclass(kw_only=True)
class Registrar(Aggregate):
    """Its id is the election's. `due_at` is the instant it closes by itself; the sweep looks for it."""

    edition: str
    opens_at: datetime
    closes_at: datetime
    contests: list[Contest]
    closed_at: datetime | None = None
    due_at: datetime | None = None

    def set_up(self, opens_at: datetime, closes_at: datetime, now: datetime) -> None:
        """Say the window, or say it anew. Raises `RegistrationEndsBeforeStart`, `RegistrationNotOpen` once closed."""
        if self.closed_at is not None:
            raise RegistrationNotOpen(self.opens_at, self.closes_at)
        if closes_at <= opens_at or closes_at <= now:
            raise RegistrationEndsBeforeStart(self.id)
        self.opens_at, self.closes_at, self.due_at = opens_at, closes_at, closes_at
        self.record(
            CredentialKeysPublished(
                municipality=self.municipality,
                election_id=self.id,
                edition=self.edition,
                opens_at=opens_at,
                closes_at=closes_at,
                keys=[
                    CredentialKey(contest=c.contest, algorithm=c.algorithm, spki=c.spki, sha256=c.sha256)
                    for c in self.contests
                ],
            )
        )

    def state(self, now: datetime) -> RegistrationState:
        if self.closed_at is not None or now >= self.closes_at:
            return RegistrationState.CLOSED
        return RegistrationState.SCHEDULED if now < self.opens_at else RegistrationState.OPEN

    def admits_people(self, now: datetime) -> None:
        """Staff may write people down beforehand. Raises `RegistrationNotOpen` once it ended."""
        if self.state(now) is RegistrationState.CLOSED:
            raise RegistrationNotOpen(self.opens_at, self.closes_at)

    def gives_credentials(self, now: datetime) -> None:
        if self.state(now) is not RegistrationState.OPEN:
            raise RegistrationNotOpen(self.opens_at, self.closes_at)

    def contests_of(self, neighbourhood: str) -> list[str]:
        return [c.contest for c in self.contests if c.neighbourhood in (None, neighbourhood)]

    def close(self, at: datetime, counted: Mapping[str, tuple[int, int]]) -> None:
        """`counted` is registered and issued by contest. Closing twice changes nothing."""
        if self.closed_at is not None:
            return
        self.closed_at, self.due_at = at, None
        self.contests = [
            replace(c, registered=counted[c.contest][0], issued=counted[c.contest][1]) for c in self.contests
        ]
        counts = [CredentialCount(contest=name, registered=r, issued=i) for name, (r, i) in sorted(counted.items())]
        self.record(
            RegistrationClosed(
                municipality=self.municipality, election_id=self.id, edition=self.edition, closed_at=at, contests=counts
            )
        )


@dataclass(frozen=True, slots=True)
class Issued:
    """What was answered in one contest: the digest of the blinded message, and the blind signature in hex."""

    digest: str
    answer: str


@dataclass(kw_only=True)
class Registrant(Aggregate):
    """A person who may vote from afar; when a credential was fetched is not kept."""

    registrar_id: str
    person: Person
    name_key: str
    contests: list[str]
    code_digest: str
    code_number: int = 1
    issued: dict[str, Issued] = field(default_factory=dict)

    def answered(self, contest: str, digest: str) -> str | None:
        """What this very message got before. Raises `ContestNotYours`, `CredentialAlreadyIssued`."""
        if contest not in self.contests:
            raise ContestNotYours(contest)
        before = self.issued.get(contest)
        if before is None:
            return None
        if before.digest != digest:
            raise CredentialAlreadyIssued(contest)
        return before.answer

    def issue(self, contest: str, digest: str, answer: str) -> None:
        self.issued = {**self.issued, contest: Issued(digest, answer)}

    def give_new_code(self, digest: str) -> None:
        """The old code is void; what it fetched stays fetched."""
        self.code_number, self.code_digest = self.code_number + 1, digest


def namesakes(person: Person, known: Sequence[Registrant]) -> list[str]:
    """Ids of people of the same name elsewhere: perhaps the same person twice, for staff to look at."""
    return [other.id for other in known if other.person.neighbourhood != person.neighbourhood]
