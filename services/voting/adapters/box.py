"""The ballot box of one worker: checks a ballot, stores it once for ever, gives its receipt.

Nothing else is written, logged or measured about it: no person, no address, no time.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

import msgspec

from services.voting.adapters.commit import Commit, Unsure
from services.voting.adapters.guesses import Guesses
from services.voting.adapters.leases import Frozen, Leases
from services.voting.adapters.wire import ENCODER, decode
from services.voting.application.sealing import kept_opening
from services.voting.domain.ballot import MalformedBallot, SignedBallot
from services.voting.domain.credentials import Signer
from services.voting.domain.late import BadToken, UnknownSlip
from services.voting.domain.receipt import VERSION


class AlreadyVoted(Exception):
    """This slip was used for another ballot."""


class Closed(Exception):
    """Voting has ended; this ballot was not received before."""


class TryAgain(Exception):
    """The outcome is not known: send the same bytes again."""


class Said(msgspec.Struct):
    """What a receipt says, in canonical order."""

    ballot: str
    contest: str
    cred: str
    election: str
    kind: str = "receipt"
    v: int = VERSION


VERSION_LAST: Final = b',"v":1}'


@dataclass(frozen=True, slots=True)
class Answer:
    """A receipt's bytes, and whether the ballot was new."""

    receipt: bytes
    new: bool


class BallotBox:
    def __init__(self, leases: Leases, commit: Commit, guesses: Guesses | None = None) -> None:
        self._leases, self._commit, self.guesses = leases, commit, guesses or Guesses()
        self._proving = asyncio.Lock()

    async def cast(self, election_id: str, data: bytes) -> Answer:
        """The receipt of a ballot, new or received before; raises what is wrong with it, and nothing is then stored."""
        signed = decode(data)
        if signed.ballot.election != election_id:
            raise MalformedBallot("another election")
        frozen = await self._leases.frozen(election_id)
        await asyncio.sleep(0)  # lets ballots that arrived together reach the same insert
        try:
            await self._check(frozen, signed)
        except (UnknownSlip, BadToken):
            await self.guesses.hold_back(election_id)
            raise
        row = f"{election_id}/{signed.ballot.contest}/{signed.ballot.cred}"
        if not await self._leases.admits(frozen):
            return await self._after_closing(frozen, row, signed)
        return await self._store(frozen, row, signed)

    async def _check(self, frozen: Frozen, signed: SignedBallot) -> None:
        """The proofs of a sealed ballot take some twenty milliseconds: aside and one after the other, so that others go on."""
        if signed.ballot.sealed is None:
            frozen.box.check(signed)
            return
        async with self._proving:
            await asyncio.to_thread(frozen.box.check_sent, signed)

    async def _store(self, frozen: Frozen, row: str, signed: SignedBallot) -> Answer:
        try:
            new = await self._commit.add(row, signed.wire, frozen.lease, *_opening(frozen, signed))
        except Unsure as error:
            raise TryAgain from error
        if not new and not await self._stored(row, signed):
            raise AlreadyVoted
        return Answer(receipt(signed, frozen.sign), new)

    async def _after_closing(self, frozen: Frozen, row: str, signed: SignedBallot) -> Answer:
        """A ballot received before closing keeps its receipt, however late its voter asks again."""
        if frozen.lease.state == "open":
            raise TryAgain
        if not await self._stored(row, signed):
            raise Closed
        return Answer(receipt(signed, frozen.sign), new=False)

    async def _stored(self, row: str, signed: SignedBallot) -> bool:
        """Whether this very ballot lies there."""
        try:
            return await self._commit.stored(row) == signed.wire
        except Unsure as error:
            raise TryAgain from error


def _opening(frozen: Frozen, signed: SignedBallot) -> tuple[bytes, ...]:
    return () if signed.ballot.sealed is None else (kept_opening(frozen.keys, signed.ballot.sealed, signed.opening),)


def receipt(signed: SignedBallot, sign: Signer) -> bytes:
    """As the domain's `issue`, several times faster."""
    body = signed.ballot
    said = ENCODER.encode(Said(signed.digest, body.contest, body.cred, body.election))
    return said[: -len(VERSION_LAST)] + b',"sig":"%s"' % sign(said).hex().encode() + VERSION_LAST
