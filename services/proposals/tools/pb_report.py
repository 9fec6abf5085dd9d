"""How a vote that was checked is told on a terminal, or as JSON."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from typing import Any

from services.proposals.domain.declared import UNSAID, Verified
from services.proposals.domain.explanation import explain
from services.proposals.domain.pabulib import PabulibVote
from services.proposals.domain.pabulib_rule import stated
from services.proposals.domain.pabulib_tables import Remark
from services.proposals.domain.pabulib_writing import written
from services.proposals.domain.selection import Rule, SelectionMethod
from services.proposals.domain.text import Language
from shared.http.catalogue import load_catalogue
from shared.texts.written import money

ODDITIES_TOLD = 10


def remark(found: Remark) -> str:
    """The same words the service answers with."""
    where = f"line {found.line}: " if found.line else ""
    return where + load_catalogue().text(found.text, "en", found.limits)


def document(name: str, vote: PabulibVote, found: Verified) -> dict[str, Any]:
    return {
        "file": name,
        "rule": asdict(found.reading.rule),
        "groups": len(found.reading.groups),
        "projects": len(vote.projects),
        "ballots": len(vote.ballots),
        "budget": written(vote.budget, vote.scale),
        "selected": list(found.outcome.selected),
        "spent": written(found.outcome.spent, vote.scale),
        "topped_up": found.topped_up,
        "unasked": found.reading.unasked,
        "official": sorted(vote.official) if vote.official is not None else None,
        "agrees": found.agrees if vote.official is not None else None,
        "missing": list(found.missing),
        "added": list(found.added),
        "oddities": [asdict(each) for each in vote.oddities],
    }


def told(name: str, vote: PabulibVote, found: Verified) -> str:
    spent = f"{written(found.outcome.spent, vote.scale)} of {written(vote.budget, vote.scale)}"
    lines = [
        f"{name}: {len(vote.projects)} projects, {len(vote.ballots)} ballots ({vote.vote_type})",
        f"  rule      {_rule(vote, found)}",
        f"  selected  {', '.join(found.outcome.selected) or '-'}  ({spent})",
        *([f"            and {found.topped_up}, topped up with money from elsewhere"] if found.topped_up else []),
        f"  official  {_verdict(vote, found)}",
        *(f"  odd       {each}" for each in _oddities(vote)),
    ]
    return "\n".join(lines)


def steps(vote: PabulibVote, found: Verified, language: Language) -> str:
    titles = {project.id: project.name or project.id for project in vote.projects}
    write = partial(money, currency=vote.meta.get("currency", ""), places=len(str(vote.scale)) - 1)
    said = (explain(each, titles, write, vote.units_of_a_point) for each in found.outcome.trace)
    return "\n".join(f"  {number:3}. {each.to(language)}" for number, each in enumerate(said, start=1))


def _rule(vote: PabulibVote, found: Verified) -> str:
    rule, reading = found.reading.rule, found.reading
    shares = f" {rule.utility}, completion {rule.completion}" if rule.method is SelectionMethod.EQUAL_SHARES else ""
    shares += f" in {len(reading.groups)} groups" if reading.groups else ""
    unasked = "; what nobody voted for too" if reading.unasked else ""
    return f"{rule.method}{shares}; ties: {', '.join(rule.tie_break)}{unasked}{_whence(vote, rule)}"


def _whence(vote: PabulibVote, rule: Rule) -> str:
    if stated(vote.meta.get("comment", ""), vote.scale) == rule:
        return "; as the file's comment says it in full"
    return "; the file names no rule" if vote.meta.get("rule", "").strip().lower() in UNSAID else ""


def _verdict(vote: PabulibVote, found: Verified) -> str:
    if vote.official is None:
        return "the file does not say what was funded"
    if found.agrees:
        return "the same projects"
    return f"differs: only the city {', '.join(found.missing) or '-'}; only the rule {', '.join(found.added) or '-'}"


def _oddities(vote: PabulibVote) -> Iterable[str]:
    yield from map(remark, vote.oddities[:ODDITIES_TOLD])
    if (more := len(vote.oddities) - ODDITIES_TOLD) > 0:
        yield f"and {more} more (--json lists them all)"
