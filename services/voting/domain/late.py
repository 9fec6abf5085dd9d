"""What counts when ballots came by several ways: sets in, sets out, whatever the order they arrived in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain import merkle
from services.voting.domain.ballot import BadSignature, Choice, Marks, SignedBallot, marked
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import ChoicesOutOfForm, Contest, TooManyChoices, UnknownCandidate
from services.voting.domain.credentials import signed_by
from services.voting.domain.manifest import Census, contest_named
from services.voting.domain.sealed import Place, SealedVote, check_opening, check_sealed
from services.voting.domain.sealed_proofs import BadProof
from shared.blind_rsa import CREDENTIAL_DOMAIN, PublicKey, verify


class StatementForged(ValueError):
    """Not signed by a tablet the manifest names."""


class SecondStatement(ValueError):
    """The tablet has already stated something else."""


class BatchNotAsStated(ValueError):
    """The ballots are not exactly those the tablet stated at closing."""


class UnknownSlip(ValueError):
    """The slip is not in the pool of this contest."""


class UnknownContest(ValueError):
    """The election has no contest of that name."""


class VoidSlip(ValueError):
    """The slip was cancelled before voting opened."""


class BadToken(ValueError):
    """The registrar of this contest did not sign the key this ballot is signed with."""


class WrongDisclosure(ValueError):
    """Sealed choices where ballots are open, or readable ones where they are sealed."""


class PaperEntriesDiffer(ValueError):
    """The two officers did not enter the same choice for a slip."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a tablet holds at closing and has not sent: signed, shown as a QR, registered before the dice."""

    tablet: str
    election: str
    count: int
    root: str
    signature: bytes

    def said(self) -> dict[str, Any]:
        return {
            "v": 1,
            "kind": "statement",
            "tablet": self.tablet,
            "election": self.election,
            "count": self.count,
            "root": self.root,
        }

    def document(self) -> dict[str, Any]:
        return self.said() | {"sig": self.signature.hex()}

    def check(self, tablet_key: str | None) -> None:
        if tablet_key is None or not signed_by(bytes.fromhex(tablet_key), self.signature, canonical(self.said())):
            raise StatementForged(self.tablet)

    def check_batch(self, ballots: Sequence[SignedBallot]) -> None:
        if len(ballots) != self.count or batch_root(ballots) != self.root:
            raise BatchNotAsStated(self.tablet)


@dataclass(frozen=True, slots=True)
class PaperBallot:
    """A slip used as a ballot, entered twice; the paper is kept for the hand count. Sealed by the box once both entries agree."""

    contest: str
    cred: str
    choices: tuple[Choice, ...]
    sealed: SealedVote | None = None

    @property
    def marks(self) -> Marks:
        return self.choices if self.sealed is None else self.sealed

    def document(self) -> dict[str, Any]:
        return {"kind": "paper", "contest": self.contest, "cred": self.cred, **marked(self.marks)}


@dataclass(frozen=True, slots=True)
class Refused:
    """A late or paper ballot that is shown and not counted."""

    ballot: str
    reason: str

    def document(self) -> dict[str, Any]:
        return {"ballot": self.ballot, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Merged:
    counted: dict[str, tuple[Marks, ...]]
    refused: tuple[Refused, ...]


def state_batch(tablet: str, election: str, ballots: Sequence[SignedBallot], key: Ed25519PrivateKey) -> Statement:
    unsigned = Statement(tablet, election, len(ballots), batch_root(ballots), b"")
    return Statement(tablet, election, unsigned.count, unsigned.root, key.sign(canonical(unsigned.said())))


def batch_root(ballots: Iterable[SignedBallot]) -> str:
    return merkle.root([merkle.leaf_hash(signed.wire) for signed in sorted(ballots, key=lambda one: one.digest)]).hex()


def check_slip(census: Census | None, cred: str) -> None:
    if census is None or cred not in census.pool:
        raise UnknownSlip
    if cred in census.voids:
        raise VoidSlip


def check_token(census: Census | None, signed: SignedBallot) -> None:
    """The registrar of this contest has signed this one-time key."""
    if census is None or census.registrar is None or signed.token is None:
        raise BadToken
    prepared = signed.token.prefix + CREDENTIAL_DOMAIN + signed.key
    if not verify(registrar_key(census.registrar.spki), prepared, signed.token.signature):
        raise BadToken


@lru_cache(maxsize=1_000)
def registrar_key(spki: str) -> PublicKey:
    return PublicKey.from_spki(bytes.fromhex(spki))


class Box:
    """The frozen rules of one election, and which ballots they admit."""

    def __init__(
        self, election: str, contests: Sequence[Contest], censuses: Sequence[Census], *, sealed: bool = False
    ) -> None:
        self.election, self.sealed = election, sealed
        self.contests = tuple(contests)
        self.censuses = {census.contest: census for census in censuses}

    def check(self, signed: SignedBallot) -> None:
        """Raises what is wrong with a ballot, cheapest first, the signature last."""
        ballot = signed.ballot
        contest = self._contest(ballot.contest)
        census = self.censuses.get(ballot.contest)
        if signed.token is None:
            check_slip(census, ballot.cred)
        if (ballot.sealed is not None) != self.sealed:
            raise WrongDisclosure
        if ballot.sealed is None:
            contest.check_choices(ballot.choices)
        if signed.token is not None:
            check_token(census, signed)
        if ballot.election != self.election:
            raise BadSignature
        signed.check_signature()
        if ballot.sealed is not None:
            check_sealed(ballot.place, contest.question, ballot.sealed)

    def check_sent(self, signed: SignedBallot) -> None:
        """The same, and whether the box can open what is sealed: without that the sums could never be."""
        self.check(signed)
        if signed.ballot.sealed is not None:
            check_opening(signed.ballot.sealed, signed.opening)

    def check_paper(self, paper: PaperBallot) -> None:
        if (paper.sealed is not None) != self.sealed:
            raise WrongDisclosure
        self.check_choice(paper.contest, paper.cred, paper.choices)
        if paper.sealed is not None:
            place = Place(self.election, paper.contest, paper.cred)
            check_sealed(place, self._contest(paper.contest).question, paper.sealed)

    def check_choice(self, contest_name: str, cred: str, choices: tuple[Choice, ...]) -> None:
        contest = self._contest(contest_name)
        check_slip(self.censuses.get(contest_name), cred)
        contest.check_choices(choices)

    def _contest(self, name: str) -> Contest:
        contest = contest_named(self.contests, name)
        if contest is None:
            raise UnknownContest
        return contest

    def merge(
        self,
        online: Iterable[SignedBallot],
        batches: Mapping[str, Sequence[SignedBallot]],
        paper: Iterable[PaperBallot],
    ) -> Merged:
        """Online beats tablet, tablet beats paper; two different tablet ballots of one slip are both void, and both shown."""
        taken = {(signed.ballot.contest, signed.ballot.cred): signed.ballot.marks for signed in online}
        late, refused = self._late(batches)
        _let_in(taken, refused, {slip: _tablet_entries(ballots) for slip, ballots in late.items()})
        _let_in(taken, refused, self._paper(paper, refused))
        counted: dict[str, list[Marks]] = {contest.id: [] for contest in self.contests}
        for contest, cred in sorted(taken):
            counted[contest].append(taken[contest, cred])
        return Merged(
            {contest: tuple(ballots) for contest, ballots in counted.items()},
            tuple(sorted(refused, key=lambda one: (one.ballot, one.reason))),
        )

    def _late(self, batches: Mapping[str, Sequence[SignedBallot]]) -> "tuple[_BySlip, list[Refused]]":
        found: _BySlip = defaultdict(set)
        refused: list[Refused] = []
        for signed in {one.digest: one for batch in batches.values() for one in batch}.values():
            if reason := self._reason(signed):
                refused.append(Refused(signed.digest, reason))
            else:
                found[signed.ballot.contest, signed.ballot.cred].add((signed.digest, signed.ballot.marks))
        return found, refused

    def _paper(self, paper: Iterable[PaperBallot], refused: list[Refused]) -> "_Entries":
        found: _Entries = {}
        for one in {canonical(entry.document()): entry for entry in paper}.values():
            try:
                self.check_paper(one)
            except REASONS as error:
                refused.append(Refused(one.cred, word(error)))
            else:
                found.setdefault((one.contest, one.cred), []).append((one.cred, one.marks))
        return found

    def _reason(self, signed: SignedBallot) -> str | None:
        try:
            self.check(signed)
        except REASONS as error:
            return word(error)
        return None


_Slip = tuple[str, str]
_BySlip = defaultdict[_Slip, set[tuple[str, Marks]]]
_Entries = dict[_Slip, list[tuple[str, Marks]]]

REASONS = (
    UnknownContest,
    UnknownSlip,
    VoidSlip,
    BadToken,
    UnknownCandidate,
    TooManyChoices,
    ChoicesOutOfForm,
    BadSignature,
    WrongDisclosure,
    BadProof,
)


def word(error: Exception) -> str:
    """The stable word of a refusal, as in the problem documents: `VoidSlip` is `void-slip`."""
    name = type(error).__name__
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in name).removeprefix("-")


def _tablet_entries(ballots: set[tuple[str, Marks]]) -> list[tuple[str, Marks]]:
    return sorted(ballots, key=lambda one: one[0])


def _let_in(taken: dict[_Slip, Marks], refused: list[Refused], entries: "_Entries") -> None:
    used = set(taken)
    for slip, ballots in entries.items():
        if slip in used or len(ballots) > 1:
            reason = "already-voted" if slip in used else "two-ballots-of-one-slip"
            refused.extend(Refused(ballot, reason) for ballot, _ in ballots)
        else:
            taken[slip] = ballots[0][1]
