"""How a vote over projects is written in Pabulib's `.pb` text format."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from services.proposals.domain.pabulib import PabulibVote
from services.proposals.domain.pabulib_ballots import POINTS_TYPES
from services.proposals.domain.selection import Ballot

# As the format lists them; what it does not list comes last.
ORDER = (
    "description",
    "country",
    "unit",
    "district",
    "subunit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
    "min_length",
    "max_length",
    "min_sum_cost",
    "max_sum_cost",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
    "min_project_score_threshold",
    "edition",
    "language",
    "currency",
    "comment",
)


def write(vote: PabulibVote, selected: Iterable[str] = ()) -> str:
    """Voter ids are numbers drawn from the order given: nothing about a person leaves."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], ["key", "value"], *map(list, _meta(vote).items())])
    pointed = vote.vote_type in POINTS_TYPES
    totals = ["votes", "score"] if pointed or vote.vote_type == "ordinal" else ["votes"]
    writer.writerows([["PROJECTS"], ["project_id", "cost", *totals, "name", "selected"]])
    writer.writerows(_project_rows(vote, frozenset(selected), len(totals)))
    writer.writerows([["VOTES"], ["voter_id", "vote", *(["points"] if pointed else [])]])
    writer.writerows(_vote_row(number, ballot, vote, pointed) for number, ballot in enumerate(vote.ballots))
    return out.getvalue()


def written(amount: int, scale: int) -> str:
    """In the file's own unit, without needless zeros."""
    return format((Decimal(amount) / scale).normalize(), "f")


def _meta(vote: PabulibVote) -> dict[str, str]:
    counts = {"num_projects": str(len(vote.projects)), "num_votes": str(len(vote.ballots))}
    said = {**vote.meta, **counts, "budget": written(vote.budget, vote.scale), "vote_type": vote.vote_type}
    places = {name: place for place, name in enumerate(ORDER)}
    return {name: said[name] for name in sorted(said, key=lambda name: places.get(name, len(ORDER)))}


def _project_rows(vote: PabulibVote, selected: frozenset[str], totals: int) -> Iterable[list[str]]:
    """`votes`: how many named it; `score`: their points."""
    named: dict[str, int] = {project.id: 0 for project in vote.projects}
    for ballot in vote.ballots:
        for project_id in ballot:
            named[project_id] += 1
    for project in vote.projects:
        counted = [str(named[project.id]), written(vote.support[project.id], vote.points_scale)][:totals]
        chosen = "1" if project.id in selected else "0"
        yield [project.id, written(project.cost, vote.scale), *counted, project.name, chosen]


def _vote_row(number: int, ballot: Ballot, vote: PabulibVote, pointed: bool) -> list[str]:
    """Most points first, as the format asks."""
    chosen = sorted(ballot, key=lambda each: -ballot[each]) if pointed or vote.vote_type == "ordinal" else list(ballot)
    points = [",".join(written(ballot[each], vote.points_scale) for each in chosen)] if pointed else []
    return [str(number), ",".join(chosen), *points]
