"""From the code on a slip to the right to vote: code > key > credential. Only the last is ever stored."""

from collections.abc import Callable
from hashlib import pbkdf2_hmac, sha256
from typing import Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl.bindings import crypto_sign, crypto_sign_BYTES, crypto_sign_open
from nacl.exceptions import BadSignatureError

ROUNDS: Final = 100_000
CREDENTIAL_DOMAIN: Final = b"pb.voting.credential.v1\0"
BUNDLE_DOMAIN: Final = b"pb.voting.bundle.v1\0"
SLIP_DOMAIN: Final = b"pb.voting.slip.v1\0"

Signer: TypeAlias = Callable[[bytes], bytes]


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
    """By libsodium, in half the time of OpenSSL. It refuses some keys that OpenSSL takes (of small order) and takes none that
    OpenSSL refuses, so whoever recounts with either finds every accepted ballot signed.
    """
    if len(signature) != crypto_sign_BYTES:
        return False
    try:
        crypto_sign_open(signature + body, public)
    except (BadSignatureError, ValueError):
        return False
    return True


def signer(key: Ed25519PrivateKey) -> Signer:
    """The same signatures as the key's own, quicker."""
    secret = key.private_bytes_raw() + public_bytes(key)
    return lambda body: crypto_sign(body, secret)[:crypto_sign_BYTES]
