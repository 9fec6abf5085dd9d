"""The mail catcher as tests see it."""

from dataclasses import dataclass

import httpx

from deploy.local.mail import Caught as CaughtMessage
from shared.authorities import authorities


@dataclass(frozen=True, slots=True)
class MailCatcher:
    smtp_url: str
    mail_url: str

    def messages(self, to: str | None = None) -> list[CaughtMessage]:
        found: list[CaughtMessage] = []
        cursor: str | None = ""
        while cursor is not None:
            query = {"cursor": cursor, **({"to": to} if to else {})}
            page = httpx.get(f"{self.mail_url}/messages", params=query, verify=authorities()).raise_for_status().json()
            found += [CaughtMessage(**item) for item in page["items"]]
            cursor = page["next"]
        return found

    def raw(self, number: str) -> bytes:
        return httpx.get(f"{self.mail_url}/messages/{number}", verify=authorities()).raise_for_status().content

    def clear(self) -> None:
        httpx.delete(f"{self.mail_url}/messages", verify=authorities()).raise_for_status()
