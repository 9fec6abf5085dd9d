"""Counts a file of ranked ballots with the rules of this service.

    python -m services.voting.tools.count ward.blt --rounding scottish [--seats N] [--lot 3,1,2] [--json]

`scottish` is the count of the Scottish Local Government Elections Order 2011 (weighted inclusive transfers cut to five
decimals); `exact` keeps fractions. A lot is drawn by `--lot`: candidates' numbers, the one favoured first; those left out
follow in the order of the ballot paper. What was drawn is said.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from services.voting.domain.contest import NO_LIMIT, Candidate, Contest, Method, Rounding
from services.voting.domain.count import nobody_chosen
from services.voting.domain.draw import Draw
from services.voting.domain.stv import by_piles
from services.voting.domain.tally import Ranked
from services.voting.tools.ballot_files import read_ballots
from services.voting.tools.papers import BallotFile, BallotsUnreadable

ROUNDINGS: Final = {"scottish": Rounding.TRUNCATE5, "truncate5": Rounding.TRUNCATE5, "exact": Rounding.EXACT}
ANY_DICE: Final = "1111"


@dataclass(frozen=True, slots=True)
class GivenLot(Draw):
    """A lot as it fell elsewhere, in place of the dice."""

    favoured: tuple[str, ...] = ()

    def number(self, candidate: str) -> bytes:
        place = self.favoured.index(candidate) if candidate in self.favoured else len(self.favoured) + int(candidate)
        return place.to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class Counted:
    """A count with the names of the file; candidates are known by their number in it."""

    file: BallotFile
    contest: Contest
    valid: int
    ranked: Ranked

    @property
    def quota(self) -> int:
        return self.valid // (self.contest.seats + 1) + 1

    def elected(self) -> list[dict[str, Any]]:
        """In the order in which they reached a seat."""
        return [self._who(one) | {"stage": stage["n"]} for stage in self.stages() for one in stage["elected"]]

    def stages(self) -> list[dict[str, Any]]:
        """Whoever takes a last seat without the quota takes it at the end of the last transfer, which is no stage of its own."""
        shown: list[dict[str, Any]] = []
        for stage in self.ranked.stages:
            if stage["action"] == "seats_left":
                shown[-1] = shown[-1] | {"elected": shown[-1]["elected"] + stage["elected"], "last_seats": True}
            else:
                lost = self.valid - sum((Fraction(votes) for votes in stage["votes"].values()), Fraction(0))
                shown.append({"n": len(shown) + 1, **stage, "non_transferable": decimals(lost)})
        return shown

    def lots(self) -> list[list[str]]:
        """Ties that had to be settled to go on; how those who were never reached would stand among each other is nobody's lot."""
        out = {stage["candidate"] for stage in self.stages()} | {one["candidate"] for one in self.elected()}
        return [list(tied) for tied in self.ranked.drawn if not out.isdisjoint(tied)]

    def document(self) -> dict[str, Any]:
        return {
            "title": self.file.title,
            "seats": self.contest.seats,
            "rounding": self.contest.rounding.value,
            "valid": self.valid,
            "quota": self.quota,
            "candidates": [self._who(one.id) for one in self.contest.candidates],
            "elected": self.elected(),
            "drawn": self.lots(),
            "stages": self.stages(),
        }

    def _who(self, candidate: str) -> dict[str, Any]:
        return {"candidate": candidate, "name": self.file.candidates[int(candidate) - 1]}


def count_file(file: BallotFile, rounding: Rounding, seats: int | None = None, lot: Sequence[str] = ()) -> Counted:
    """Raises BallotsUnreadable where nobody says how many seats there are."""
    filled = seats or file.seats
    if filled < 1:
        raise BallotsUnreadable("the file does not say how many seats there are; give --seats")
    numbers = [n for n in range(1, len(file.candidates) + 1) if n not in file.withdrawn]
    standing = tuple(Candidate(str(n), {"en": file.candidates[n - 1]}) for n in numbers)
    contest = Contest("ward", {"en": file.title}, filled, 0, Method.STV, NO_LIMIT, standing, rounding=rounding)
    piles = [(tuple(map(str, ranking)), count) for count, ranking in file.rankings() if ranking and count]
    if unknown := set(lot) - {one.id for one in standing}:
        raise BallotsUnreadable(f"nobody of number {', '.join(sorted(unknown))} stands, whom --lot names")
    draw = GivenLot("", ANY_DICE, "ward", tuple(lot))
    ranked = by_piles(contest, piles, draw) if piles else nobody_chosen(contest)
    return Counted(file, contest, sum(count for _, count in piles), ranked)


def decimals(votes: Fraction) -> str:
    """Five decimals; a fraction is cut, not rounded."""
    units = int(votes * 100_000)
    return f"{units // 100_000}.{units % 100_000:05d}"


def table(counted: Counted) -> str:
    """One row a candidate, one column a stage: the votes at its end."""
    stages = counted.stages()
    heads = [f"{stage['n']} {stage['action']} {stage['candidate'] or ''}".strip() for stage in stages]
    rows = [["", *heads]]
    for one in counted.contest.candidates:
        votes = [decimals(Fraction(stage["votes"][one.id])) for stage in stages]
        rows.append([f"{one.id} {one.name['en']}", *votes])
    rows.append(["non-transferable", *(str(stage["non_transferable"]) for stage in stages)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def report(counted: Counted) -> str:
    lines = [counted.file.title, f"seats {counted.contest.seats}, valid {counted.valid}, quota {counted.quota}", ""]
    lines += [f"elected at stage {one['stage']}: {one['candidate']} {one['name']}" for one in counted.elected()]
    lines += [f"LOT between {', '.join(tied)} (best first)" for tied in counted.lots()]
    if not counted.valid:
        return "\n".join([*lines, "nobody is elected: there is no valid ballot"])
    return "\n".join([*lines, "", table(counted)])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="count", description="Counts a file of ranked ballots.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounding", choices=ROUNDINGS, default="scottish")
    parser.add_argument("--seats", type=int)
    parser.add_argument("--lot", default="", help="numbers of candidates, the favoured one first")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    lot = [number.strip() for number in given.lot.split(",") if number.strip()]
    try:
        counted = count_file(read_ballots(given.file.read_bytes()), ROUNDINGS[given.rounding], given.seats, lot)
    except (OSError, BallotsUnreadable) as error:
        print(f"UNREADABLE: {error}", file=sys.stderr)
        return 1
    print(json.dumps(counted.document(), ensure_ascii=False, indent=1) if given.json else report(counted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
