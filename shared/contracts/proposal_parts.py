"""What the announcements of the proposals service are made of."""

from pydantic import Field

from shared.contracts.event import Money, Part, Sha256, Slug, Text3


class Region(Part):
    """The region a municipality belongs to."""

    slug: Slug = Field(description="Stable short name.")
    name: Text3 = Field(description="Name to show.")


class Zone(Part):
    """A planning zone."""

    slug: Slug = Field(description="Immutable short name.")
    name: Text3 = Field(description="Name to show.")
    population: int | None = Field(default=None, ge=0, description="Residents.")


class Neighbourhood(Part):
    """An electoral neighbourhood; it lies in exactly one zone."""

    slug: Slug = Field(description="Immutable short name.")
    name: Text3 = Field(description="Name to show.")
    zone: Slug = Field(description="The zone it lies in.")


class KindAmount(Part):
    """Money for one intervention kind."""

    kind: str = Field(description="`proximity`, `administrative_buildings` or `economic_structuring`.")
    amount: Money


class ZoneAmount(Part):
    """Money for one zone."""

    zone: Slug = Field(description="Zone.")
    amount: Money


class Project(Part):
    """A project as it stands on a shortlist or in a programme."""

    id: str = Field(description="Proposal id.")
    title: str = Field(description="Title.")
    cost: Money = Field(ge=0)
    zone: Slug | None = Field(default=None, description="Zone.")
    kind: str | None = Field(default=None, description="Intervention kind.")


class DecisionSubject(Part):
    """What a council is asked to decide on; an approval holds for this digest only."""

    kind: str = Field(description="`programme` or another document kind.")
    id: str = Field(description="Id of the document.")
    version: int = Field(ge=1, description="Version.")
    digest: Sha256 = Field(description="Digest of its canonical content.")
