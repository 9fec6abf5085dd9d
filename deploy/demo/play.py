"""What every act of the played edition shares: the platform, the civil clock, and what was found out so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.platform import Platform
from deploy.local.stack import SERVICES

Json = dict[str, Any]
ADMINISTRATOR = "network-administrator"


@dataclass
class Play:
    """`tell` says in plain words what happens now; `found` is what later acts and the summary need."""

    platform: Platform
    tell: Callable[[str], None]
    found: Json = field(default_factory=dict)

    async def it_is(self, instant: str) -> None:
        """Step the civil clock of the four services; the system clock is never moved."""
        for service in SERVICES:
            await self.platform.put(service, "/clock", {"civil": instant}, by=ADMINISTRATOR)

    async def accept(self, municipality: str, name: str, content: bytes, kind: str, service: str, by: str) -> Json:
        return await self.platform.upload(service, municipality, name, content, kind, by)
