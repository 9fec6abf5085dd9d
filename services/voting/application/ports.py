"""What the commands of this service need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.ballot import SignedBallot
from services.voting.domain.election import Election, KeptFile
from services.voting.domain.late import PaperBallot
from services.voting.domain.mandate import Mandate
from services.voting.domain.manifest import Census, Manifest
from services.voting.domain.roll import Roll
from services.voting.domain.sealed import SealedVote


class UnknownHere(Exception):
    """Nothing of that id is kept for this municipality."""

    fields: ClassVar = {"key": "id"}

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class ElectionUnknown(UnknownHere): ...


class CandidateUnknown(UnknownHere): ...


class MandateUnknown(UnknownHere): ...


class MeetingUnknown(UnknownHere): ...


class DraftChangedMeanwhile(Exception):
    """The draft is not the one that was read: read it again, then change it."""

    fields: ClassVar = {"version": "version"}

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class SlipsGivenOnce(Exception):
    """The codes of these slips were given out with the first answer and forgotten; print new ones."""


class SlipUnknown(Exception):
    """A slip to void was never printed for this contest."""


class SlipAlreadyVoid(Exception):
    """A slip that was cancelled is not exchanged."""


class SecondBatch(Exception):
    """The tablet has already sent its ballots."""


class FenceNotEnded(Exception):
    """A worker may still be writing a ballot it admitted before closing."""


class PaperEntryUnknown(Exception):
    """No first entry of this paper waits for its second."""


class OfficerEntersOnce(Exception):
    """The second entry of a paper ballot is made by another officer than the first."""


@dataclass(frozen=True, slots=True)
class Nomination:
    """Somebody who stands, as scheduling announced it."""

    candidate_id: str
    meeting_id: str
    neighbourhood: str
    name: str
    group: str | None


class Elections(Protocol):
    async def get(self, municipality: str, election_id: str) -> Election:
        """Raises ElectionUnknown."""

    async def of_meeting(self, municipality: str, meeting_id: str) -> list[Election]:
        """Elections held in a forum."""

    async def save(self, election: Election) -> None:
        """Write it if nobody changed it since it was read, and announce what it recorded. Raises StaleVersion."""


class Pools(Protocol):
    """Slips by contest; never a code, only credentials."""

    async def censuses(self, election: Election) -> list[Census]:
        """One a contest of the election that has slips or a registrar; `present` from the election."""

    async def register(self, election: Election, keys: Mapping[str, str]) -> None:
        """The registrar's public keys by contest, while the election is a draft."""

    async def registered(self, election: Election, issued: Mapping[str, int]) -> None:
        """Registration is over: how many credentials there are, by contest."""

    async def registering(self, election: Election) -> bool:
        """Whether a registrar may still sign credentials."""

    async def add(
        self, election: Election, contest: str, creds: Sequence[str], bundles: Mapping[str, Sequence[str]]
    ) -> int:
        """Put slips into the pool, and remember by its mark which of them an unopened bundle holds; gives the pool's size."""

    async def bundle(self, election: Election, contest: str, mark: str) -> list[str]:
        """What an unopened bundle holds. Raises SlipUnknown."""

    async def unbundle(self, election: Election) -> None:
        """Voting opens: which slips lay together is forgotten."""

    async def void(self, election: Election, contest: str, creds: Sequence[str]) -> int:
        """Cancel slips; the same again changes nothing; gives the number of void slips. Raises SlipUnknown."""


class Gates(Protocol):
    """Whether the box admits ballots: one document an election, so that a lease and the closing exclude each other."""

    async def prepare(self, election: Election) -> None:
        """A gate that is not open yet."""

    async def open(self, election: Election) -> None:
        """From now on workers may lease."""

    async def close(self, election: Election) -> None:
        """From now on no lease is given; those given end within 2 s."""

    async def shut(self, election: Election) -> None:
        """Head 1 is fixed."""

    async def count_done(self, election: Election) -> None:
        """Declared: the ballots may be rewritten in the order of their hashes."""


class Forums(Protocol):
    """What scheduling said of a forum before its election was drafted."""

    async def check_in_closed(self, municipality: str, meeting_id: str, present: Mapping[str, int]) -> None:
        """Keep the counts."""

    async def present(self, municipality: str, meeting_id: str) -> Mapping[str, int] | None:
        """People present by neighbourhood; None while check-in is open."""

    async def nominate(self, municipality: str, nomination: Nomination) -> None:
        """Keep a nomination."""

    async def nomination(self, municipality: str, candidate_id: str) -> Nomination:
        """Raises CandidateUnknown."""

    async def nominations(self, municipality: str, meeting_id: str) -> list[Nomination]:
        """All of a forum."""


class Manifests(Protocol):
    async def keep(self, manifest: Manifest) -> None:
        """Keep its canonical bytes."""


class Urn(Protocol):
    """The ballots of one election, to count them after closing."""

    async def ballots(self, election_id: str) -> list[SignedBallot]:
        """Everything the box received."""

    async def fence_ended(self, election_id: str, now: datetime) -> bool:
        """Whether every lease has ended, and the second an insert may take after it."""

    async def late(self, municipality: str, election_id: str) -> dict[str, tuple[SignedBallot, ...]]:
        """Batches by tablet."""

    async def paper(self, municipality: str, election_id: str) -> tuple[list[PaperBallot], int]:
        """Paper ballots entered twice, and how many still miss their second entry."""

    async def openings(self, municipality: str, election_id: str) -> list[tuple[SealedVote, bytes]]:
        """What opens each sealed ballot, online, of tablets and on paper, as it was sealed to be kept."""

    async def forget_openings(self, municipality: str, election_id: str) -> None:
        """The sums are declared: from now on no single ballot can be opened. After `sort`, which leaves those of the box behind."""

    async def sort(self, election_id: str) -> int:
        """Rewrite the ballots in the order of their hashes, so that their order tells nothing; gives how many."""


class LateBallots(Protocol):
    async def keep_batch(
        self, election: Election, tablet: str, ballots: Sequence[SignedBallot], openings: Mapping[str, bytes]
    ) -> None:
        """`openings` of sealed ballots by their digest. Raises SecondBatch for another batch of the same tablet."""

    async def paper_seed(self, election: Election, paper: PaperBallot) -> bytes | None:
        """What the first entry of a sealed paper was made with, sealed; nothing before it."""

    async def enter_paper(
        self, election: Election, paper: PaperBallot, officer: str, kept: Mapping[str, bytes] | None = None
    ) -> bool:
        """`kept` of a sealed paper: its seed and its opening. Whether this was the second entry. Raises PaperEntriesDiffer, OfficerEntersOnce."""

    async def take_back(self, election: Election, contest: str, cred: str) -> None:
        """Forget a first entry that has no second. Raises PaperEntryUnknown."""


class Mandates(Protocol):
    async def get(self, municipality: str, mandate_id: str) -> Mandate:
        """Raises MandateUnknown."""

    async def of_town(self, municipality: str) -> list[Mandate]:
        """The whole register, those who hold nothing any more included."""

    async def of_contest(self, municipality: str, election_id: str, contest: str) -> list[Mandate]:
        """The list of one contest, delegates and alternates."""

    async def save(self, municipality: str, mandate: Mandate) -> int:
        """Write it; gives its version."""


class Rolls(Protocol):
    async def look_up(self, municipality: str, meeting_id: str) -> Roll | None:
        """The roll of a meeting that was convened."""

    async def get(self, municipality: str, meeting_id: str) -> Roll:
        """Raises MeetingUnknown."""

    async def save(self, roll: Roll) -> None:
        """Raises StaleVersion."""


class Witnesses(Protocol):
    async def keep(self, cosignature: Mapping[str, Any]) -> None:
        """Keep a co-signature with what was signed; the same again changes nothing."""

    async def candidates(self) -> list[str]:
        """Municipalities that may witness."""


class Keys(Protocol):
    """The keys of the box, of the heads and of witnesses; nothing else ever sees them."""

    @property
    def epoch(self) -> int:
        """Which keys elections that open now are given; those opened before keep theirs."""

    def key(self, purpose: str, municipality: str, epoch: int | None = None) -> Ed25519PrivateKey:
        """`purpose` is `box`, `head` or `witness`; without an epoch, today's."""

    def seal(self, content: bytes, name: str) -> bytes:
        """Bytes to keep in the store, useless to who copies it, and under any other name."""

    def unseal(self, sealed: bytes, name: str) -> bytes:
        """What was sealed under this name."""

    def mark(self, text: str) -> str:
        """The same for the same text, and telling nothing about it to who has no keys."""

    def public(self, municipality: str) -> dict[str, str]:
        """Public keys of box and heads, in hexadecimal."""


class Shelf(Protocol):
    """Public documents of an election."""

    async def put(self, municipality: str, name: str, content: bytes, media_type: str) -> KeptFile:
        """Keep bytes that never change; the same bytes again are harmless."""

    async def read(self, municipality: str, kept: KeptFile) -> bytes:
        """What was kept."""
