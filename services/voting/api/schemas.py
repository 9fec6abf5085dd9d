"""What the routes read."""

from typing import Annotated, Any, Final, Literal

from pydantic import AwareDatetime, Field, model_validator

from services.voting.domain.contest import (
    Candidate,
    Contest,
    GroupQuota,
    Method,
    Quorum,
    Rounding,
    Shortfall,
    default_choices,
)
from services.voting.domain.election import Kind
from services.voting.domain.manifest import Disclosure, Tablet
from shared.http.schemas import Body, Identifier, Money, Slug, Text3, Words

Cred = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Credential of a slip.")]
Signature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$", description="Ed25519, hexadecimal.")]
Code = Annotated[str, Field(min_length=24, max_length=60, description="24 digits; spaces and Eastern digits too.")]
ChoiceIn = str | tuple[str, int]
OrderDice = Annotated[
    str, Field(pattern=r"^([1-6]{4,40})?$", description="Dice rolled in public for the order on the ballot.")
]
MAY_BE_MISSING: Final = ("meeting_id", "agenda_n", "term_months", "closes_at")


class QuotaIn(Body):
    """The fewest seats each group is to have."""

    minimum: dict[Identifier, Annotated[int, Field(ge=0, le=100)]]
    shortfall: Shortfall = Shortfall.REPORT


class QuorumIn(Body):
    """`present`: ballots per thousand present; `ballots`: valid ballots per thousand cast."""

    of: Literal["present", "ballots"]
    thousandths: Annotated[int, Field(ge=0, le=1000)]


class RulesIn(Body):
    """What holds for every contest that does not say otherwise."""

    quota: QuotaIn | None = None
    quorum: QuorumIn | None = None
    rounding: Rounding = Rounding.TRUNCATE5
    term_months: Annotated[int | None, Field(ge=1, le=240)] = None


class CandidateIn(Body):
    """For contests outside a forum; in a forum candidates are nominated."""

    id: Identifier
    name: Text3
    group: Identifier | None = None
    cost: Money | None = None


class ContestIn(Body):
    """One contest; what is left out follows from the number of seats."""

    contest: Slug
    neighbourhood: Slug | None = None
    label: Text3
    seats: Annotated[int, Field(ge=0, le=100)] = 1
    alternates: Annotated[int, Field(ge=0, le=100)] = 0
    method: Method | None = None
    max_choices: Annotated[int | None, Field(ge=1, le=1000)] = None
    candidates: list[CandidateIn] = Field(default_factory=list, max_length=500)
    budget: Money | None = None
    rounding: Rounding | None = None
    quota: QuotaIn | None = None
    quorum: QuorumIn | None = None

    def contest_under(self, rules: RulesIn) -> Contest:
        method = self.method or default_method(self.seats)
        quota, quorum = self.quota or rules.quota, self.quorum or rules.quorum
        return Contest(
            self.contest,
            self.label.plain(),
            self.seats,
            self.alternates,
            method,
            self.max_choices or default_choices(method, self.seats),
            tuple(Candidate(one.id, one.name.plain(), one.group, one.cost) for one in self.candidates),
            self.neighbourhood,
            self.rounding or rules.rounding,
            GroupQuota(dict(quota.minimum), quota.shortfall) if quota else None,
            Quorum(quorum.of, quorum.thousandths) if quorum else None,
            self.budget,
        )


class TabletIn(Body):
    """A shared tablet, with the public key it signs its statement with."""

    tablet: Identifier
    key: Cred

    def tablet_of(self) -> Tablet:
        return Tablet(self.tablet, self.key)


class ElectionIn(Body):
    """An election to draft."""

    edition: Identifier
    kind: Kind = Kind.DELEGATES
    title: Text3 | None = None
    meeting_id: Identifier | None = None
    agenda_n: Annotated[int | None, Field(ge=1, le=200)] = None
    shortlist_id: Identifier | None = None
    contests: Annotated[list[ContestIn], Field(min_length=1, max_length=100)]
    rules: RulesIn = RulesIn()
    closes_at: AwareDatetime | None = None
    tablets: list[TabletIn] = Field(default_factory=list, max_length=200)
    disclosure: Annotated[
        Disclosure, Field(description="`sealed` publishes commitments and opens only sums; experimental.")
    ] = Disclosure.OPEN


class DraftChange(Body):
    """Only what is named changes. `contests`, where named, are all there are; who was nominated and accepted stays in theirs."""

    edition: Identifier | None = None
    title: Text3 | None = None
    meeting_id: Identifier | None = None
    agenda_n: Annotated[int | None, Field(ge=1, le=200)] = None
    contests: Annotated[list[ContestIn] | None, Field(min_length=1, max_length=100)] = None
    term_months: Annotated[int | None, Field(ge=1, le=240)] = None
    closes_at: AwareDatetime | None = None
    order_dice: OrderDice | None = None
    tablets: Annotated[list[TabletIn] | None, Field(max_length=200)] = None
    disclosure: Disclosure | None = None

    def changed(self) -> dict[str, Any]:
        """A meeting, an item, a term and a closing instant may be taken away by `null`; the rest cannot be missing."""
        said: dict[str, Any] = {name: getattr(self, name) for name in sorted(self.model_fields_set)}
        found = {name: value for name, value in said.items() if value is not None or name in MAY_BE_MISSING}
        if self.title is not None:
            found["title"] = self.title.plain()
        if self.contests is not None:
            found["contests"] = [one.contest_under(RulesIn()) for one in self.contests]
        if self.tablets is not None:
            found["tablets"] = [one.tablet_of() for one in self.tablets]
        return found


class SlipsIn(Body):
    """How many slips to print for a contest; about 20 ms each."""

    contest: Slug
    count: Annotated[int, Field(ge=1, le=1000)]
    bundle: Annotated[int | None, Field(ge=2, le=100, description="Slips a bundle, each with a code of its own.")] = (
        None
    )


class PoolIn(Body):
    """Slips printed elsewhere: only their credentials are sent."""

    contest: Slug
    creds: Annotated[list[Cred], Field(min_length=1, max_length=5_000)]


class VoidsIn(Body):
    """Leftover or spoiled slips, cancelled in public before opening."""

    contest: Slug
    creds: Annotated[list[Cred], Field(max_length=5_000)] = Field(default_factory=list)
    bundles: Annotated[list[Code], Field(max_length=200)] = Field(default_factory=list)
    codes: Annotated[list[Code], Field(max_length=200, description="Single slips, by the code on them.")] = Field(
        default_factory=list
    )

    @model_validator(mode="after")
    def _something(self) -> "VoidsIn":
        if not self.creds and not self.bundles and not self.codes:
            raise ValueError("nothing-to-void")
        return self


class ExchangeIn(Body):
    """A spoiled slip, by its code or, where that cannot be read, by its credential."""

    contest: Slug
    code: Code | None = None
    cred: Cred | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "ExchangeIn":
        if (self.code is None) == (self.cred is None):
            raise ValueError("code-or-credential")
        return self


class StatementIn(Body):
    """What a tablet signed at closing, as its QR shows it."""

    v: Literal[1] = 1
    kind: Literal["statement"] = "statement"
    tablet: Identifier
    election: Identifier
    count: Annotated[int, Field(ge=0, le=100_000)]
    root: Cred
    sig: Signature


class LateIn(Body):
    """A tablet's unsent ballots: each the exact text it would have posted."""

    tablet: Identifier
    ballots: Annotated[list[Words], Field(max_length=1_000)]


class PaperIn(Body):
    """A slip used as a paper ballot; two officers each enter it once."""

    contest: Slug
    cred: Cred
    choices: Annotated[list[ChoiceIn], Field(max_length=500)]


class PaperBackIn(Body):
    """A paper ballot entered once, and by mistake."""

    contest: Slug
    cred: Cred


class EndMandateIn(Body):
    reason: Literal["term", "resignation", "absence", "replaced"]


class RollIn(Body):
    """Mandates of the delegates who came, and of those who had asked to be excused; all others were absent."""

    present: Annotated[list[Identifier], Field(max_length=1_000)]
    excused: Annotated[list[Identifier], Field(max_length=1_000)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _marked_once(self) -> "RollIn":
        if len({*self.present, *self.excused}) < len(self.present) + len(self.excused):
            raise ValueError("marked-twice")
        return self


def default_method(seats: int) -> Method:
    """One seat: one choice; two: up to two; three: a limited vote; more: transferable votes."""
    return {0: Method.APPROVAL, 1: Method.SINGLE, 2: Method.BLOCK, 3: Method.LIMITED}.get(seats, Method.STV)
