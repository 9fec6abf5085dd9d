"""An event as it was heard, kept until everybody it concerns has been told."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

SPREAD = "spread"
SPREADING = "spreading"


@dataclass(frozen=True, slots=True)
class Happening:
    """`step` and `cursor` say how far telling has come: which rule, after which contact."""

    event_id: str
    municipality: str
    event_type: str
    subject: str
    facts: Mapping[str, object]
    at: datetime
    rules: tuple[str, ...] = ()
    published: bool = False
    step: int = 0
    cursor: str | None = None
    state: str = SPREADING
    retry_at: datetime | None = None
    traceparent: str | None = field(default=None, compare=False)
    version: int = 0

    @property
    def edition(self) -> str:
        return str(self.facts.get("edition", ""))

    @property
    def rule(self) -> str | None:
        return self.rules[self.step] if self.step < len(self.rules) else None

    def advanced(self, cursor: str | None) -> "Happening":
        """To the next contacts of this rule, or to the next rule when there are no more."""
        if cursor is not None:
            return replace(self, cursor=cursor)
        following = replace(self, step=self.step + 1, cursor=None)
        return replace(following, state=SPREADING if following.rule else SPREAD)

    def named(self, field_name: str) -> tuple[str, ...]:
        """The ids a field names: one text, a list of texts, or a list of things with an `id`."""
        value = self.facts.get(field_name)
        values = value if isinstance(value, list) else [value]
        found = (item.get("id") if isinstance(item, Mapping) else item for item in values)
        return tuple(str(item) for item in found if item)

    def titles_of(self, field_name: str, ids: frozenset[str]) -> tuple[str, ...]:
        """The titles of those projects in a field whose id is among `ids`."""
        value = self.facts.get(field_name)
        if not isinstance(value, list):
            return ()
        return tuple(str(item["title"]) for item in value if isinstance(item, Mapping) and item.get("id") in ids)
