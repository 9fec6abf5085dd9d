"""What a ballot is: choices signed by the one-time key of a slip, in one canonical byte form."""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.canonical import NotCanonical, canonical, parse
from services.voting.domain.credentials import credential, public_bytes, signed_by

VERSION: Final = 1
LARGEST_BALLOT: Final = 16_384  # bytes; a ranking of 200 candidates needs about 9,000

BEFORE_BODY: Final = b'{"ballot":'
LENGTH_AFTER_BODY: Final = len(b',"key":"","sig":""}') + 64 + 128

Choice: TypeAlias = str | tuple[str, int]

_HEX_16: Final = re.compile(r"[0-9a-f]{32}")
_HEX_32: Final = re.compile(r"[0-9a-f]{64}")
_HEX_64: Final = re.compile(r"[0-9a-f]{128}")


class MalformedBallot(ValueError):
    """The bytes are not a ballot: too long, a field missing, of the wrong type, or one too many."""


class BadSignature(ValueError):
    """The key does not belong to the slip named, or did not sign this body."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The signed body. `choices` are candidate ids; for points, (project id, points)."""

    election: str
    contest: str
    choices: tuple[Choice, ...]
    nonce: str
    cred: str

    def document(self) -> dict[str, Any]:
        return {
            "v": VERSION,
            "election": self.election,
            "contest": self.contest,
            "choices": [choice if isinstance(choice, str) else list(choice) for choice in self.choices],
            "nonce": self.nonce,
            "cred": self.cred,
        }

    def body(self) -> bytes:
        return canonical(self.document())


@dataclass(frozen=True)
class SignedBallot:
    """A ballot as sent, stored and published; `wire` is the only form that exists of it."""

    ballot: Ballot
    key: bytes
    signature: bytes

    def document(self) -> dict[str, Any]:
        return {"ballot": self.ballot.document(), "key": self.key.hex(), "sig": self.signature.hex()}

    @classmethod
    def of_wire(cls, ballot: Ballot, key: bytes, signature: bytes, wire: bytes) -> "SignedBallot":
        """For whoever has checked that `wire` is the canonical form: nothing is encoded a second time."""
        known = cls(ballot, key, signature)
        known.__dict__.update(wire=wire, said=wire[len(BEFORE_BODY) : -LENGTH_AFTER_BODY])
        return known

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


def sign(ballot: Ballot, key: Ed25519PrivateKey) -> SignedBallot:
    return SignedBallot(ballot, public_bytes(key), key.sign(ballot.body()))


def read_ballot(data: bytes) -> SignedBallot:
    """The ballot in `data`; raises MalformedBallot or NotCanonical. The signature is not checked here."""
    if len(data) > LARGEST_BALLOT:
        raise MalformedBallot("too long")
    document = parse(data)
    if not isinstance(document, dict) or set(document) != {"ballot", "key", "sig"}:
        raise MalformedBallot("fields of the envelope")
    return SignedBallot(
        _read_body(document["ballot"]),
        bytes.fromhex(_hexadecimal(document["key"], _HEX_32)),
        bytes.fromhex(_hexadecimal(document["sig"], _HEX_64)),
    )


def _read_body(body: Any) -> Ballot:
    if not isinstance(body, dict) or set(body) != {"v", "election", "contest", "choices", "nonce", "cred"}:
        raise MalformedBallot("fields of the body")
    if type(body["v"]) is not int or body["v"] != VERSION or not isinstance(body["choices"], list):
        raise MalformedBallot("version or choices")
    return Ballot(
        _text(body["election"]),
        _text(body["contest"]),
        tuple(_choice(choice) for choice in body["choices"]),
        _hexadecimal(body["nonce"], _HEX_16),
        _hexadecimal(body["cred"], _HEX_32),
    )


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


__all__ = ["BadSignature", "Ballot", "Choice", "MalformedBallot", "NotCanonical", "SignedBallot", "read_ballot", "sign"]
