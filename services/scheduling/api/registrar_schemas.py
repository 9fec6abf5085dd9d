"""What the registrar's routes take in and answer."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from services.scheduling.api.documents import Short
from shared.http.schemas import Answer, Body, Identifier, Slug

Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2}){128,1024}$", description="Lower-case hex.")]


class RegistrarIn(Body):
    """The election was drafted before; its contests are taken from there."""

    election_id: Identifier
    opens_at: AwareDatetime
    closes_at: AwareDatetime


class WindowIn(Body):
    opens_at: AwareDatetime
    closes_at: AwareDatetime


class VoterIn(Body):
    name: Short
    neighbourhood: Slug
    homonym: Annotated[int, Field(ge=1, le=99)] = 1


class VotersIn(Body):
    rows: Annotated[list[VoterIn], Field(min_length=1, max_length=200)]


class CredentialIn(Body):
    """`blinded` is the blinded message of RFC 9474, as long as the contest's modulus."""

    code: Annotated[str, Field(min_length=12, max_length=40)]
    contest: Slug
    blinded: Hex


class ContestKey(Answer):
    """Counts are hidden under ten until registration has closed."""

    contest: str
    label: dict[str, str]
    neighbourhood: str | None
    algorithm: str
    spki: str
    sha256: str
    registered: int | None
    issued: int | None


class RegistrarOut(Answer):
    election_id: str
    edition: str
    state: str
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    contests: list[ContestKey]
    version: int


class RegistrarList(Answer):
    items: list[RegistrarOut]
    next: str | None


class CardOut(Answer):
    """`namesakes` are people of the same name in other neighbourhoods: perhaps the same person twice."""

    person_id: str
    code: str
    contests: list[str]
    new: bool
    namesakes: list[str]


class CardsOut(Answer):
    people: list[CardOut]


class VoterOut(Answer):
    person_id: str
    name: str
    neighbourhood: str
    homonym: int
    contests: list[str]
    issued: list[str]


class VoterList(Answer):
    items: list[VoterOut]
    next: str | None


class CredentialOut(Answer):
    contest: str
    blind_signature: str
