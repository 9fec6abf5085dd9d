"""How a rule is given: everything that decides an outcome, or another rule beside a declared one."""

from typing import Annotated, Literal

from pydantic import Field

from services.proposals.domain.selection import Completion, Rule, SelectionMethod, Stop, TieBreak, Utility
from shared.http import Body, Identifier

AS_DECLARED = "As in the declared rule if left out."


class RuleBody(Body):
    """Everything that decides the outcome; fixed before ballots open."""

    method: SelectionMethod
    utility: Utility = Utility.COST
    completion: Completion = Completion.ADD_ONE_GREEDY
    stop: Stop = Stop.EXHAUSTIVE
    increment: Annotated[
        int | None,
        Field(ge=1, le=10**12, description="What add-1 adds for each voter; one unit of the currency if null."),
    ] = None
    whole_shares: Annotated[bool, Field(description="Add-1 begins with shares rounded down to a whole increment.")] = (
        False
    )
    comparison: Annotated[
        bool,
        Field(description="Greedy instead, when it funds more of their projects for more voters than equal shares."),
    ] = False
    minimum_support: Annotated[int, Field(ge=0, le=10**9)] = 0
    cost_backing: Annotated[
        int,
        Field(
            ge=0,
            le=1000,
            description="3: a project that costs 30% of the envelope needs 10% of the voters; 0: nothing.",
        ),
    ] = 0
    incompatible: list[list[Identifier]] = Field(default_factory=list, max_length=100)
    tie_break: Annotated[tuple[TieBreak, ...], Field(min_length=1, max_length=4)] = (
        TieBreak.MORE_SUPPORT,
        TieBreak.LOWER_COST,
        TieBreak.BALLOT_ORDER,
    )


class OtherRule(Body):
    """What the asker gives; conditions on projects are the declared rule's where she says nothing of them."""

    method: Annotated[
        Literal[SelectionMethod.GREEDY, SelectionMethod.GREEDY_SKIP, SelectionMethod.EQUAL_SHARES],
        Field(description="A rule that computes; a council's own choice cannot be computed."),
    ]
    utility: Annotated[Utility, Field(description="For equal shares.")] = Utility.COST
    completion: Annotated[Completion, Field(description="For equal shares.")] = Completion.ADD_ONE_GREEDY
    stop: Annotated[Stop, Field(description="For add-1.")] = Stop.EXHAUSTIVE
    increment: Annotated[
        int | None,
        Field(ge=1, le=10**12, description="What add-1 adds for each voter; one unit of the currency if left out."),
    ] = None
    whole_shares: Annotated[bool, Field(description="Add-1 begins with shares rounded down to a whole increment.")] = (
        False
    )
    comparison: Annotated[bool, Field(description="Equal shares gives way where more voters are better off.")] = False
    minimum_support: Annotated[int | None, Field(ge=0, le=10**9, description=AS_DECLARED)] = None
    cost_backing: Annotated[int | None, Field(ge=0, le=1000, description=AS_DECLARED)] = None
    tie_break: Annotated[list[TieBreak] | None, Field(min_length=1, max_length=4, description=AS_DECLARED)] = None
    incompatible: Annotated[
        list[Annotated[str, Field(max_length=5000)]] | None,
        Field(max_length=100, description=f"Projects with commas, once a group. {AS_DECLARED} Given empty: none."),
    ] = None
    shortlist_id: Annotated[Identifier | None, Field(description="The edition's latest if left out.")] = None


def as_rule(body: RuleBody, unit: int) -> Rule:
    return Rule(
        body.method,
        body.utility,
        body.completion,
        body.stop,
        body.increment or unit,
        body.whole_shares,
        body.comparison,
        body.minimum_support,
        body.cost_backing,
        tuple(map(tuple, body.incompatible)),
        body.tie_break,
    )


def as_other(asked: OtherRule, declared: Rule, unit: int) -> Rule:
    given = asked.incompatible
    return Rule(
        asked.method,
        asked.utility,
        asked.completion,
        asked.stop,
        asked.increment or unit,
        asked.whole_shares,
        asked.comparison,
        declared.minimum_support if asked.minimum_support is None else asked.minimum_support,
        declared.cost_backing if asked.cost_backing is None else asked.cost_backing,
        declared.incompatible if given is None else tuple(tuple(each.split(",")) for each in given if each),
        declared.tie_break if asked.tie_break is None else tuple(asked.tie_break),
    )
