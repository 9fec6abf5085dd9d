"""The development issuer as tests see it."""

from dataclasses import dataclass
from typing import Any

import httpx

from shared.authorities import authorities


@dataclass(frozen=True, slots=True)
class Issuer:
    issuer: str

    def token(self, subject: str, **options: Any) -> str:
        """Options: expires_in, audience, issuer, other_key; anything else becomes a claim."""
        known: dict[str, Any] = {
            key: options.pop(key) for key in ("expires_in", "audience", "issuer", "other_key") if key in options
        }
        wish = {"subject": subject, **known, "claims": options}
        answer = httpx.post(f"{self.issuer}/dev/token", json=wish, verify=authorities()).raise_for_status()
        return str(answer.json()["access_token"])

    def headers(self, subject: str, **options: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(subject, **options)}"}
