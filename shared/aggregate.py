"""What every aggregate has: whose it is, its version, and what happened to it since it was loaded."""

from dataclasses import dataclass

from shared.contracts.event import Event


class Recording:
    """What happened is kept out of the fields, so that stored state never holds what is still to be announced."""

    def record(self, event: Event) -> None:
        self.__dict__.setdefault("_recorded", []).append(event)

    def drain(self) -> list[Event]:
        """What happened since the last drain, in order; its store announces it in the same transaction."""
        recorded: list[Event] = self.__dict__.pop("_recorded", [])
        return recorded


@dataclass(kw_only=True)
class Aggregate(Recording):
    """One whose identity and version stand in its fields."""

    municipality: str
    id: str
    version: int = 0
