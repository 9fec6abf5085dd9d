"""What a ballot is: choices signed by the one-time key of a slip, in one canonical byte form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, TypeAlias, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.canonical import NotCanonical, canonical, parse
from services.voting.domain.credentials import credential, public_bytes, signed_by
from services.voting.domain.sealed import Opening, Place, SealedVote, read_opening, read_sealed

VERSION: Final = 1
LARGEST_BALLOT: Final = 16_384  # bytes; a ranking of 200 candidates needs about 9,000

Choice: TypeAlias = str | tuple[str, int]
Marks: TypeAlias = tuple[Choice, ...] | SealedVote  # what a ballot says: readable, or only as part of a sum

_Read = TypeVar("_Read")
_HEX_16: Final = re.compile(r"[0-9a-f]{32}")
_HEX_32: Final = re.compile(r"[0-9a-f]{64}")
_HEX_64: Final = re.compile(r"[0-9a-f]{128}")
_HEX_RSA: Final = re.compile(r"(?:[0-9a-f]{2}){256,512}")  # keys of 2048 to 4096 bits


class MalformedBallot(ValueError):
    """The bytes are not a ballot: too long, a field missing, of the wrong type, or one too many."""


class BadSignature(ValueError):
    """The key does not belong to the slip named, or did not sign this body."""


@dataclass(frozen=True, slots=True)
class Token:
    """The registrar's blind signature on a one-time key, unblinded: eligible from afar, unlinkable to whoever fetched it."""

    prefix: bytes
    signature: bytes

    def document(self) -> dict[str, Any]:
        return {"prefix": self.prefix.hex(), "sig": self.signature.hex()}


@dataclass(frozen=True, slots=True)
class Ballot:
    """The signed body. `choices` are candidate ids; for points, (project id, points). Sealed ones stand in `sealed` instead."""

    election: str
    contest: str
    choices: tuple[Choice, ...]
    nonce: str
    cred: str
    sealed: SealedVote | None = None

    @property
    def marks(self) -> Marks:
        return self.choices if self.sealed is None else self.sealed

    @property
    def place(self) -> Place:
        return Place(self.election, self.contest, self.cred)

    def document(self) -> dict[str, Any]:
        return {
            "v": VERSION,
            "election": self.election,
            "contest": self.contest,
            **marked(self.marks),
            "nonce": self.nonce,
            "cred": self.cred,
        }

    def body(self) -> bytes:
        return canonical(self.document())


@dataclass(frozen=True)
class SignedBallot:
    """A ballot as sent, stored and published; `wire` is the only form that exists of it.

    The `opening` of sealed choices goes beside it to the box, and never onto the board.
    """

    ballot: Ballot
    key: bytes
    signature: bytes
    token: Token | None = None
    opening: Opening | None = None

    def document(self) -> dict[str, Any]:
        token = {} if self.token is None else {"token": self.token.document()}
        return {"ballot": self.ballot.document(), "key": self.key.hex(), "sig": self.signature.hex(), **token}

    def sent(self) -> bytes:
        """What the phone posts: as published, with what only the box may know."""
        opening = {} if self.opening is None else {"opening": self.opening.document()}
        return canonical(self.document() | opening)

    def known_as(self, wire: bytes, said: bytes) -> "SignedBallot":
        """For whoever has checked that these are the canonical bytes: nothing is encoded a second time."""
        self.__dict__.update(wire=wire, said=said)
        return self

    @cached_property
    def wire(self) -> bytes:
        return canonical(self.document())

    @cached_property
    def said(self) -> bytes:
        """What the key signed."""
        return self.ballot.body()

    @cached_property
    def digest(self) -> str:
        """What the receipt names and the board is sorted by."""
        return sha256(self.wire).hexdigest()

    def check_signature(self) -> None:
        if credential(self.key) != self.ballot.cred or not signed_by(self.key, self.signature, self.said):
            raise BadSignature


def sign(
    ballot: Ballot, key: Ed25519PrivateKey, token: Token | None = None, opening: Opening | None = None
) -> SignedBallot:
    return SignedBallot(ballot, public_bytes(key), key.sign(ballot.body()), token, opening)


def marked(marks: Marks) -> dict[str, Any]:
    """As it stands in a document."""
    if isinstance(marks, SealedVote):
        return {"sealed": marks.document()}
    return {"choices": [choice if isinstance(choice, str) else list(choice) for choice in marks]}


def read_ballot(data: bytes) -> SignedBallot:
    """The ballot in `data`; raises MalformedBallot or NotCanonical. The signature is not checked here."""
    if len(data) > LARGEST_BALLOT:
        raise MalformedBallot("too long")
    document = parse(data)
    if isinstance(document, dict) and "opening" in document and "sealed" not in document.get("ballot", ()):
        raise MalformedBallot("an opening of nothing sealed")
    if not isinstance(document, dict) or set(document) - {"token", "opening"} != {"ballot", "key", "sig"}:
        raise MalformedBallot("fields of the envelope")
    return SignedBallot(
        _read_body(document["ballot"]),
        bytes.fromhex(_hexadecimal(document["key"], _HEX_32)),
        bytes.fromhex(_hexadecimal(document["sig"], _HEX_64)),
        _read_token(document["token"]) if "token" in document else None,
        _well_formed(read_opening, document["opening"]) if "opening" in document else None,
    )


def _read_token(token: Any) -> Token:
    if not isinstance(token, dict) or set(token) != {"prefix", "sig"}:
        raise MalformedBallot("fields of the token")
    prefix, signature = _hexadecimal(token["prefix"], _HEX_32), _hexadecimal(token["sig"], _HEX_RSA)
    return Token(bytes.fromhex(prefix), bytes.fromhex(signature))


def _read_body(body: Any) -> Ballot:
    marks = {"sealed"} if isinstance(body, dict) and "sealed" in body else {"choices"}
    if not isinstance(body, dict) or set(body) != {"v", "election", "contest", "nonce", "cred"} | marks:
        raise MalformedBallot("fields of the body")
    choices = body.get("choices", [])
    if type(body["v"]) is not int or body["v"] != VERSION or not isinstance(choices, list):
        raise MalformedBallot("version or choices")
    return Ballot(
        _text(body["election"]),
        _text(body["contest"]),
        tuple(_choice(choice) for choice in choices),
        _hexadecimal(body["nonce"], _HEX_16),
        _hexadecimal(body["cred"], _HEX_32),
        _well_formed(read_sealed, body["sealed"]) if "sealed" in body else None,
    )


def _well_formed(read: Callable[[Any], _Read], document: Any) -> _Read:
    try:
        return read(document)
    except ValueError as error:
        raise MalformedBallot(str(error)) from error


def _choice(choice: Any) -> Choice:
    match choice:
        case str():
            return choice
        case [str(candidate), int(points)] if not isinstance(points, bool):
            return candidate, points
    raise MalformedBallot("a choice")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise MalformedBallot("text expected")
    return value


def _hexadecimal(value: Any, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise MalformedBallot("hexadecimal expected")
    return value


__all__ = [
    "BadSignature",
    "Ballot",
    "Choice",
    "MalformedBallot",
    "NotCanonical",
    "SignedBallot",
    "Token",
    "read_ballot",
    "sign",
]
