"""Proposals as the tests of this folder need them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from services.proposals.domain.proposal import Author, AuthorKind, Channel, Proposal, Source
from services.proposals.domain.review import Review, Stage, Verdict
from services.proposals.domain.sheet import Feasibility, Line, SheetContent
from services.proposals.domain.text import Text

NOW = datetime(2021, 9, 20, 10, tzinfo=UTC)
TODAY = NOW.date()
REASON = Text(ar="مطابق للمعايير")


def proposal(id_: str = "p1", edition: str = "2022", author: str | None = None, backers: int = 1) -> Proposal:
    made = Proposal(
        municipality="tn-nefta",
        id=id_,
        edition=edition,
        tracking_code=f"CODE{id_}",
        title="إنارة شارع البيئة",
        body="الشارع مظلم ليلا",
        zone="centre",
        neighbourhood=None,
        kind="proximity",
        source=Source(Channel.NOTEBOOK, date(2021, 9, 1), TODAY),
        author=Author(AuthorKind.ASSOCIATION, author or f"association {id_}"),
        backers=backers,
    )
    made.submit()
    return made


def review(stage: Stage, verdict: Verdict, public: bool = True) -> Review:
    return Review(stage, verdict, REASON, "reviewer", NOW, public)


def content(*costs: int) -> SheetContent:
    lines = tuple(Line(Text(ar="بند"), Decimal(1), "u", cost) for cost in costs or (100,))
    return SheetContent(Feasibility.FEASIBLE, None, lines, None, None)


def feasible(id_: str = "p1", cost: int = 100) -> Proposal:
    made = proposal(id_)
    made.review(review(Stage.FORMAL, Verdict.ADMISSIBLE))
    made.review(review(Stage.SUBSTANTIVE, Verdict.FEASIBLE))
    made.add_sheet(content(cost), "technician", NOW)
    made.publish_sheet(1, NOW, None)
    return made
