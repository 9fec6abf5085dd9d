"""What the rest of the world reads: mandates as Popolo, votes on projects in Pabulib's `.pb`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

from babel.numbers import get_currency_precision

from services.voting.domain.ballot import Choice
from services.voting.domain.contest import Contest, Method
from services.voting.domain.election import Election
from services.voting.domain.mandate import Mandate
from shared.municipalities import MunicipalityView

ROLES: Final = {False: "delegate", True: "alternate"}


def popolo(town: MunicipalityView, mandates: Sequence[Mandate]) -> dict[str, Any]:
    """Persons, the body they sit in, a post a neighbourhood, and memberships with their dates (popoloproject.com)."""
    body = f"{town.slug}/delegates"
    posts = dict.fromkeys((one.election, one.contest) for one in mandates)
    return {
        "persons": [{"id": _person(one), "name": one.name} for one in _once(mandates)],
        "organizations": [{"id": body, "name": _name(town.name), "classification": "neighbourhood delegates"}],
        "posts": [
            {"id": f"{election}/{contest}", "label": contest, "role": "delegate", "organization_id": body}
            for election, contest in posts
        ],
        "memberships": [_membership(body, one) for one in mandates],
    }


def _membership(body: str, one: Mandate) -> dict[str, Any]:
    ends = {"end_date": one.ends_on.isoformat()} if one.ends_on else {}
    return {
        "id": one.id,
        "person_id": _person(one),
        "organization_id": body,
        "post_id": f"{one.election}/{one.contest}",
        "role": ROLES[one.alternate],
        "start_date": one.starts_on.isoformat(),
        **ends,
    }


def _once(mandates: Sequence[Mandate]) -> Iterable[Mandate]:
    return {_person(one): one for one in mandates}.values()


def _person(one: Mandate) -> str:
    """Candidates are numbered anew in each election: the same number in another one is somebody else."""
    return f"{one.election}/{one.candidate}"


def pabulib(town: MunicipalityView, election: Election, votes: Sequence[tuple[Choice, ...]]) -> str:
    """One vote a line; a voter is only a number, given in an order that tells nothing. Blank ballots are left out."""
    (contest,) = election.contests
    filled = [choices for choices in votes if choices]
    meta = _meta(town, election, contest, len(filled))
    return "\n".join([*meta, *_projects(town, contest, filled), *_votes(contest, filled)]) + "\n"


def _meta(town: MunicipalityView, election: Election, contest: Contest, votes: int) -> Iterator[str]:
    said = {
        "description": _name(election.title),
        "country": town.country,
        "unit": _name(town.name),
        "instance": election.edition,
        "num_projects": len(contest.candidates),
        "num_votes": votes,
        "budget": _amount(contest.budget or 0, town),
        "vote_type": "cumulative" if contest.method is Method.POINTS else "approval",
        "rule": "unknown",
        "date_begin": _day(election.opened_at),
        "date_end": _day(election.closed_at),
        **_limit(town, contest),
        "currency": town.currency,
        "comment": f"#1: board sha256 {election.board.sha256}" if election.board else "",
    }
    yield from ("META", "key;value", *(f"{name};{_cell(value)}" for name, value in said.items()))


def _limit(town: MunicipalityView, contest: Contest) -> dict[str, object]:
    """How much a ballot may hold: projects, their cost, or points."""
    if contest.method is Method.POINTS:
        return {"max_sum_points": contest.max_choices}
    if contest.method is Method.KNAPSACK:
        return {"max_sum_cost": _amount(contest.budget or 0, town)}
    return {"max_length": min(contest.max_choices, len(contest.candidates))}


def _projects(town: MunicipalityView, contest: Contest, votes: Sequence[tuple[Choice, ...]]) -> Iterator[str]:
    weighted = contest.method is Method.POINTS
    named = Counter(choice if isinstance(choice, str) else choice[0] for choices in votes for choice in choices)
    points = Counter[str]()
    for choice in (choice for choices in votes for choice in choices if not isinstance(choice, str)):
        points[choice[0]] += choice[1]
    yield from ("PROJECTS", "project_id;cost;votes;score;name" if weighted else "project_id;cost;votes;name")
    for one in contest.candidates:
        score = [points[one.id]] if weighted else []
        yield ";".join(map(str, (one.id, _amount(one.cost or 0, town), named[one.id], *score, _cell(_name(one.name)))))


def _votes(contest: Contest, votes: Sequence[tuple[Choice, ...]]) -> Iterator[str]:
    weighted = contest.method is Method.POINTS
    yield from ("VOTES", "voter_id;vote;points" if weighted else "voter_id;vote")
    for n, choices in enumerate(votes, 1):
        names = ",".join(choice if isinstance(choice, str) else choice[0] for choice in choices)
        points = ",".join(str(choice[1]) for choice in choices if not isinstance(choice, str))
        yield f"{n};{names};{points}" if weighted else f"{n};{names}"


def _name(texts: Any) -> str:
    return str(next((texts[language] for language in ("ar", "fr", "en") if texts.get(language)), ""))


def _cell(value: object) -> str:
    """A separator within a text would begin another column."""
    return " ".join(str(value).replace(";", ",").split())


def _amount(minor: int, town: MunicipalityView) -> str:
    """In the currency, as the format has it, without needless zeros."""
    return format((Decimal(minor) / 10 ** get_currency_precision(town.currency)).normalize(), "f")


def _day(instant: Any) -> str:
    return instant.strftime("%d.%m.%Y") if instant else ""
