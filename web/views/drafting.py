"""An election as the bureau types it: one line a contest, one set of rules for all, names one a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from web.catalogue import LANGUAGES, catalogue
from web.services import Json
from web.views.amounts import NotAnAmount, number_of

GROUPS = ("woman", "man")
METHODS = ("single", "block", "limited", "approval", "stv")
ROUNDINGS = ("truncate5", "exact")
SHORTFALLS = ("report", "vacant")
QUORUMS = ("present", "ballots")
DISCLOSURES = ("open", "sealed")


class NotAPercentage(ValueError):
    """A quorum is between 0 and 100 percent, with at most one decimal."""


class TabletLineUnreadable(ValueError):
    """A tablet is given by its name and its key, on one line."""


@dataclass(frozen=True)
class Line:
    """One contest as typed; without seats nobody votes there. `hood` is empty where everybody votes, `own` where it is new."""

    hood: str
    label: str
    seats: str
    alternates: str
    standing: str
    own: str = ""

    @property
    def used(self) -> bool:
        return bool(self.seats.strip())


def lines(typed: Sequence[Sequence[str]]) -> list[Line]:
    """From the columns of the form: hood, label, seats, alternates, standing, and the contest's own name."""
    return [Line(*values) for values in zip(*typed, strict=False)]


def thousandths(percent: str) -> int:
    """Raises NotAPercentage."""
    try:
        found = number_of(percent) * 10
    except NotAnAmount:
        raise NotAPercentage(percent) from None
    if found > Decimal(1000) or found != found.to_integral_value():
        raise NotAPercentage(percent)
    return int(found)


def standing(contest: str, typed: str, language: str) -> list[Json]:
    """Who stands: a name a line, with the group after a semicolon where a quota asks for it."""
    names = [line.strip() for line in typed.splitlines() if line.strip()]
    return [_candidate(f"{contest}-{n}", name, language) for n, name in enumerate(names, 1)]


def _candidate(own: str, line: str, language: str) -> Json:
    name, _, group = line.replace("؛", ";").partition(";")
    known = {"group": found} if (found := _group(group)) else {}
    return {"id": own, "name": {language: name.strip()}, **known}


def _group(word: str) -> str | None:
    said = {catalogue(code).say(f"candidate_group.{group}"): group for code in LANGUAGES for group in GROUPS}
    return said.get(word.strip().casefold())


def tablets(typed: str) -> list[Json]:
    """Raises TabletLineUnreadable."""
    return [_tablet(line.split()) for line in typed.splitlines() if line.strip()]


def _tablet(words: Sequence[str]) -> Json:
    if len(words) != 2:  # a name and a key
        raise TabletLineUnreadable(" ".join(words))
    return {"tablet": words[0], "key": words[1].lower()}
