"""Signs what the development issuer says about who somebody is."""

import base64
import hashlib
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

AUDIENCE = "participatory-budgeting"
HOUR = 3600


def key_in(file: Path) -> rsa.RSAPrivateKey:
    """The key of this data folder, made on first use."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)))
        file.chmod(0o600)
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{file} does not hold an RSA key")
    return key


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@dataclass
class Signer:
    """`other_key` signs with a key nobody published, for testing refusals."""

    issuer: str
    key: rsa.RSAPrivateKey
    stranger: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self.key.public_key().public_numbers().n.to_bytes(256, "big")).hexdigest()[:16]

    def published(self) -> dict[str, Any]:
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.key_id, "use": "sig", "alg": "RS256"}]}

    def token(
        self,
        subject: str,
        *,
        expires_in: int = HOUR,
        audience: str = AUDIENCE,
        issuer: str | None = None,
        other_key: bool = False,
        **claims: Any,
    ) -> str:
        now = int(time.time())
        body = {"iss": issuer or self.issuer, "sub": subject, "aud": audience, "iat": now, "exp": now + expires_in}
        return jwt.encode(
            {"name": subject, **body, **claims},
            self.stranger if other_key else self.key,
            algorithm="RS256",
            headers={"kid": self.key_id},
        )

    def read(self, token: str, audience: str) -> dict[str, Any]:
        """Claims of a token of ours; raises jwt.InvalidTokenError."""
        claims: dict[str, Any] = jwt.decode(
            token, self.key.public_key(), algorithms=["RS256"], audience=audience, issuer=self.issuer
        )
        return claims


def challenge_of(verifier: str) -> str:
    """PKCE S256 (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
