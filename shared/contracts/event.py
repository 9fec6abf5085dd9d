"""What every event has in common, and the registry the envelope, the documents and the tests read."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Money = Annotated[int, Field(description="In the smallest unit of the municipality's currency.")]


class Part(BaseModel):
    """A value inside an event; unknown fields are ignored so that old readers survive new writers."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Text3(Part):
    """One text in the three languages of the product; at least one of them is given."""

    ar: str | None = Field(default=None, description="Arabic.")
    fr: str | None = Field(default=None, description="French.")
    en: str | None = Field(default=None, description="English.")


class Document(Part):
    """A file another service may fetch once and keep: the bytes never change under their digest."""

    href: str = Field(description="Absolute address: `GET` with a service token.")
    sha256: Sha256 = Field(description="Digest of the bytes, lower-case hex.")
    type: str = Field(description="Media type, for instance `application/pdf`.")
    size: int = Field(ge=0, description="Bytes.")
    name: str | None = Field(default=None, description="File name to show.")


class Event(Part):
    """Something that happened in one municipality.

    `TYPE` is the CloudEvents type, `SUBJECT` the field holding the aggregate's id. The Kafka key is
    `<municipality>/<aggregate>`, so everything about one aggregate stays in order.
    """

    TYPE: ClassVar[str]
    SUBJECT: ClassVar[str]

    municipality: Slug = Field(description="The municipality it happened in; `network` for the network itself.")

    @property
    def subject(self) -> str:
        return str(getattr(self, self.SUBJECT))

    @property
    def key(self) -> str:
        return f"{self.municipality}/{self.subject}"


class Decision(StrEnum):
    """What a council decided."""

    APPROVED = "approved"
    APPROVED_WITH_CHANGES = "approved_with_changes"
    REJECTED = "rejected"


def topic_of(event_type: str) -> str:
    """`pb.proposals.submitted.v1` travels on `pb.proposals`."""
    return ".".join(event_type.split(".")[:2])


def event_types(base: type[Event] = Event) -> Iterator[type[Event]]:
    """Every concrete event class, once its module is imported."""
    for child in base.__subclasses__():
        if "TYPE" in child.__dict__:
            yield child
        yield from event_types(child)
