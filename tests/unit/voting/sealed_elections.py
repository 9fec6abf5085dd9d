"""Small elections with sealed ballots: what a phone makes, a board of them, and what opens it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from services.voting import voter
from services.voting.domain.ballot import SignedBallot, read_ballot
from services.voting.domain.board import Additions, Closed, Declared
from services.voting.domain.contest import Contest
from services.voting.domain.late import PaperBallot
from services.voting.domain.manifest import Disclosure
from services.voting.domain.sealed import Opening, Place, Question, seal
from tests.unit.voting.elections import DICE, ELECTION, cred, key, manifest


def sealed_ballot(one: Contest, number: int, *chosen: str, chance: int = 0) -> SignedBallot:
    return _sealed_ballot(one.id, one.question.options, one.max_choices, number, chosen, chance)


@cache
def _sealed_ballot(
    name: str, options: tuple[str, ...], most: int, number: int, chosen: tuple[str, ...], chance: int
) -> SignedBallot:
    question = Question(options, most)
    drawn = (chance.to_bytes(16, "big"), chance.to_bytes(32, "big"))
    return read_ballot(voter.sealed_body(key(number), ELECTION, name, question, chosen, drawn))


def sealed_paper(one: Contest, number: int, *chosen: str) -> tuple[PaperBallot, Opening]:
    sealed, opening = seal(Place(ELECTION, one.id, cred(number)), one.question, chosen, number.to_bytes(32, "big"))
    return PaperBallot(one.id, cred(number), (), sealed), opening


def openings(*ballots: SignedBallot) -> dict[str, Opening]:
    found = {}
    for one in ballots:
        assert one.ballot.sealed is not None
        assert one.opening is not None
        found[one.ballot.sealed.digest] = one.opening
    return found


def sealed_closed(contests: Sequence[Contest], ballots: Sequence[SignedBallot], **more: Any) -> Closed:
    frozen = manifest(contests, more.pop("slips", None), more.pop("void", ()))
    return Closed.of(replace(frozen, disclosure=Disclosure.SEALED), ballots)


def sealed_declared(
    contests: Sequence[Contest],
    ballots: Sequence[SignedBallot],
    known: Mapping[str, Opening] | None = None,
    **more: Any,
) -> Declared:
    closed = sealed_closed(contests, ballots, **{name: more.pop(name) for name in ("slips", "void") if name in more})
    late = [one for batch in (more.get("batches") or {}).values() for one in batch]
    every = {**openings(*ballots, *late), **(known or {})}
    return Declared.count(closed, replace(Additions({one.id: DICE for one in contests}), **more), every)
