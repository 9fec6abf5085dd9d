"""The minutes of a meeting: what people write, and the figures that only events fill."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

Entries = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """`results` and `groups` are locked: they come from other services' events and from the day itself.

    `scan` is the signed paper, scanned back in; `written_version` the meeting's version when people last wrote.
    """

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
    scan: Mapping[str, Any] | None = None
    written_version: int = 0

    def filled(self, name: str, entry: Mapping[str, Any], key: str) -> "Minutes":
        entries: Entries = getattr(self, name)
        others = tuple(known for known in entries if known[key] != entry[key])
        changed: dict[str, Any] = {name: (*others, entry)}
        return replace(self, **changed)

    def with_recorded(self, written: Entries) -> Entries:
        """Recorded decisions first, then what people wrote beside them."""
        recorded = tuple(row for row in self.decisions if row.get("request"))
        said = [text for row in recorded for text in texts_of(row)]
        return recorded + tuple(row for row in written if not row.get("request") and row.get("text") not in said)


def texts_of(row: Mapping[str, Any]) -> list[str]:
    text = row.get("text")
    return list(text.values()) if isinstance(text, Mapping) else [str(text)]
