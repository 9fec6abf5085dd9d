"""The whole platform, running, as system and browser tests see it."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.local.stack import Stack
from deploy.local.supervisor import Supervisor
from shared.authorities import authorities
from tests.support.embedded import Embedded
from tests.support.issuer import Issuer


@dataclass(slots=True)
class RunningStack:
    stack: Stack
    supervisor: Supervisor
    embedded: Embedded
    _tokens: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> dict[str, str]:
        """Addresses by name: proposals, scheduling, voting, notifications, web, mail, oidc."""
        return self.stack.urls

    @property
    def issuer(self) -> Issuer:
        return Issuer(self.url["oidc"])

    @property
    def data(self) -> Path:
        return self.stack.settings.data_folder

    def token(self, subject: str) -> str:
        if subject not in self._tokens:
            self._tokens[subject] = self.issuer.token(subject)
        return self._tokens[subject]

    def headers(self, subject: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(subject)}"}

    def pids(self) -> dict[str, int]:
        return dict(self.supervisor.pids)

    def kill(self, name: str) -> None:
        """As a crash would; the supervisor starts it again."""
        self.supervisor.kill(name)

    def until_restarted(self, name: str, before: int, patience: float = 60.0) -> None:
        """Wait until a killed process has a new id and is ready."""
        deadline = time.monotonic() + patience
        while self.supervisor.pids[name] == before and time.monotonic() < deadline:
            time.sleep(0.05)
        self.embedded.ready(self.supervisor, name)

    def get(self, service: str, path: str, **query: str) -> httpx.Response:
        return httpx.get(f"{self.url[service]}{path}", params=query, timeout=30, verify=authorities())
