"""Two people editing the same thing: the second is told what differs, and nothing is overwritten."""

from collections.abc import Mapping
from typing import Any

from shared.aggregate import Aggregate


class EditedMeanwhile(Exception):
    """Somebody else changed it since it was read; `difference` says what is there now and what was asked for."""

    fields = ("difference", "version")

    def __init__(self, version: int, now: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        super().__init__(version)
        self.version = version
        self.difference = [
            {"field": name, "theirs": now.get(name), "mine": wanted}
            for name, wanted in mine.items()
            if now.get(name) != wanted
        ]


def expect(aggregate: Aggregate, version: int, now: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
    """Raises `EditedMeanwhile` unless the aggregate is as it was read, or already as it is wanted."""
    if aggregate.version != version and any(now.get(name) != wanted for name, wanted in mine.items()):
        raise EditedMeanwhile(aggregate.version, now, mine)
