"""Blind RSA signatures (RFC 9474, RSABSSA-SHA384-PSS-Randomized): the signer's half, and what anybody needs to check one.

The signer never sees what it signs; the signature it cannot recognise later is an ordinary RSASSA-PSS one.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import gmpy2
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

ALGORITHM: Final = "RSABSSA-SHA384-PSS-Randomized"
CREDENTIAL_DOMAIN: Final = b"pb.registrar.credential.v1\0"
SALT: Final = 48  # bytes; with the 32 of the prefix this names the variant
PREFIX: Final = 32
BITS: Final = 2048
EXPONENT: Final = 65537
PSS: Final = padding.PSS(padding.MGF1(SHA384()), SALT)


class KeyNotUsable(Exception):
    """Not an RSA key of at least 2048 bits with exponent 65537."""


class BlindedMessageInvalid(Exception):
    """What is to be signed is not as long as the modulus, or not below it."""

    field = "blinded"


class SigningFailed(Exception):
    """The arithmetic went wrong; giving the result away could give the key away."""


@dataclass(frozen=True)
class PublicKey:
    """`n` and `e` of RSA; every number travels as bytes as long as the modulus."""

    n: int
    e: int = EXPONENT

    @classmethod
    def from_spki(cls, der: bytes) -> "PublicKey":
        """Raises KeyNotUsable."""
        try:
            key = load_der_public_key(der)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyNotUsable("unreadable") from error
        if not isinstance(key, rsa.RSAPublicKey) or key.key_size < BITS or key.public_numbers().e != EXPONENT:
            raise KeyNotUsable("kind")
        return cls(key.public_numbers().n)

    @cached_property
    def openssl(self) -> rsa.RSAPublicKey:
        return rsa.RSAPublicNumbers(self.e, self.n).public_key()

    @property
    def length(self) -> int:
        """Bytes of the modulus."""
        return (self.n.bit_length() + 7) // 8

    def spki(self) -> bytes:
        return self.openssl.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def raised(self, number: int) -> int:
        return int(gmpy2.powmod(number, self.e, self.n))


@dataclass(frozen=True, repr=False)
class PrivateKey:
    """The registrar's key of one contest; it never signs anything else."""

    numbers: rsa.RSAPrivateNumbers

    @classmethod
    def generate(cls, bits: int = BITS) -> "PrivateKey":
        return cls(rsa.generate_private_key(EXPONENT, bits).private_numbers())

    @classmethod
    def from_pkcs8(cls, der: bytes) -> "PrivateKey":
        """Raises KeyNotUsable."""
        key = load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)  # our own, sealed
        if not isinstance(key, rsa.RSAPrivateKey):
            raise KeyNotUsable("kind")
        return cls(key.private_numbers())

    def pkcs8(self) -> bytes:
        key = self.numbers.private_key()
        return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    @property
    def public(self) -> PublicKey:
        numbers = self.numbers.public_numbers
        return PublicKey(numbers.n, numbers.e)

    def raised(self, number: int) -> int:
        """By the Chinese remainder; in constant time, because strangers choose the number."""
        one, k = gmpy2.powmod_sec, self.numbers
        by_p, by_q = one(number % k.p, k.dmp1, k.p), one(number % k.q, k.dmq1, k.q)
        return int(by_q + (by_p - by_q) * k.iqmp % k.p * k.q)


def blind_sign(key: PrivateKey, blinded: bytes) -> bytes:
    """Sign without seeing; the same bytes give the same answer. Raises BlindedMessageInvalid, SigningFailed."""
    public, number = key.public, int.from_bytes(blinded)
    if len(blinded) != public.length or not 0 < number < public.n:
        raise BlindedMessageInvalid(len(blinded))
    signed = key.raised(number)
    if public.raised(signed) != number:
        raise SigningFailed
    return signed.to_bytes(public.length)


def verify(key: PublicKey, prepared: bytes, signature: bytes) -> bool:
    """Whether the holder of `key` signed the prepared message (prefix ‖ message)."""
    try:
        key.openssl.verify(signature, prepared, PSS, SHA384())
    except InvalidSignature:
        return False
    return True
