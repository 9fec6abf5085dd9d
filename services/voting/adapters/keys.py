"""The keys of the box, of the heads and of witnesses: made from one sealed secret, a key a municipality and purpose."""

import hmac
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.credentials import public_bytes
from shared.sealed import SealedSecret


@dataclass(frozen=True, repr=False)
class SealedKeys:
    """`secret` is 32 bytes; whoever has it can sign as the box and as every witness of this installation."""

    secret: bytes
    epoch: int = 0

    @classmethod
    def open(cls, folder: Path, passphrase: str, epoch: int = 0) -> "SealedKeys":
        """Raises `KeysMissing`, `KeysSealed`."""
        return cls(SealedSecret.open(folder, passphrase).secret, epoch)

    def key(self, purpose: str, municipality: str, epoch: int | None = None) -> Ed25519PrivateKey:
        return _derived(self.secret, purpose, municipality, self.epoch if epoch is None else epoch)

    def seal(self, content: bytes, name: str) -> bytes:
        return SealedSecret(self.secret).seal(content, f"voting/{name}")

    def unseal(self, sealed: bytes, name: str) -> bytes:
        return SealedSecret(self.secret).unseal(sealed, f"voting/{name}")

    def mark(self, text: str) -> str:
        return hmac.digest(SealedSecret(self.secret).derived("pb.voting.mark"), text.encode(), "sha256").hex()

    def public(self, municipality: str) -> dict[str, str]:
        return {name: public_bytes(self.key(name, municipality)).hex() for name in ("box", "head")}


@lru_cache(maxsize=1_000)
def _derived(secret: bytes, purpose: str, municipality: str, epoch: int) -> Ed25519PrivateKey:
    label = f"pb.voting.{purpose}/{municipality}" + (f"/{epoch}" if epoch else "")
    return Ed25519PrivateKey.from_private_bytes(SealedSecret(secret).derived(label))
