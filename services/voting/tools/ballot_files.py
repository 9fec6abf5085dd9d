"""Ranked ballots as others publish them: `.blt`, the comma-separated Scottish wards, columns of ranks, PrefLib's `.soi` and `.soc`."""

import csv
import re
from collections.abc import Callable, Sequence
from typing import Final

from services.voting.tools.blt import ALTERNATIVE, read_blt
from services.voting.tools.papers import BallotFile, BallotsUnreadable, head, ranking, whole

UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
CANDIDATE: Final = re.compile(r"Candidate ([0-9]{1,9})")
LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")


def read_ballots(data: bytes) -> BallotFile:
    """Raises BallotsUnreadable."""
    lines = [line.strip() for line in LINE_ENDS.split(decoded(data).rstrip("\x1a")) if line.strip()]
    if all(line.startswith("#") for line in lines):
        raise BallotsUnreadable("there is no ballot in it")
    try:
        return _reader(lines)(lines).check()
    except BallotsUnreadable:
        raise
    except (ValueError, IndexError) as error:
        raise BallotsUnreadable("it is in none of the known forms, or cut off") from error


def decoded(data: bytes) -> str:
    """Published files are in UTF-8, a spreadsheet's in UTF-16, the older ones in Windows' code page."""
    if data.startswith(UTF_16):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _reader(lines: Sequence[str]) -> Callable[[Sequence[str]], BallotFile]:
    first = next(line for line in lines if not line.startswith("#"))
    if re.match(r"\d+\s*:", first):
        return read_preflib
    if not first[0].isdigit() and len(lines) > 1 and re.fullmatch(r"\d+(\s+\d+){2,3}", lines[1]):
        return read_rank_columns
    ended = any(line.strip(" ,") == "0" for line in lines)
    return read_ward_csv if re.match(r"\d+\s*,\s*\d+", first) and not ended else read_blt


def read_ward_csv(lines: Sequence[str]) -> BallotFile:
    """`candidates,seats,`; `count,preference,...,`; `"Candidate n",name,party,`; title."""
    first, *rows = [[cell.strip() for cell in next(csv.reader([line]))] for line in lines]
    many, seats = head([cell for cell in first if cell])
    names: dict[int, str] = {}
    ballots: list[tuple[int, tuple[int, ...]]] = []
    title = ""
    for line, row in zip(lines[1:], rows, strict=True):
        if match := CANDIDATE.fullmatch(row[0]):
            names[whole(match[1])] = ", ".join(filter(None, row[1:]))
        elif not names:
            ballots.append((whole(row[0]), ranking(row[1:])))
        elif any(row) and title:
            raise BallotsUnreadable(f"{line[:40]!r} is neither a ballot nor a candidate")
        elif any(row):
            title = line.strip(' ,"')
    if sorted(names) != list(range(1, many + 1)):
        raise BallotsUnreadable(f"{many} candidates are announced, and {len(names)} others are named")
    return BallotFile(title, seats, tuple(names[n] for n in sorted(names)), ballots)


def read_preflib(lines: Sequence[str]) -> BallotFile:
    """`# ALTERNATIVE NAME n: ...`; `count: preference,...`; the number of seats is not in it."""
    found = [match for line in lines if (match := ALTERNATIVE.match(line))]
    names = dict(sorted((int(match[1]), match[2]) for match in found))
    if list(names) != list(range(1, len(names) + 1)):
        raise BallotsUnreadable("a candidate has no name")
    title = next((line.partition(":")[2].strip() for line in lines if line.startswith("# TITLE")), "")
    ballots = [line.partition(":") for line in lines if not line.startswith("#")]
    papers = [(whole(count.strip()), ranking(re.findall(r"\{[^}]*\}|\d+", marks))) for count, _, marks in ballots]
    return BallotFile(title, 0, tuple(names.values()), papers)


def read_rank_columns(lines: Sequence[str]) -> BallotFile:
    """Title; `seats candidates lines [electorate]`; names; `count rank ...`, a column a candidate, 0 where none was given."""
    seats, many, papers = map(int, lines[1].split()[:3])
    rows = [[whole(cell) for cell in line.split()] for line in lines[2 + many :]]
    if len(rows) != papers or any(len(row) != many + 1 for row in rows):
        raise BallotsUnreadable("not as many papers, or ranks, as announced")
    found = BallotFile(lines[0], seats, tuple(lines[2 : 2 + many]))
    found.ballots = [(row[0], _by_rank(row[1:])) for row in rows]
    return found


def _by_rank(ranks: Sequence[int]) -> tuple[int, ...]:
    """Up to the first rank that nobody, or more than one, was given."""
    order: list[int] = []
    for rank in range(1, len(ranks) + 1):
        if ranks.count(rank) != 1:
            break
        order.append(ranks.index(rank) + 1)
    return tuple(order)
