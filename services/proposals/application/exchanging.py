"""Votes leaving and coming in as `.pb`, and rules tried on them: nothing here is kept."""

from collections.abc import Mapping, Sequence

from services.proposals.domain.pabulib import PabulibProject, PabulibVote
from services.proposals.domain.pabulib_writing import write
from services.proposals.domain.rules import Comparison, compare, select
from services.proposals.domain.selection import Ballot, Outcome, Rule, count_support
from services.proposals.domain.shortlist import Shortlist, VoteMethod, VoteNotDeclared, VoteNotReadYet

TYPES = {VoteMethod.POINTS: "cumulative"}


def export_vote(shortlist: Shortlist, ballots: Sequence[Ballot], country: str, unit: str, title: str) -> str:
    """The declared vote, voters numbered; amounts in the currency's smallest unit, as the comment says."""
    require_read(shortlist)
    meta = {
        "description": title,
        "country": country,
        "unit": unit,
        "instance": shortlist.edition,
        "vote_type": TYPES.get(shortlist.vote_method, "approval"),
        "rule": shortlist.rule.method.value,
        "max_length": str(shortlist.max_choices),
        "currency": shortlist.envelope.currency,
        "comment": "amounts in the smallest unit of the currency; voters numbered in the order of the published board",
    }
    projects = tuple(PabulibProject(entry.id, entry.cost, entry.title) for entry in shortlist.entries)
    vote = PabulibVote(meta, projects, tuple(ballots), shortlist.envelope.amount)
    return write(vote, shortlist.outcome.selected if shortlist.outcome else ())


def compare_on(shortlist: Shortlist, ballots: Sequence[Ballot], other: Rule) -> Comparison:
    """The declared rule and another one on the same ballots."""
    require_read(shortlist)
    return compare(shortlist.rule, other, shortlist.candidates, shortlist.envelope.amount, ballots)


def try_rules(vote: PabulibVote, rules: Sequence[Rule]) -> list[Outcome]:
    support: Mapping[str, int] = count_support(vote.candidates, vote.ballots)
    return [select(rule, vote.candidates, vote.budget, support, vote.ballots) for rule in rules]


def require_read(shortlist: Shortlist) -> None:
    if shortlist.vote is None:
        raise VoteNotDeclared
    if not shortlist.vote.read:
        raise VoteNotReadYet
