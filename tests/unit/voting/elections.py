"""Small elections to test with: keys without slips, boards without a store."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.voting.domain.ballot import Ballot, Choice, SignedBallot, sign
from services.voting.domain.board import Additions, Closed, Declared
from services.voting.domain.contest import Candidate, Contest, Method
from services.voting.domain.credentials import credential, public_bytes
from services.voting.domain.manifest import Census, Manifest, Tablet

ELECTION = "0190-election"
DICE = "351624"


def key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(number.to_bytes(32, "big"))


BOX, HEAD, TABLET = key(9_000_001), key(9_000_002), key(9_000_003)


def cred(number: int) -> str:
    return credential(public_bytes(key(number)))


def contest(method: Method = Method.SINGLE, candidates: int = 3, name: str = "medina", **rules: Any) -> Contest:
    seats = rules.pop("seats", 1)
    most = rules.pop("max_choices", {Method.SINGLE: 1, Method.BLOCK: seats}.get(method, max(1, candidates)))
    standing = tuple(Candidate(f"c{n}", {"ar": f"مرشح {n}"}) for n in range(candidates))
    standing = rules.pop("standing", standing)
    return Contest(name, {"ar": "المدينة"}, seats, rules.pop("alternates", 1), method, most, standing, **rules)


def ballot(number: int, choices: Sequence[Choice], name: str = "medina", nonce: int = 0) -> SignedBallot:
    body = Ballot(ELECTION, name, tuple(choices), f"{nonce:032x}", cred(number))
    return sign(body, key(number))


def manifest(
    contests: Sequence[Contest], slips: Mapping[str, Sequence[int]] | None = None, void: Sequence[int] = ()
) -> Manifest:
    numbers = slips or {one.id: range(100 * n + 1, 100 * n + 11) for n, one in enumerate(contests)}
    censuses = tuple(
        Census(
            one.id,
            frozenset(map(cred, numbers[one.id])),
            frozenset(cred(number) for number in void if number in numbers[one.id]),
            present=len(numbers[one.id]),
        )
        for one in contests
    )
    keys = (public_bytes(BOX).hex(), public_bytes(HEAD).hex())
    tablets = (Tablet("t1", public_bytes(TABLET).hex()), Tablet("t2", public_bytes(TABLET).hex()))
    return Manifest(ELECTION, "ma-beni-mellal", "2025", "delegates", tuple(contests), censuses, None, *keys, tablets)


def declared(contests: Sequence[Contest], ballots: Sequence[SignedBallot], **more: Any) -> Declared:
    voids = more.pop("void", ())
    slips = more.pop("slips", None)
    closed = Closed.of(manifest(contests, slips, voids), ballots)
    dice = {one.id: DICE for one in contests}
    return Declared.count(closed, replace(Additions(dice), **more))
