"""From the code on a slip to the right to vote: code > key > credential. Only the last is ever stored."""

from hashlib import pbkdf2_hmac, sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ROUNDS: Final = 100_000
CREDENTIAL_DOMAIN: Final = b"pb.voting.credential.v1\0"
BUNDLE_DOMAIN: Final = b"pb.voting.bundle.v1\0"
SLIP_DOMAIN: Final = b"pb.voting.slip.v1\0"


def slip_seed(code: str, election: str) -> bytes:
    """The 32 bytes a code stands for in one election; the same code in another election is another key."""
    return pbkdf2_hmac("sha256", code.encode(), SLIP_DOMAIN + election.encode(), ROUNDS, 32)


def slip_key(code: str, election: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(slip_seed(code, election))


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def credential(public: bytes) -> str:
    """What the pool holds of a slip: SHA-256(domain ‖ public key), in hexadecimal."""
    return sha256(CREDENTIAL_DOMAIN + public).hexdigest()


def slip_credential(code: str, election: str) -> str:
    """About 40 ms."""
    return credential(public_bytes(slip_key(code, election)))


def bundle_mark(code: str, election: str) -> str:
    """What is kept of the code of an unopened bundle until voting opens."""
    return sha256(BUNDLE_DOMAIN + f"{election}/{code}".encode()).hexdigest()


def signed_by(public: bytes, signature: bytes, body: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True
