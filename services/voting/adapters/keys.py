"""The keys of the box, of the heads and of witnesses: made from one sealed secret, a key a municipality and purpose."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from services.voting.domain.credentials import public_bytes

FILE: Final = "master.sealed"
SALT, NONCE = 16, 12


class KeysMissing(Exception):
    """The sealed file is not there: no ballot can get a receipt."""


class KeysSealed(Exception):
    """The passphrase does not open the sealed file."""


@dataclass(frozen=True)
class SealedKeys:
    """`secret` is 32 bytes; whoever has it can sign as the box and as every witness of this installation."""

    secret: bytes

    @classmethod
    def open(cls, folder: Path, passphrase: str) -> "SealedKeys":
        """Raises KeysMissing, KeysSealed."""
        try:
            sealed = (folder / FILE).read_bytes()
        except FileNotFoundError as error:
            raise KeysMissing(str(folder / FILE)) from error
        salt, nonce, box = sealed[:SALT], sealed[SALT : SALT + NONCE], sealed[SALT + NONCE :]
        try:
            return cls(AESGCM(_sealing(passphrase, salt)).decrypt(nonce, box, FILE.encode()))
        except InvalidTag as error:
            raise KeysSealed(str(folder / FILE)) from error

    @classmethod
    def create(cls, folder: Path, passphrase: str) -> None:
        """Make the sealed file unless it is there; readable by its owner only."""
        folder.mkdir(parents=True, exist_ok=True)
        salt, nonce = token_bytes(SALT), token_bytes(NONCE)
        sealed = salt + nonce + AESGCM(_sealing(passphrase, salt)).encrypt(nonce, token_bytes(32), FILE.encode())
        try:
            with os.fdopen(os.open(folder / FILE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(sealed)
        except FileExistsError:
            return

    def key(self, purpose: str, municipality: str) -> Ed25519PrivateKey:
        return _derived(self.secret, purpose, municipality)

    def public(self, municipality: str) -> dict[str, str]:
        return {name: public_bytes(self.key(name, municipality)).hex() for name in ("box", "head")}


@lru_cache(maxsize=1_000)
def _derived(secret: bytes, purpose: str, municipality: str) -> Ed25519PrivateKey:
    seed = HKDF(SHA256(), 32, None, f"pb.voting.{purpose}/{municipality}".encode()).derive(secret)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _sealing(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt, 32, n=2**14, r=8, p=1).derive(passphrase.encode())
