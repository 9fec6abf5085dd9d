"""A printed notice for the board of the town hall."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Notice:
    """`sha256` is set once it is printed; printing again gives the same bytes."""

    id: str
    municipality: str
    event_id: str
    about: str
    template: str
    sha256: str | None = None
    version: int = 0

    def printed(self, sha256: str) -> "Notice":
        return replace(self, sha256=sha256)
