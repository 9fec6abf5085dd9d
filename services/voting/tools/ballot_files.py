"""Ranked ballots as others publish them: `.blt`, the comma-separated Scottish wards, and PrefLib's `.soi` and `.soc`."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

ALTERNATIVE = re.compile(r"#\s*ALTERNATIVE NAME (\d+):\s*(.+)")
QUOTED = re.compile(r'"([^"]*)"')


class BallotsUnreadable(ValueError):
    """The file is in none of the known forms, or contradicts itself."""


@dataclass(slots=True)
class BallotFile:
    """`seats` is 0 where the file does not say; a ranking holds numbers of candidates, counted from 1."""

    title: str
    seats: int
    candidates: tuple[str, ...]
    ballots: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    withdrawn: frozenset[int] = frozenset()

    def check(self) -> "BallotFile":
        known = range(1, len(self.candidates) + 1)
        if any(one not in known for _, ranking in self.ballots for one in ranking) or not self.candidates:
            raise BallotsUnreadable("a ballot names a candidate the file does not have")
        if any(count < 0 for count, _ in self.ballots):
            raise BallotsUnreadable("fewer than no ballots")
        return self

    def rankings(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Each ranking with its number of papers; whoever withdrew is passed over."""
        for count, ranking in self.ballots:
            yield count, tuple(one for one in ranking if one not in self.withdrawn)


def decoded(data: bytes) -> str:
    """Published files are in UTF-8 or, the older ones, in Windows' code page."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_ballots(data: bytes) -> BallotFile:
    """Raises BallotsUnreadable."""
    lines = [line.strip() for line in decoded(data).splitlines() if line.strip()]
    try:
        return _reader(lines)(lines).check()
    except (ValueError, IndexError, StopIteration) as error:
        raise BallotsUnreadable(str(error)) from error


def _reader(lines: Sequence[str]) -> Callable[[Sequence[str]], BallotFile]:
    if any(ALTERNATIVE.match(line) for line in lines) and ":" in lines[-1]:
        return read_preflib
    return read_ward_csv if re.match(r"\d+\s*,\s*\d+", lines[0]) else read_blt


def read_blt(lines: Sequence[str]) -> BallotFile:
    """Number of candidates and seats; withdrawn as negative numbers; `count preference ... 0`; `0`; names; title."""
    body = [line for line in lines if not line.startswith("#") or ALTERNATIVE.match(line)]
    many, seats = map(int, body[0].replace(",", " ").split())
    end = next(n for n, line in enumerate(body) if n and line.strip(" ,") == "0")
    tokens = iter(" ".join(_without_remark(line) for line in body[1:end]).replace(",", " ").split())
    names = body[end + 1 :]
    if len(names) < many:
        raise BallotsUnreadable("a candidate has no name")
    found = BallotFile(_name(names[many]) if len(names) > many else "", seats, tuple(map(_name, names[:many])))
    gone = set()
    for token in tokens:
        if token.startswith("-"):
            gone.add(-int(token))
        elif not token.startswith("("):
            found.ballots.append((int(token), _ranking(list(takewhile(lambda one: one != "0", tokens)))))
    found.withdrawn = frozenset(gone)
    return found


def read_ward_csv(lines: Sequence[str]) -> BallotFile:
    """`candidates,seats,`; `count,preference,...,`; `"Candidate n",name,party,`; title."""
    rows = [[cell.strip() for cell in row if cell.strip()] for row in csv.reader(lines)]
    many, seats = map(int, rows[0])
    names = tuple(", ".join(row[1:]) for row in rows if row and re.fullmatch(r"Candidate \d+", row[0]))
    if len(names) != many:
        raise BallotsUnreadable("a candidate has no name")
    ballots = [row for row in rows[1:] if row and row[0].isdigit()]
    title = next((row[0] for row in reversed(rows) if len(row) == 1 and not row[0].isdigit()), "")
    return BallotFile(title, seats, names, [(int(row[0]), _ranking(row[1:])) for row in ballots])


def read_preflib(lines: Sequence[str]) -> BallotFile:
    """`# ALTERNATIVE NAME n: ...`; `count: preference,...`; the number of seats is not in it."""
    found = [match for line in lines if (match := ALTERNATIVE.match(line))]
    names = dict(sorted((int(match[1]), match[2]) for match in found))
    if list(names) != list(range(1, len(names) + 1)):
        raise BallotsUnreadable("a candidate has no name")
    title = next((line.partition(":")[2].strip() for line in lines if line.startswith("# TITLE")), "")
    ballots = [line.partition(":") for line in lines if not line.startswith("#")]
    papers = [(int(count), _ranking(re.findall(r"\{[^}]*\}|\d+", ranking))) for count, _, ranking in ballots]
    return BallotFile(title, 0, tuple(names.values()), papers)


def _ranking(marks: Iterable[str]) -> tuple[int, ...]:
    """A preference left out, given to two, or given to somebody a second time ends what can be read of a paper."""
    found: list[int] = []
    for mark in takewhile(str.isdigit, marks):
        if int(mark) in found:
            break
        found.append(int(mark))
    return tuple(found)


def _name(line: str) -> str:
    parts = [part.strip() for part in QUOTED.findall(line) if part.strip()]
    return ", ".join(parts) if parts else line.partition(":")[2].strip() if line.startswith("#") else line.strip(" ,")


def _without_remark(line: str) -> str:
    return line.partition("#")[0]
