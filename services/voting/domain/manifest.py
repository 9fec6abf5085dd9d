"""Everything that is fixed before the first ballot: frozen at opening, read out by its digest, never changed after."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Contest

VERSION: Final = 1

_READABLE: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to mishear


class Disclosure(StrEnum):
    """What the board shows: every ballot readable, or commitments of which only the sums are opened (experimental)."""

    OPEN = "open"
    SEALED = "sealed"


class CensusDoesNotAdd(ValueError):
    """More slips were given out than people are present, or slips were voided that were never printed."""

    fields = ("contest",)

    def __init__(self, contest: str) -> None:
        super().__init__(contest)
        self.contest = contest


class SlipInTwoPools(ValueError):
    """A slip would vote in two contests of one election; `contest` is the one that already has it."""

    fields = ("contest",)

    def __init__(self, contest: str) -> None:
        super().__init__(contest)
        self.contest = contest


@dataclass(frozen=True, slots=True)
class Registrar:
    """Who signed credentials from afar for one contest: public key (SPKI, hexadecimal), and how many when it was destroyed."""

    spki: str
    issued: int

    def document(self) -> dict[str, Any]:
        return {"spki": self.spki, "issued": self.issued}


@dataclass(frozen=True, slots=True)
class Census:
    """Who may vote in one contest, by slips and from afar.

    `pool` printed, `voids` cancelled in public; `present` people checked in, if that is known.
    """

    contest: str
    pool: frozenset[str]
    voids: frozenset[str] = frozenset()
    present: int | None = None
    registrar: Registrar | None = None

    @property
    def usable(self) -> frozenset[str]:
        return self.pool - self.voids

    @property
    def given(self) -> int:
        return len(self.pool) - len(self.voids)

    @property
    def eligible(self) -> int:
        return self.given + (self.registrar.issued if self.registrar else 0)

    def check(self) -> None:
        if not self.voids <= self.pool or (self.present is not None and self.given > self.present):
            raise CensusDoesNotAdd(self.contest)

    def document(self) -> dict[str, Any]:
        return {"contest": self.contest, "pool": sorted(self.pool), "voids": sorted(self.voids)}

    def figures(self) -> dict[str, Any]:
        return {
            "printed": len(self.pool),
            "void": len(self.voids),
            "given": self.given,
            "present": self.present,
            "registrar": self.registrar.document() if self.registrar else None,
            "pool": digest(canonical(sorted(self.pool))),
            "voids": digest(canonical(sorted(self.voids))),
        }


@dataclass(frozen=True, slots=True)
class Tablet:
    id: str
    key: str

    def document(self) -> dict[str, Any]:
        return {"tablet": self.id, "key": self.key}


@dataclass(frozen=True, slots=True)
class Manifest:
    """`closes_at` is an instant in UTC or nothing: then the running order closes. Keys are public, in hexadecimal.

    `transport` is `http` where a hall votes without encryption on the way, else `https`.
    """

    election: str
    municipality: str
    edition: str
    kind: str
    contests: tuple[Contest, ...]
    censuses: tuple[Census, ...]
    closes_at: str | None
    box_key: str
    head_key: str
    tablets: tuple[Tablet, ...] = ()
    order_seed: str = ""
    disclosure: Disclosure = Disclosure.OPEN
    term_months: int | None = None
    transport: str = ""

    @property
    def sealed(self) -> bool:
        return self.disclosure is Disclosure.SEALED

    def document(self) -> dict[str, Any]:
        figures = {census.contest: census.figures() for census in self.censuses}
        return {
            "v": VERSION,
            "kind": "manifest",
            "election": self.election,
            "municipality": self.municipality,
            "edition": self.edition,
            "purpose": self.kind,
            "contests": [contest.document() | {"census": figures[contest.id]} for contest in self.contests],
            "closes_at": self.closes_at,
            "tie_rule": "sha256-root-dice",
            "disclosure": self.disclosure.value,
            **({"experimental": True} if self.sealed else {}),
            "keys": {"box": self.box_key, "head": self.head_key},
            "order_seed": self.order_seed,
            **({"term_months": self.term_months} if self.term_months else {}),
            **({"transport": self.transport} if self.transport else {}),
            "tablets": [tablet.document() for tablet in self.tablets],
        }

    @property
    def digest(self) -> str:
        return digest(canonical(self.document()))


def check_apart(censuses: Sequence[Census]) -> None:
    """A slip cancelled in one contest may be put into another's pool: so a file loaded into the wrong one is put right. Raises SlipInTwoPools."""
    seen: dict[str, str] = {}
    for census in censuses:
        for cred in census.usable:
            if seen.setdefault(cred, census.contest) != census.contest:
                raise SlipInTwoPools(seen[cred])


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def spoken(hexadecimal: str) -> str:
    """The eight signs of a digest that are read out in the hall: its first 40 bits in an alphabet that is hard to mishear."""
    number = int(hexadecimal[:10], 16)
    return "".join(_READABLE[number >> shift & 31] for shift in range(35, -1, -5))


def contest_named(contests: Sequence[Contest], name: str) -> Contest | None:
    return next((contest for contest in contests if contest.id == name), None)
