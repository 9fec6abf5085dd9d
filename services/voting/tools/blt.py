"""`.blt`: candidates and seats; `-n` for each who withdrew; `count preference ... 0`; `0`; names; title.

What publishers add is understood: remarks, numbers of papers in brackets, `-` for a preference left out, `1=2` for one given to two,
commas of a spreadsheet, quotes within quotes, names without quotes, everything on one line, papers ended by the line alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final

from services.voting.tools.papers import BallotFile, BallotsUnreadable, head, named, ranking, whole

ALTERNATIVE: Final = re.compile(r"#\s*ALTERNATIVE NAME (\d+):\s*(.+)")
TITLE: Final = re.compile(r"#\s*TITLE:\s*(.+)")
QUOTED: Final = re.compile(r'"([^"]*)"')
REMARKS: Final = re.compile(r"/\*.*?\*/|#[^\n]*", re.DOTALL)
PAPER_NUMBER: Final = re.compile(r"^\s*\([^)]*\)", re.MULTILINE)
END_ON_ONE_LINE: Final = re.compile(r"(?:^|\s)0\s+0\s+")
NO_END: Final = "nothing says where the ballots end: it is no file of ballots, or cut off"
ONE_NAME: Final = re.compile(r'"(?:[^"]|"")*"|\S+')


def read_blt(lines: Sequence[str]) -> BallotFile:
    """Raises BallotsUnreadable, ValueError, IndexError."""
    body, names, title = _parts([line for line in lines if not line.startswith("#") or _says(line)])
    (many, seats), papers = _head(_tokens(body))
    found = BallotFile(title, seats, named(names, many))
    withdrawn = set[int]()
    for paper in _papers(papers):
        if paper[0].startswith("-"):
            withdrawn.update(-int(mark) for mark in paper)
        else:
            found.ballots.append((whole(paper[0]), ranking(paper[1:])))
    found.withdrawn = frozenset(withdrawn)
    return found


def _says(line: str) -> bool:
    """A remark that is none: the names of 2007 are published in it."""
    return bool(ALTERNATIVE.match(line) or TITLE.match(line))


def _parts(lines: Sequence[str]) -> tuple[str, list[str], str]:
    """The numbers, the names, and the title where there is one."""
    end = next((n for n, line in enumerate(lines) if n and line.strip(" ,") == "0"), None)
    if end is None:
        return _on_one_line(" ".join(lines))
    told = [match[2].strip() for line in lines if (match := ALTERNATIVE.match(line))]
    after = [_name(line) for line in lines[end + 1 :] if not ALTERNATIVE.match(line) and line.strip(" ,")]
    body = "\n".join(line for line in lines[:end] if not line.startswith("#"))
    many = int(re.findall(r"\d+", body)[0])
    names, titles = told or after[:many], after[0 if told else many :]
    if len(titles) > 1:
        raise BallotsUnreadable("more lines follow the ballots than names and a title")
    return body, names, next(iter(titles), "")


def _on_one_line(text: str) -> tuple[str, list[str], str]:
    end = END_ON_ONE_LINE.search(text)
    if end is None:
        raise BallotsUnreadable(NO_END)
    body, names = text[: end.start()] + " 0", [_name(one) for one in ONE_NAME.findall(text[end.end() :])]
    many = int(re.findall(r"\d+", body)[0])
    return body, names, next(iter(names[many:]), "")


def _tokens(body: str) -> list[list[str]]:
    """The marks of each line, without what is no mark."""
    plain = PAPER_NUMBER.sub("", REMARKS.sub("", body).replace(",", " "))
    return [marks for line in re.sub(r"[^\S\n]*=[^\S\n]*", "=", plain).split("\n") if (marks := line.split())]


def _head(lines: list[list[str]]) -> tuple[tuple[int, int], list[list[str]]]:
    """The two numbers at the beginning, the two on a line of their own or not."""
    first, more = lines[0][:2], lines[0][2:]
    return head(first), [more, *lines[1:]] if more else lines[1:]


def _papers(lines: Sequence[list[str]]) -> Iterator[list[str]]:
    """Ended by `0`, or all of them by the end of the line; a file that does both could be read in two ways."""
    ended = [line[-1] == "0" for line in lines if not line[0].startswith("-")]
    if all(ended):
        return _ended_by_zero([mark for line in lines for mark in line])
    if any(ended):
        raise BallotsUnreadable("a paper is not ended by 0")
    return iter(lines)


def _ended_by_zero(marks: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(marks)
    for first in rest:
        alone = re.fullmatch(r"-\d+", first)
        yield [first] if alone else [first, *takewhile(lambda mark: mark != "0", rest)]


def _name(line: str) -> str:
    if match := TITLE.match(line):
        return match[1].strip()
    parts = [part.strip() for part in QUOTED.findall(line) if part.strip()]
    return ", ".join(parts) if parts else line.strip(" ,")
