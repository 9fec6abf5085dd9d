"""How an aggregate remembers what happened to it until its store announces it."""

from shared.contracts.event import Event


class Recording:
    """Kept out of the fields, so that what is stored never contains what is still to be announced."""

    def record(self, event: Event) -> None:
        self.__dict__.setdefault("_recorded", []).append(event)

    def drain(self) -> list[Event]:
        recorded: list[Event] = self.__dict__.pop("_recorded", [])
        return recorded
