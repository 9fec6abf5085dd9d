"""A secret in a sealed file, opened by a passphrase; what a service signs with is derived from it and never stored."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

FILE: Final = "master.sealed"
SALT, NONCE, LENGTH = 16, 12, 32


class KeysMissing(Exception):
    """The sealed file is not there: nothing can be signed."""


class KeysSealed(Exception):
    """The passphrase does not open the sealed file, or the bytes were changed."""


@dataclass(frozen=True, repr=False)
class SealedSecret:
    """`secret` is 32 bytes; whoever has it has every key derived from it."""

    secret: bytes

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> "SealedSecret":
        """Raises KeysMissing, KeysSealed."""
        try:
            sealed = (folder / FILE).read_bytes()
        except FileNotFoundError as error:
            raise KeysMissing(str(folder / FILE)) from error
        return cls(_opened(sealed[SALT:], _key(passphrase, sealed[:SALT]), FILE))

    @classmethod
    def create(cls, folder: Path, passphrase: str) -> None:
        """Make the sealed file unless it is there; readable by its owner only."""
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / FILE).exists():
            return
        fresh = folder / f"{FILE}.{token_bytes(4).hex()}"
        _write(fresh, _sealed_by(passphrase, token_bytes(LENGTH)))
        with suppress(FileExistsError):  # of several processes that start together, one makes it
            os.link(fresh, folder / FILE)
        fresh.unlink()

    @classmethod
    def reseal(cls, folder: Path, old: str, new: str) -> None:
        """Another passphrase for the same secret, so that nothing signed before is lost. Raises KeysMissing, KeysSealed."""
        secret = cls.open(folder, old).secret
        fresh = folder / f"{FILE}.new"
        _write(fresh, _sealed_by(new, secret))
        fresh.replace(folder / FILE)

    def derived(self, purpose: str) -> bytes:
        """32 bytes for one purpose; nothing about the secret or another purpose follows from them."""
        return HKDF(SHA256(), LENGTH, None, purpose.encode()).derive(self.secret)

    def seal(self, content: bytes, name: str) -> bytes:
        """Bytes to keep in a database: useless without this secret, and under any other name."""
        nonce = token_bytes(NONCE)
        return nonce + AESGCM(self.derived("pb.sealed")).encrypt(nonce, content, name.encode())

    def unseal(self, sealed: bytes, name: str) -> bytes:
        """Raises KeysSealed."""
        return _opened(sealed, self.derived("pb.sealed"), name)


def _opened(sealed: bytes, key: bytes, name: str) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], name.encode())
    except InvalidTag as error:
        raise KeysSealed(name) from error


def _sealed_by(passphrase: str, secret: bytes) -> bytes:
    salt, nonce = token_bytes(SALT), token_bytes(NONCE)
    return salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, secret, FILE.encode())


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, LENGTH, n=2**14, r=8, p=1).derive(passphrase.encode())


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
