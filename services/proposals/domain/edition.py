"""What an edition is: one year of one municipality, its envelopes and its reviews."""

from dataclasses import dataclass, field
from datetime import datetime

from services.proposals.domain.envelopes import Envelopes
from services.proposals.domain.review import Round, RoundAlreadyOpen, RoundNotOpen, Stage
from services.proposals.domain.text import Text
from shared.aggregate import Recording
from shared.contracts.event import Text3
from shared.contracts.proposals import EditionOpened, EnvelopesSet, KindAmount, ZoneAmount


class EnvelopesMissing(ValueError):
    """Nothing can be selected before the edition's money is known."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """A window announced by scheduling; while one is open the form says until when."""

    id: str
    title: Text
    closes_at: datetime


@dataclass(kw_only=True)
class Edition(Recording):
    municipality: str
    id: str
    year: int
    template: str
    title: Text
    criteria: tuple[Text, ...] = ()
    envelopes: Envelopes | None = None
    rounds: tuple[Round, ...] = ()
    consultations: dict[str, Consultation] = field(default_factory=dict)
    version: int = 0

    def open(self) -> None:
        title = Text3(**self.title.as_dict())
        self.record(
            EditionOpened(
                municipality=self.municipality, edition=self.id, year=self.year, template=self.template, title=title
            )
        )

    def set_envelopes(self, envelopes: Envelopes) -> None:
        self.envelopes = envelopes
        self.record(
            EnvelopesSet(
                municipality=self.municipality,
                edition=self.id,
                currency=envelopes.currency,
                total=envelopes.total,
                by_kind=[KindAmount(kind=part.kind, amount=part.amount) for part in envelopes.by_kind],
                by_zone=[ZoneAmount(zone=line.zone, amount=line.amount) for line in envelopes.sheet],
            )
        )

    def require_envelopes(self) -> Envelopes:
        if self.envelopes is None:
            raise EnvelopesMissing
        return self.envelopes

    def in_round(self, stage: Stage) -> bool:
        return any(each.stage is stage and each.open for each in self.rounds)

    def start_round(self, stage: Stage, at: datetime) -> None:
        if self.in_round(stage):
            raise RoundAlreadyOpen(stage)
        self.rounds = (*self.rounds, Round(stage, at))

    def end_round(self, stage: Stage, at: datetime) -> None:
        """From here on the verdicts of the round are public; the caller reveals them."""
        if not self.in_round(stage):
            raise RoundNotOpen(stage)
        self.rounds = tuple(each.ended(at) if each.stage is stage and each.open else each for each in self.rounds)
