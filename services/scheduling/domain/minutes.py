"""The minutes of a meeting: what people write, and the figures that only events fill."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

Entries = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """`results` and `groups` are locked: they come from other services' events and from the day itself."""

    object: str | None = None
    chair: str | None = None
    present: Entries = ()
    interventions: Entries = ()
    decisions: Entries = ()
    results: Entries = ()
    groups: Entries = ()
    elections_closed: Entries = ()
    signatories: Entries = ()
    signed_at: datetime | None = None
    document: Mapping[str, Any] | None = None

    def filled(self, name: str, entry: Mapping[str, Any], key: str) -> "Minutes":
        entries: Entries = getattr(self, name)
        others = tuple(known for known in entries if known[key] != entry[key])
        changed: dict[str, Any] = {name: (*others, entry)}
        return replace(self, **changed)
