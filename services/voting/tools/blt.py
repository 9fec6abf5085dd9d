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
QUOTED_WHOLE: Final = re.compile(r'"((?:[^"]|"")*)"')
THEN_QUOTED: Final = re.compile(r'([^"]+)"([^"]*)"')
BLOCK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
REMARK: Final = re.compile(r"#[^\n]*")
REMARK_ON_NAME: Final = re.compile(r'(?<=")\s*#[^"]*$|(?<=")\s+#\s.*$|\s#\s[^"]*$')
PAPER_NUMBER: Final = re.compile(r"^\s*\([^)]*\)", re.MULTILINE)
END_ON_ONE_LINE: Final = re.compile(r'\s0\s+0\s+(?=")')
NO_END: Final = "nothing says where the ballots end: it is no file of ballots, or cut off"
NOT_TOLD: Final = "more lines follow the ballots than names and a title"
ONE_NAME: Final = re.compile(r'"(?:[^"]|"")*"')


def read_blt(lines: Sequence[str]) -> BallotFile:
    """Raises BallotsUnreadable, ValueError, IndexError."""
    told = BLOCK.sub("", "\n".join(line for line in lines if not line.startswith("#") or _says(line)))
    body, names, title = _parts([line for line in told.split("\n") if line.strip()])
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
    end = next((n for n, line in enumerate(lines) if n and REMARK.sub("", line).strip(" ,") == "0"), None)
    if end is None:
        return _on_one_line(" ".join(line if _says(line) else REMARK_ON_NAME.sub("", line) for line in lines))
    told = [match[2].strip() for line in lines if (match := ALTERNATIVE.match(line))]
    after = [line for line in lines[end + 1 :] if not ALTERNATIVE.match(line) and line.strip(" ,")]
    body = "\n".join(line for line in lines[:end] if not line.startswith("#"))
    return body, *_named(body, after if told else _one_a_line(after, body), told)


def _on_one_line(text: str) -> tuple[str, list[str], str]:
    end = END_ON_ONE_LINE.search(text)
    if end is None:
        raise BallotsUnreadable(NO_END)
    body = text[: end.start()] + " 0"
    return body, *_named(body, ONE_NAME.findall(text[end.end() :]), [])


def _named(body: str, after: list[str], told: list[str]) -> tuple[list[str], str]:
    """Names told in remarks, or else in the lines that follow the ballots; what is left is the title."""
    many, read = _many(body), [_name(line) for line in after]
    names, titles = told or read[:many], read[0 if told else many :]
    if len(titles) > 1:
        raise BallotsUnreadable(NOT_TOLD)
    return names, next(iter(titles), "")


def _one_a_line(after: list[str], body: str) -> list[str]:
    """Where there are fewer lines than candidates, names in quotes may stand side by side."""
    return after if len(after) >= _many(body) else [one for line in after for one in ONE_NAME.findall(line) or [line]]


def _many(body: str) -> int:
    return int(re.findall(r"\d+", body)[0])


def _tokens(body: str) -> list[list[str]]:
    """The marks of each line, without what is no mark."""
    plain = PAPER_NUMBER.sub("", REMARK.sub("", body).replace(",", " "))
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
    """Quotes around a name, around its party, or around both; those around a nickname stay."""
    if match := TITLE.match(line):
        return match[1].strip()
    plain = REMARK_ON_NAME.sub("", line).strip(" ,").replace('\\"', '""')
    if whole_name := QUOTED_WHOLE.fullmatch(plain):
        plain = whole_name[1].replace('""', '"').strip()
    if party := THEN_QUOTED.fullmatch(plain):
        plain = f'"{party[1]}" "{party[2]}"'
    parts = [part.strip() for part in QUOTED.findall(plain) if part.strip()] if plain.startswith('"') else []
    return ", ".join(parts) if parts else plain
