"""Blind RSA signatures (RFC 9474): the voter's half, which hides what is signed and uncovers the signature."""

import hashlib
import secrets
from math import gcd
from typing import Final

from shared.blind_rsa import PREFIX, SALT, PublicKey, verify

HASH: Final = hashlib.sha384
DIGEST: Final = 48


class BlindingImpossible(Exception):
    """The message or the factor shares a divisor with the modulus; draw again."""


class SignatureInvalid(Exception):
    """The signer answered something else than a signature of what it was given."""


def prefix() -> bytes:
    return secrets.token_bytes(PREFIX)


def salt() -> bytes:
    return secrets.token_bytes(SALT)


def factor(key: PublicKey) -> int:
    """Even over all numbers but zero below the modulus: this is what hides the message."""
    return 1 + secrets.randbelow(key.n - 1)


def prepare(message: bytes, drawn: bytes) -> bytes:
    """Randomized preparation: the drawn prefix before the message."""
    return drawn + message


def blind(key: PublicKey, prepared: bytes, salted: bytes, by: int) -> tuple[bytes, int]:
    """The blinded message, and the inverse that `finalize` needs. Raises BlindingImpossible."""
    encoded = int.from_bytes(pss_encoded(prepared, key.n.bit_length() - 1, salted))
    if gcd(encoded, key.n) != 1 or gcd(by, key.n) != 1:
        raise BlindingImpossible
    hidden = encoded * key.raised(by) % key.n
    return hidden.to_bytes(key.length), pow(by, -1, key.n)


def finalize(key: PublicKey, prepared: bytes, blind_signature: bytes, inverse: int) -> bytes:
    """Raises SignatureInvalid."""
    number = int.from_bytes(blind_signature)
    if len(blind_signature) != key.length or number >= key.n:
        raise SignatureInvalid
    signature = (number * inverse % key.n).to_bytes(key.length)
    if not verify(key, prepared, signature):
        raise SignatureInvalid
    return signature


def pss_encoded(message: bytes, bits: int, salted: bytes) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, 9.1.1, with SHA-384 in both places."""
    length = (bits + 7) // 8
    digest = HASH(bytes(8) + HASH(message).digest() + salted).digest()
    block = b"\x01".rjust(length - len(salted) - DIGEST - 1, b"\0") + salted
    masked = int.from_bytes(block) ^ int.from_bytes(mgf1(digest, len(block)))
    kept = masked & (1 << (bits - 8 * (DIGEST + 1))) - 1
    return kept.to_bytes(len(block)) + digest + b"\xbc"


def mgf1(seed: bytes, length: int) -> bytes:
    blocks = (HASH(seed + n.to_bytes(4)).digest() for n in range(length // DIGEST + 1))
    return b"".join(blocks)[:length]
