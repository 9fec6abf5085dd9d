"""What every aggregate of this service has: whose it is, its version, and what happened to it."""

from dataclasses import dataclass

from shared.contracts.event import Event


@dataclass(kw_only=True)
class Aggregate:
    """What happened is kept out of the fields, so that stored state never holds what is still to be announced."""

    municipality: str
    id: str
    version: int = 0

    def record(self, event: Event) -> None:
        self.__dict__.setdefault("_recorded", []).append(event)

    def drain(self) -> list[Event]:
        recorded: list[Event] = self.__dict__.pop("_recorded", [])
        return recorded
