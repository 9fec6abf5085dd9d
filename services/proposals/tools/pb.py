"""`python -m services.proposals.tools.pb FILE.pb`: applies a rule to a vote in Pabulib's format and compares with the city's own decision."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from services.proposals.domain.additions import IncrementTooSmall
from services.proposals.domain.declared import Reading, best, declared_readings, minimum_support, supports
from services.proposals.domain.pabulib import PabulibVote, read
from services.proposals.domain.pabulib_tables import PabulibUnreadable, decoded
from services.proposals.domain.pabulib_writing import write
from services.proposals.domain.selection import (
    BallotsNeeded,
    Completion,
    Rule,
    SelectionMethod,
    Stop,
    TieBreak,
    Utility,
)
from services.proposals.tools.pb_report import document, remark, steps, told

DECLARED = "declared"
METHODS = (DECLARED, *(each.value for each in SelectionMethod if each is not SelectionMethod.COUNCIL))
AGREES, DIFFERS, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """0: every file agrees with its `selected` column (or has none); 1: one differs; 2: one cannot be read."""
    options = parser().parse_args(arguments)
    return max(report(Path(name), options) for name in options.files)


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="python -m services.proposals.tools.pb", description=__doc__)
    found.add_argument("files", nargs="+", metavar="FILE.pb")
    found.add_argument("--rule", choices=METHODS, default=DECLARED, help="declared: what the file's META says")
    found.add_argument("--utility", type=Utility, choices=list(Utility), default=Utility.COST)
    found.add_argument("--completion", type=Completion, choices=list(Completion), default=Completion.NONE)
    found.add_argument("--stop", type=Stop, choices=list(Stop), default=Stop.EXHAUSTIVE)
    found.add_argument(
        "--increment", type=int, default=1, help="what add-1 adds for each voter, in units of the currency"
    )
    found.add_argument("--whole-shares", action="store_true", help="add-1 begins with a whole number of increments")
    found.add_argument(
        "--comparison", action="store_true", help="greedy instead, if more voters are better off with it"
    )
    found.add_argument(
        "--minimum-support", type=int, help="votes or points; else the file's min_project_score_threshold"
    )
    found.add_argument("--cost-backing", type=int, default=0, help="3: 30%% of the money needs 10%% of the voters")
    found.add_argument("--tie-break", help="criteria in their order, with commas: " + ", ".join(TieBreak))
    found.add_argument(
        "--order", choices=["file", "id"], default="file", help="ballot order; id: as text, as pabutools parts ties"
    )
    found.add_argument("--approvals", action="store_true", help="points are not weighed: named is supported")
    found.add_argument("--stated-support", action="store_true", help="greedy: the totals in PROJECTS, not the ballots'")
    found.add_argument("--trace", choices=["ar", "fr", "en"], help="tell every step")
    found.add_argument("--json", action="store_true", help="one JSON document a file")
    found.add_argument("--write", metavar="FILE", help="write the vote again with this outcome, voters numbered")
    return found


def report(path: Path, options: argparse.Namespace) -> int:
    try:
        vote = _read(path, options)
        found = best(vote, _readings(vote, options), _supports(vote, options))
    except PabulibUnreadable as refused:
        return _refuse(path, remark(refused.remark))
    except OSError as refused:
        return _refuse(path, str(refused.strerror))
    except (IncrementTooSmall, BallotsNeeded) as refused:
        return _refuse(path, str(type(refused).__doc__))
    if found is None:
        named = vote.meta.get("rule", "")
        return _refuse(path, f"line {vote.rule_line}: no rule of ours is called '{named}'; name one with --rule")
    print(
        json.dumps(document(path.name, vote, found), ensure_ascii=False)
        if options.json
        else told(path.name, vote, found)
    )
    if options.trace:
        print(steps(vote, found, options.trace))
    if options.write:
        Path(options.write).write_text(write(vote, found.outcome.selected), encoding="utf-8")
    return AGREES if vote.official is None or found.agrees else DIFFERS


def _refuse(path: Path, why: str) -> int:
    print(f"{path.name}: {why}", file=sys.stderr)
    return UNREADABLE


def _read(path: Path, options: argparse.Namespace) -> PabulibVote:
    vote = read(decoded(path.read_bytes()))
    if options.order == "id":
        vote = replace(vote, projects=tuple(sorted(vote.projects, key=lambda each: each.id)))
    return replace(vote, ballots=tuple(dict.fromkeys(each, 1) for each in vote.ballots)) if options.approvals else vote


def _supports(vote: PabulibVote, options: argparse.Namespace) -> Sequence[Mapping[str, int] | None]:
    """What the ballots come to (None), and where no totals are asked for by name, those the city published."""
    if options.stated_support:
        return [vote.stated]
    return supports(vote) if options.rule == DECLARED else [None]


def _readings(vote: PabulibVote, options: argparse.Namespace) -> list[Reading]:
    if options.rule == DECLARED:
        return declared_readings(vote)
    floor = options.minimum_support
    asked = Rule(
        SelectionMethod(options.rule),
        options.utility,
        options.completion,
        options.stop,
        options.increment * vote.scale,
        options.whole_shares,
        options.comparison,
        minimum_support(vote) if floor is None else floor * vote.points_scale,
        options.cost_backing,
    )
    criteria = options.tie_break
    return [Reading(replace(asked, tie_break=tuple(map(TieBreak, criteria.split(",")))) if criteria else asked)]


if __name__ == "__main__":
    sys.exit(main())
