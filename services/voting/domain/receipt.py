"""What the box signs for a ballot it has stored: the same ballot always gets the same receipt."""

from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.ballot import SignedBallot
from services.voting.domain.canonical import canonical
from services.voting.domain.credentials import signed_by

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Receipt:
    election: str
    contest: str
    cred: str
    ballot: str
    signature: bytes

    def document(self) -> dict[str, Any]:
        return self.statement() | {"sig": self.signature.hex()}

    def statement(self) -> dict[str, Any]:
        return statement(self.election, self.contest, self.cred, self.ballot)

    def holds(self, box_key: bytes) -> bool:
        return signed_by(box_key, self.signature, canonical(self.statement()))


def issue(signed: SignedBallot, box: Ed25519PrivateKey) -> Receipt:
    body = signed.ballot
    said = statement(body.election, body.contest, body.cred, signed.digest)
    return Receipt(body.election, body.contest, body.cred, signed.digest, box.sign(canonical(said)))


def statement(election: str, contest: str, cred: str, ballot: str) -> dict[str, Any]:
    return {
        "v": VERSION,
        "kind": "receipt",
        "election": election,
        "contest": contest,
        "cred": cred,
        "ballot": ballot,
    }
