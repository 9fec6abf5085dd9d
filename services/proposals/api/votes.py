"""Routes by which votes leave and come in as `.pb` files, and rules are compared on them."""

import asyncio
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse
from pydantic import Field

from services.proposals.adapters.mongo import EDITION, MUNICIPALITY
from services.proposals.api import shapes
from services.proposals.api.access import Reader, Service
from services.proposals.api.rule_bodies import OtherRule, RuleBody, as_other, as_rule
from services.proposals.api.selection import step, the_shortlist
from services.proposals.api.selection_answers import ComparisonAnswer, RuleAnswer, StepAnswer
from services.proposals.application import exchanging
from services.proposals.domain.declared import Verified
from services.proposals.domain.pabulib import PabulibVote, read
from services.proposals.domain.pabulib_tables import decoded
from services.proposals.domain.rules import Comparison
from services.proposals.domain.selection import Ballot, Rule
from services.proposals.domain.shortlist import Shortlist
from shared.http import Answer, Body, Municipality, Once, Sha256
from shared.texts.written import money

router = APIRouter(prefix="/{municipality}", tags=["votes"])
ODDITIES_MAX = 100


class TrialBody(Body):
    """A `.pb` file that was sent to `/{municipality}/files` before, and the rules to try on it."""

    sha256: Sha256
    rules: list[RuleBody] = Field(
        default_factory=list, max_length=4, description="Empty: the rule the file names, as its city applies it."
    )


class Tried(Answer):
    """`missing` were funded by the city only, `added` by the rule only; `agrees` is null where the file does not say."""

    rule: RuleAnswer
    selected: list[str]
    spent: int
    topped_up: Annotated[str | None, Field(description="Funded beyond the budget with money from elsewhere.")]
    agrees: bool | None
    missing: list[str]
    added: list[str]
    trace: list[StepAnswer]


class OddityAnswer(Answer):
    """What a line of the file says and the others do not bear out; `line` 0 is the file as a whole."""

    line: int
    word: Annotated[str, Field(examples=["votes-differ"])]
    value: str


class Trial(Answer):
    budget: Annotated[int, Field(description="In units of the file's currency divided by `scale`.")]
    scale: int
    projects: int
    ballots: int
    official: Annotated[list[str] | None, Field(description="What the file says was funded.")]
    oddities: Annotated[list[OddityAnswer], Field(description=f"The first {ODDITIES_MAX}; counted as they stand.")]
    outcomes: list[Tried]


@router.get("/editions/{edition}/vote.pb", response_class=PlainTextResponse)
async def vote_as_pabulib(
    municipality: Municipality, edition: str, service: Service, shortlist_id: str | None = None
) -> PlainTextResponse:
    """The declared vote for anybody to compute again; voters are numbers."""
    place = await service.queries.get(MUNICIPALITY, municipality, municipality)
    opened = await service.queries.get(EDITION, municipality, edition)
    shortlist, ballots = await _vote(municipality, edition, shortlist_id, service)
    title = opened.title.to("en")
    where = exchanging.Where(place.country, place.name.to("en"), opened.year, shapes.decimals(place.currency))
    written = exchanging.export_vote(shortlist, ballots, where, title)
    named = f'attachment; filename="{municipality}-{edition}.pb"'
    return PlainTextResponse(written, headers={"Content-Disposition": named})


@router.get("/editions/{edition}/comparison")
async def compare_rules(
    municipality: Municipality, edition: str, service: Service, asked: Annotated[OtherRule, Query()]
) -> ComparisonAnswer:
    """The declared rule and another one side by side on the same ballots, and how many gain; both rules are told in full."""
    shortlist, ballots = await _vote(municipality, edition, asked.shortlist_id, service)
    other = as_other(asked, shortlist.rule, 10 ** shapes.decimals(shortlist.envelope.currency))
    found = await asyncio.to_thread(exchanging.compare_on, shortlist, ballots, other)
    return ComparisonAnswer(**_comparison(shortlist, other, found))


@router.post("/votes/trials")
async def try_rules(municipality: Municipality, body: TrialBody, service: Service, _: Reader, __: Once) -> Trial:
    """Rules tried on a vote from anywhere and compared with what its city funded; nothing is kept."""
    content = await service.files.read(municipality, body.sha256)
    vote = read(decoded(content))
    rules = [as_rule(rule, vote.scale) for rule in body.rules]
    outcomes = await asyncio.to_thread(exchanging.try_rules, vote, rules)
    return Trial(
        budget=vote.budget,
        scale=vote.scale,
        projects=len(vote.projects),
        ballots=len(vote.ballots),
        official=None if vote.official is None else sorted(vote.official),
        oddities=[
            OddityAnswer(line=each.line, word=each.word, value=each.value) for each in vote.oddities[:ODDITIES_MAX]
        ],
        outcomes=[_tried(vote, each) for each in outcomes],
    )


async def _vote(
    municipality: str, edition: str, shortlist_id: str | None, service: Service
) -> tuple[Shortlist, list[Ballot]]:
    found = await the_shortlist(municipality, edition, shortlist_id, service)
    return found, await service.queries.ballots(municipality, found.id)


def _tried(vote: PabulibVote, found: Verified) -> Tried:
    titles = {project.id: project.name or project.id for project in vote.projects}
    write = partial(money, currency=vote.meta.get("currency", ""), places=len(str(vote.scale)) - 1)
    told = vote.official is not None
    return Tried(
        rule=RuleAnswer(**shapes.rule(found.reading.rule)),
        selected=list(found.outcome.selected),
        spent=found.outcome.spent,
        topped_up=found.topped_up,
        agrees=found.agrees if told else None,
        missing=list(found.missing) if told else [],
        added=list(found.added) if told else [],
        trace=[
            StepAnswer(**step(titles, write, number, each, vote.units_of_a_point))
            for number, each in enumerate(found.outcome.trace, start=1)
        ],
    )


def _comparison(shortlist: Shortlist, other: Rule, found: Comparison) -> dict[str, Any]:
    return {
        "shortlist_id": shortlist.id,
        "first": {
            "rule": shapes.rule(shortlist.rule),
            "selected": list(found.first.selected),
            "spent": found.first.spent,
        },
        "second": {"rule": shapes.rule(other), "selected": list(found.second.selected), "spent": found.second.spent},
        "only_first": list(found.only_first),
        "only_second": list(found.only_second),
        "ballots": {"gain": found.gain, "lose": found.lose, "same": found.same},
    }
