#!/usr/bin/env python3
"""Recounts an election from its published board, trusting nobody.

    python verify.py board.json --manifest DIGEST --head HEAD [--receipt receipt.json]

DIGEST and HEAD are the values read out in the hall and printed in the signed official record (PV).
Answers 0: everything holds. 1: something is wrong, with the reasons. 2: the board agrees with itself,
but without the values of the official record nothing ties it to the hall: a whole board can be forged.
HEAD is head 2 once there is a result; head 1, read out before the dice, ties only the ballots of the box.

Needs Python 3.10 or newer and one library for signatures: pip install cryptography
Written apart from the voting service: it shares no code with what it checks.
"""

import argparse
import functools
import hashlib
import itertools
import json
import re
import secrets
import sys
from fractions import Fraction
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key

ONE_VOTE = 100_000  # units of a vote where transfers are cut to five decimals
Json = dict[str, Any]
Count = tuple[list[str], Json, list[list[str]], list[Json]]
SPOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
METHODS = {"single", "limited", "block", "approval", "stv", "knapsack", "points"}
AT_CLOSING = {"v", "kind", "manifest", "census", "ballots", "heads"}
DECLARED = AT_CLOSING | {"statements", "late", "paper", "dice", "outcome"}
STATEMENT = {"v", "kind", "tablet", "election", "count", "root", "sig"}


class Unreadable(Exception):
    """The file is not a board at all."""


def refuse_twice(pairs: list[tuple[str, Any]]) -> Json:
    if len({name for name, _ in pairs}) != len(pairs):
        raise Unreadable("a name occurs twice in one object")
    return dict(pairs)


def no_float(text: str) -> None:
    raise Unreadable(f"{text} is not a whole number")


def load(path: str) -> Any:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        return json.loads(text, object_pairs_hook=refuse_twice, parse_float=no_float, parse_constant=no_float)
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: {error}") from error


CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def encode(value: Any) -> bytes:
    """Canonical bytes: keys sorted, no spaces."""
    return CANONICAL.encode(value).encode("utf-8")


def sound(value: Any) -> None:
    """Only what has one canonical form: no fractions, no number of 2**53, no name whose place in the order is in doubt."""
    if isinstance(value, dict):
        for name, one in value.items():
            if not name.isascii() and max(name) > "\ud7ff":
                raise Unreadable("a name in signs of the upper planes")
            sound(one)
    elif isinstance(value, list):
        for one in value:
            sound(one)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        raise Unreadable(f"{value} is not a whole number below 2**53")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def same(one: Any, other: Any) -> bool:
    """By their bytes: to Python true is 1, to whoever reads the board it is not."""
    return encode(one) == encode(other)


def is_hex(text: Any, size: int) -> bool:
    """So many bytes in their one spelling."""
    return isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text) is not None


def well_formed(posted: Json) -> bool:
    """A ballot as the box takes it; whatever its signature does not cover has one spelling, and nothing is added to it."""
    ballot = posted["ballot"]
    marks = "sealed" if "sealed" in ballot else "choices"
    fields = set(ballot) == {"v", "election", "contest", "nonce", "cred", marks} and same(ballot["v"], 1)
    token = posted.get("token", {"prefix": "", "sig": ""})
    return (
        set(posted) - {"token", "opening"} == {"ballot", "key", "sig"}
        and set(token) == {"prefix", "sig"}
        and fields
        and is_hex(posted["key"], 32)
        and is_hex(posted["sig"], 64)
        and is_hex(ballot["nonce"], 16)
        and is_hex(ballot["cred"], 32)
        and all(isinstance(text, str) and text == text.lower() and " " not in text for text in token.values())
    )


def spoken(digest: str) -> str:
    bits = f"{int(digest, 16):0256b}"[:40]
    return "".join(SPOKEN[int(bits[i : i + 5], 2)] for i in range(0, 40, 5))


def signed(key: str, signature: str, data: bytes) -> bool:
    if not (is_hex(key, 32) and is_hex(signature, 64)):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def issued(spki: str, posted: Json) -> bool:
    """Whether the registrar signed this one-time key: RSABSSA-SHA384-PSS-Randomized (RFC 9474), unblinded."""
    prefix, signature = bytes.fromhex(posted["token"]["prefix"]), bytes.fromhex(posted["token"]["sig"])
    message = prefix + b"pb.registrar.credential.v1\x00" + bytes.fromhex(posted["key"])
    try:
        key = load_der_public_key(bytes.fromhex(spki))
    except UnsupportedAlgorithm:
        return False
    if len(prefix) != 32 or not isinstance(key, RSAPublicKey) or key.key_size < 2048:
        return False
    try:
        key.verify(signature, message, PSS(MGF1(SHA384()), 48), SHA384())
    except InvalidSignature:
        return False
    return True


def leaf(entry: Any) -> bytes:
    return leaf_of(encode(entry))


def leaf_of(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def tree_root(nodes: list[bytes]) -> bytes:
    """RFC 9162, by its recursive definition."""
    if not nodes:
        return hashlib.sha256(b"").digest()
    if len(nodes) == 1:
        return nodes[0]
    half = 1
    while half * 2 < len(nodes):
        half *= 2
    return hashlib.sha256(b"\x01" + tree_root(nodes[:half]) + tree_root(nodes[half:])).digest()


def only_added(first: int, second: int, proof: list[str], root1: bytes, root2: bytes) -> bool:
    """RFC 9162, 2.1.4.2: the tree of `second` leaves continues the tree of `first`."""
    path = [bytes.fromhex(node) for node in proof]
    if first == second:
        return not path and root1 == root2
    if not path or first > second:
        return False
    if first & (first - 1) == 0:
        path.insert(0, root1)
    fn, sn = first - 1, second - 1
    while fn % 2:
        fn, sn = fn // 2, sn // 2
    fr = sr = path[0]
    for node in path[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr = hashlib.sha256(b"\x01" + node + fr).digest()
            sr = hashlib.sha256(b"\x01" + node + sr).digest()
            while fn and not fn % 2:
                fn, sn = fn // 2, sn // 2
        else:
            sr = hashlib.sha256(b"\x01" + sr + node).digest()
        fn, sn = fn // 2, sn // 2
    return sn == 0 and fr == root1 and sr == root2


# Sealed ballots (experimental): Pedersen commitments in ristretto255 (RFC 9496), of which only sums are opened.
PRIME, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
EDWARDS = -121665 * pow(121666, -1, PRIME) % PRIME
ROOT = pow(2, (PRIME - 1) // 4, PRIME)  # of -1
BASE_Y = 4 * pow(5, -1, PRIME) % PRIME
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BATCH = 1_000  # sealed ballots whose proofs are checked in one sum
Point = tuple[int, int]
Terms = list[tuple[int, Point]]


class BadProof(Exception):
    """A sealed choice that does not prove to be one the rule allows."""


def even(number: int) -> int:
    number %= PRIME
    return PRIME - number if number % 2 else number


def square_root(u: int, v: int) -> tuple[bool, int]:
    """RFC 9496, 4.2: whether u/v is a square, and the even root of it or of ROOT times it."""
    root = u * v**3 % PRIME * pow(u * v**7 % PRIME, (PRIME - 5) // 8, PRIME) % PRIME
    check = v * root * root % PRIME
    if check in (-u % PRIME, -u * ROOT % PRIME):
        root = root * ROOT % PRIME
    return check in (u % PRIME, -u % PRIME), even(root)


@functools.lru_cache(maxsize=100_000)
def point(data: bytes) -> Point:
    """RFC 9496, 4.3.1: the element these bytes are the only form of."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= PRIME or s % 2:
        raise BadProof("not the one form of an element")
    u1, u2 = (1 - s * s) % PRIME, (1 + s * s) % PRIME
    v = (-EDWARDS * u1 * u1 - u2 * u2) % PRIME
    square, root = square_root(1, v * u2 * u2 % PRIME)
    x = even(2 * s * root * u2)
    y = u1 * root * root % PRIME * u2 * v % PRIME
    if not square or x * y % PRIME % 2 or y == 0:
        raise BadProof("not an element")
    return x, y


def number(data: bytes) -> int:
    found = int.from_bytes(data, "little")
    if len(data) != 32 or found >= ORDER:
        raise BadProof("not the one form of a number")
    return found


def map_half(data: bytes) -> Point:
    """RFC 9496, 4.3.4, in affine coordinates."""
    t = int.from_bytes(data, "little") % 2**255
    r = ROOT * t * t % PRIME
    u = (r + 1) * (1 - EDWARDS * EDWARDS) % PRIME
    v = (-1 - r * EDWARDS) * (r + EDWARDS) % PRIME
    square, s = square_root(u, v)
    c = -1
    if not square:
        s, c = -even(s * t), r
    n = c * (r - 1) * (EDWARDS - 1) ** 2 - v
    less = -square_root(-EDWARDS - 1, 1)[1]  # the RFC's SQRT_AD_MINUS_ONE is the odd root
    return 2 * s * v * pow(n * less, -1, PRIME) % PRIME, (1 - s * s) * pow(1 + s * s, -1, PRIME) % PRIME


def sum_of(terms: Terms) -> tuple[int, int]:
    """The sum of number times point (Pippenger), as X and Y: it is the neutral element if one of them is 0."""
    ready = [(n % ORDER, (y - x) % PRIME, (y + x) % PRIME, 2 * EDWARDS * x * y % PRIME) for n, (x, y) in terms]
    bits = max(2, len(ready).bit_length() - 4)
    total = (0, 1, 1, 0)
    for shift in range((252 // bits) * bits, -1, -bits):
        for _ in range(bits):
            total = plus(total, total)
        buckets: dict[int, tuple[int, int, int, int]] = {}
        for n, less, more, cross in ready:
            digit = n >> shift & (1 << bits) - 1
            if digit:
                x, y, z, t = buckets.get(digit, (0, 1, 1, 0))
                a, b, c, d = (y - x) * less % PRIME, (y + x) * more % PRIME, t * cross % PRIME, z + z
                e, f, g, h = b - a, d - c, d + c, b + a
                buckets[digit] = (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)
        running = whole = (0, 1, 1, 0)
        for digit in range(max(buckets, default=0), 0, -1):
            if digit in buckets:
                running = plus(running, buckets[digit])
            whole = plus(whole, running)
        total = plus(total, whole)
    return total[0] % PRIME, total[1] % PRIME


def plus(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % PRIME, (y1 + x1) * (y2 + x2) % PRIME
    c, d = 2 * EDWARDS * t1 * t2 % PRIME, 2 * z1 * z2 % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def second_generator() -> Point:
    """Derived from a text, so that nobody knows its logarithm."""
    seed = hashlib.sha512(b"pb.voting.sealed.generator.v1").digest()
    (x1, y1), (x2, y2) = map_half(seed[:32]), map_half(seed[32:])
    x, y, z, _ = plus((x1, y1, 1, x1 * y1 % PRIME), (x2, y2, 1, x2 * y2 % PRIME))
    return x * pow(z, -1, PRIME) % PRIME, y * pow(z, -1, PRIME) % PRIME


BASE, HEIGHT = (BASE_X, BASE_Y), second_generator()


def pieces(text: Any, count: int) -> list[bytes]:
    """So many times 32 bytes, in lowercase hexadecimal."""
    if not isinstance(text, str) or not re.fullmatch(f"[0-9a-f]{{{64 * count}}}", text):
        raise BadProof("hexadecimal expected")
    return [bytes.fromhex(text[i : i + 64]) for i in range(0, len(text), 64)]


def elements_of(sealed: Json) -> list[Point]:
    return [point(pieces(one, 1)[0]) for one in sealed["commitments"]]


def one_of(hidden: Terms, values: list[int], context: list[Any], said: bytes, proof: Any) -> Terms:
    """Terms that add up to nothing if `hidden` (a sum of commitments) is one of the values: each branch under a random weight."""
    parts = pieces(proof, 3 * len(values) - 1)
    announced, rest = parts[: len(values)], list(map(number, parts[len(values) :]))
    bound = hashlib.sha256(encode(context)).digest() + said + b"".join(announced)
    whole = int.from_bytes(hashlib.sha512(b"pb.voting.sealed.proof.v1\x00" + bound).digest(), "little")
    challenges = rest[: len(values) - 1]
    challenges.append((whole - sum(challenges)) % ORDER)
    terms: Terms = []
    height = base = shared = 0
    for data, challenge, response, value in zip(announced, challenges, rest[len(values) - 1 :], values, strict=True):
        weight = secrets.randbits(128)
        height += weight * response
        base += weight * challenge * value
        shared -= weight * challenge
        terms.append((-weight, point(data)))
    return [*terms, (height, HEIGHT), (base, BASE), *((shared * factor, one) for factor, one in hidden)]


def proof_terms(contest: Json, ballot: Json) -> Terms:
    """Everything a sealed ballot proves, as one sum that is nothing if all of it holds; the blank mark stands last."""
    sealed, names = ballot["sealed"], [one["id"] for one in contest["candidates"]]
    options = len(names)
    if set(sealed) != {"commitments", "proofs", "total"}:
        raise BadProof("fields")
    if len(sealed["commitments"]) != options + 1 or len(sealed["proofs"]) != options + 1:
        raise BadProof("options")
    place = [ballot["election"], ballot["contest"], ballot["cred"]]
    contexts = [["option", *place, name] for name in names] + [["blank", *place, None]]
    commitments = elements_of(sealed)
    if (0, 1) in commitments:
        raise BadProof("a commitment that hides nothing")
    said = [pieces(one, 1)[0] for one in sealed["commitments"]]
    terms: Terms = []
    for one, context, data, proof in zip(commitments, contexts, said, sealed["proofs"], strict=True):
        terms += one_of([(1, one)], [0, 1], context, data, proof)
    allowed = [*range(1, min(contest["max_choices"], options) + 1), options + 1]
    factors = [1] * options + [options + 1]
    whole = list(zip(factors, commitments, strict=True))
    terms += one_of(whole, allowed, ["total", *place, None], b"".join(said), sealed["total"])
    return gathered(terms)


def gathered(terms: Terms) -> Terms:
    """One term a point."""
    found: dict[Point, int] = {}
    for factor, one in terms:
        found[one] = found.get(one, 0) + factor
    return [(factor, one) for one, factor in found.items()]


def nothing(terms: Terms) -> bool:
    return 0 in sum_of(gathered(terms))


def why_not(contest: Json, choices: list[Any]) -> str | None:
    """The word of what is wrong with the choices, or nothing."""
    weighted = contest["method"] == "points"
    names = []
    for choice in choices:
        if weighted:
            if not (isinstance(choice, list) and len(choice) == 2 and type(choice[1]) is int and choice[1] > 0):
                return "choices-out-of-form"
            names.append(choice[0])
        elif isinstance(choice, str):
            names.append(choice)
        else:
            return "choices-out-of-form"
    if len(set(names)) != len(names) or (contest["method"] != "stv" and sorted(names) != names):
        return "choices-out-of-form"
    prices = {one["id"]: one["cost"] or 0 for one in contest["candidates"]}
    if any(name not in prices for name in names):
        return "unknown-candidate"
    spent, allowed = len(names), contest["max_choices"]
    if weighted:
        spent = sum(points for _, points in choices)
    if contest["method"] == "knapsack":
        spent, allowed = sum(prices[name] for name in names), contest["budget"] or 0
    return "too-many-choices" if spent > allowed else None


def adds_up(elements: list[Point], votes: int, blinding: Any) -> bool:
    try:
        hidden = number(pieces(blinding, 1)[0])
    except BadProof:
        return False
    return nothing([*((1, one) for one in elements), (-votes, BASE), (-hidden, HEIGHT)])


class Lots:
    def __init__(self, root: str, dice: str, contest: str) -> None:
        self.about = [root, dice, contest]

    def number(self, candidate: str) -> bytes:
        return hashlib.sha256(b"pb.voting.draw.v1\x00" + encode([*self.about, candidate])).digest()


def count_sums(contest: Json, ballots: list[Any], lots: Lots) -> Count:
    votes = {one["id"]: 0 for one in contest["candidates"]}
    for choices in ballots:
        for choice in choices:
            name, points = (choice, 1) if isinstance(choice, str) else choice
            votes[name] += points
    return rank_sums(votes, lots)


def rank_sums(votes: dict[str, int], lots: Lots) -> Count:
    by_votes: dict[int, list[str]] = {}
    for name, number in votes.items():
        by_votes.setdefault(number, []).append(name)
    order, drawn = [], []
    for number in sorted(by_votes, reverse=True):
        equal = sorted(by_votes[number], key=lots.number)
        order += equal
        if len(equal) > 1:
            drawn.append(equal)
    return order, votes, drawn, []


class Transfers:
    """The single transferable vote, in whole units of a vote where transfers are cut, in fractions where they are not."""

    def __init__(self, contest: Json, ballots: list[Any], lots: Lots) -> None:
        self.exact = contest["rounding"] == "exact"
        self.unit = Fraction(1) if self.exact else ONE_VOTE
        self.seats, self.lots = contest["seats"], lots
        piles: dict[tuple[str, ...], int] = {}
        for ranking in ballots:
            if ranking:
                piles[tuple(ranking)] = piles.get(tuple(ranking), 0) + 1
        self.papers = [[ranking, number, self.unit, None] for ranking, number in piles.items()]
        self.names = sorted(one["id"] for one in contest["candidates"])
        self.quota = (sum(piles.values()) // (self.seats + 1) + 1) * self.unit
        self.votes = dict.fromkeys(self.names, 0 * self.unit)
        self.hoping = set(self.names)
        self.won: list[str] = []
        self.lost: list[str] = []
        self.paid: set[str] = set()
        self.past: list[Json] = []
        self.stages: list[Json] = []
        self.drawn: list[list[str]] = []

    def run(self) -> Any:
        self.hand_on(self.papers, "first_preferences", None)
        while len(self.won) < self.seats:
            if len(self.hoping) <= self.seats - len(self.won):
                self.note("seats_left", None, self.hoping)
                break
            rich = [name for name in self.won if name not in self.paid and self.votes[name] > self.quota]
            if rich:
                self.spread(self.choose(rich, -1))
            else:
                self.drop(self.choose(sorted(self.hoping), 1))
        rest, left = [], sorted(self.hoping)
        while left:
            rest.append(self.choose(left, -1))
            left.remove(rest[-1])
        order = self.won + rest + self.lost[::-1]
        return order, {name: self.show(self.votes[name]) for name in self.names}, self.drawn, self.stages

    def spread(self, name: Any) -> None:
        total, mine = self.votes[name], [paper for paper in self.papers if paper[3] == name]
        for paper in mine:
            share = paper[2] * (total - self.quota)
            paper[2] = share / total if self.exact else share // total
        self.votes[name] = self.quota
        self.paid.add(name)
        self.hand_on(mine, "surplus", name)

    def drop(self, name: Any) -> None:
        self.hoping.remove(name)
        self.lost.append(name)
        self.votes[name] = 0 * self.unit
        self.hand_on([paper for paper in self.papers if paper[3] == name], "exclusion", name)

    def hand_on(self, papers: list[Any], action: str, name: Any) -> None:
        for paper in papers:
            paper[3] = next((one for one in paper[0] if one in self.hoping), None)
            if paper[3] is not None:
                self.votes[paper[3]] += paper[1] * paper[2]
        self.past.append(dict(self.votes))
        self.note(action, name, {one for one in self.hoping if self.votes[one] >= self.quota})

    def note(self, action: str, name: Any, winners: set[str]) -> None:
        waiting, seated = sorted(winners), []
        while waiting:
            seated.append(self.choose(waiting, -1))
            waiting.remove(seated[-1])
        self.won += seated
        self.hoping = self.hoping - set(seated)
        votes = {one: self.show(self.votes[one]) for one in self.names}
        self.stages.append({"action": action, "candidate": name, "votes": votes, "elected": seated})

    def choose(self, names: list[str], sign: int) -> str:
        """Fewest votes with sign 1, most with -1; then the latest stage that differs; then the draw."""
        for past in self.past[::-1]:
            best = min(sign * past[name] for name in names)
            names = [name for name in names if sign * past[name] == best]
        if len(names) > 1:
            equal = sorted(names, key=self.lots.number)
            if equal not in self.drawn:
                self.drawn.append(equal)
            return equal[0] if sign < 0 else equal[-1]
        return names[0]

    def show(self, votes: Any) -> Any:
        if self.exact:
            return int(votes) if votes.denominator == 1 else f"{votes.numerator}/{votes.denominator}"
        whole, part = divmod(votes, ONE_VOTE)
        return f"{whole}.{part:05d}" if part else whole


def fill_seats(contest: Json, order: list[str]) -> tuple[list[str], list[str], int, Json]:
    """The first list in ranked order that keeps what is promised to each group."""
    quota = contest["quota"] or {"minimum": {}, "shortfall": "report"}
    group = {one["id"]: one["group"] for one in contest["candidates"]}
    have = {name: sum(1 for one in order if group[one] == name) for name in quota["minimum"]}
    missing = {name: least - have[name] for name, least in quota["minimum"].items() if least > have[name]}
    seats = contest["seats"] - (sum(missing.values()) if quota["shortfall"] == "vacant" else 0)
    owed = {name: min(least, have[name]) for name, least in quota["minimum"].items()}
    elected: list[str] = []
    for name in order:
        owed_then = {**owed, group[name]: max(0, owed.get(group[name], 0) - 1)}
        if len(elected) + 1 + sum(owed_then.values()) <= seats:
            elected.append(name)
            owed = owed_then
    spare = [name for name in order if name not in elected]
    return elected, spare[: contest["alternates"]], contest["seats"] - len(elected), missing


def count_contest(contest: Json, ballots: list[Any], root: str, dice: str, opened: Any = None) -> Json:
    """`opened` are the sums of sealed ballots, the blank ones last."""
    lots = Lots(root, dice, contest["contest"])
    drawn: list[list[str]] = []
    stages: list[Json] = []
    blank = opened[-1] if opened else sum(1 for choices in ballots if not choices)
    if blank == len(ballots):
        order = [one["id"] for one in contest["candidates"]]
        votes = dict.fromkeys(order, 0)
    elif opened:
        names = [one["id"] for one in contest["candidates"]]
        order, votes, drawn, stages = rank_sums(dict(zip(names, opened, strict=False)), lots)
    elif contest["method"] == "stv":
        order, votes, drawn, stages = Transfers(contest, ballots, lots).run()
    else:
        order, votes, drawn, stages = count_sums(contest, ballots, lots)
    quorum = None
    if contest["quorum"]:
        of_present = contest["quorum"]["of"] == "present"
        base = (contest["census"]["present"] or 0) if of_present else len(ballots)
        reached = len(ballots) if of_present else len(ballots) - blank
        needed = (base * contest["quorum"]["thousandths"] + 999) // 1000
        quorum = {"needed": needed, "reached": reached, "met": reached >= needed}
    elected: list[str] = []
    alternates: list[str] = []
    missing: Json = {}
    vacant = contest["seats"]
    why = "no-valid-ballot" if blank == len(ballots) else "quorum-not-met"
    if blank < len(ballots) and (quorum is None or quorum["met"]):
        elected, alternates, vacant, missing = fill_seats(contest, order)
        kept = missing and contest["quota"]["shortfall"] == "vacant"
        why = "kept-for-group" if kept else "too-few-candidates"
    return {
        "contest": contest["contest"],
        "method": contest["method"],
        "ballots": len(ballots),
        "blank": blank,
        "valid": len(ballots) - blank,
        "quorum": quorum,
        "tally": [{"candidate": name, "votes": votes[name]} for name in order],
        "elected": elected,
        "alternates": alternates,
        "vacant": vacant,
        "vacant_because": why if vacant else None,
        "shortfall": missing,
        "drawn": drawn,
        "stages": stages,
    }


class Check:
    """One board, and everything found wrong with it."""

    def __init__(self, board: Json) -> None:
        self.board = board
        self.wrong: list[str] = []
        self.notes: list[str] = []
        self.manifest = board["manifest"]
        self.contests = {one["contest"]: one for one in self.manifest["contests"]}
        self.digest = sha(encode(self.manifest))
        self.heads = [sha(encode(one["head"])) for one in board["heads"]]
        self.slips: dict[str, set[str]] = {}
        self.voids: dict[str, set[str]] = {}
        self.sealed = self.manifest["disclosure"] == "sealed"

    def say(self, holds: Any, reason: str) -> bool:
        if not holds:
            self.wrong.append(reason)
        return bool(holds)

    def shape(self) -> bool:
        """Nothing left out, nothing added, no name twice: what no head covers would be believed without being checked."""
        board, manifest, lists = self.board, self.manifest, self.board["census"]["contests"]
        done = "outcome" in board
        parts = (DECLARED | ({"opened"} if self.sealed else set())) if done else AT_CLOSING
        self.say(set(board) == parts, f"parts are missing or added: {', '.join(sorted(set(board) ^ parts))}")
        kinds = [(board, "board"), (manifest, "manifest")]
        self.say(
            all(same([one["v"], one["kind"]], [1, kind]) for one, kind in kinds), "another version or kind of board"
        )
        self.say(set(board["census"]) == {"kind", "contests"} and board["census"]["kind"] == "census", "no census")
        heads = 2 if done else 1
        self.say(len(board["heads"]) == heads, f"{len(board['heads'])} heads where there are to be {heads}")
        self.say(all(set(one) == {"head", "sig"} for one in board["heads"]), "a head has parts nobody signed")
        once = len(manifest["contests"]) == len(self.contests) == len(lists)
        self.say(
            once and all(set(one) == {"contest", "pool", "voids"} for one in lists), "a contest stands there twice"
        )
        self.say(manifest["tie_rule"] == "sha256-root-dice", "the manifest names no known rule for ties")
        for name, contest in self.contests.items():
            numbers = [contest[one] for one in ("seats", "alternates", "max_choices")]
            known = contest["method"] in METHODS and contest["rounding"] in (None, "truncate5", "exact")
            known = known and all(type(one) is int and one >= 0 for one in numbers)
            self.say(known, f"{name}: a rule nobody knows")
            people = [one["id"] for one in contest["candidates"]]
            seed = manifest["order_seed"]
            drawn = sorted(people, key=lambda one: hashlib.sha256(f"{seed}/{one}".encode()).digest())
            self.say(not seed or people == drawn, f"{name}: the ballot is not in the order that was drawn")
            self.say(len(set(people)) == len(people), f"{name}: somebody stands twice")
        tablets = [one["tablet"] for one in manifest["tablets"]]
        self.say(len(set(tablets)) == len(tablets), "two tablets have one name")
        return not self.wrong

    def added(self) -> bool:
        """The same of what came after head 1."""
        board = self.board
        right = all(set(one) == STATEMENT and same(one["v"], 1) for one in board["statements"])
        late = all(set(one) == {"kind", "tablet", "ballot"} and one["kind"] == "late" for one in board["late"])
        marks = "sealed" if self.sealed else "choices"
        paper = all(set(one) == {"kind", "contest", "cred", marks} and one["kind"] == "paper" for one in board["paper"])
        self.say(right and late and paper, "a statement, late ballot or paper has another form")
        dice = board["dice"]
        rolled = set(dice) == {"kind", "dice"} and dice["kind"] == "dice" and set(dice["dice"]) == set(self.contests)
        return self.say(rolled, "the dice are not those of the contests")

    def run(self) -> Any:
        known = self.sealed or self.manifest["disclosure"] == "open"
        self.say(
            known and self.manifest.get("experimental", False) is self.sealed, "the manifest discloses nothing known"
        )
        self.say(self.sealed or "opened" not in self.board, "sums are opened of ballots that are not sealed")
        if not self.shape():
            return
        self.census()
        self.ballots()
        root = self.first_head()
        if "outcome" in self.board:
            self.added()
            self.statements()
            self.recount(root)
            self.second_head()

    def census(self) -> None:
        lists = {one["contest"]: one for one in self.board["census"]["contests"]}
        self.say(list(lists) == list(self.contests), "the census does not name the contests of the manifest")
        elsewhere: set[str] = set()
        for name, contest in self.contests.items():
            pool, voids = lists[name]["pool"], lists[name]["voids"]
            figures = contest["census"]
            self.slips[name], self.voids[name] = set(pool), set(voids)
            self.say(
                pool == sorted(set(pool)) and voids == sorted(set(voids)), f"{name}: slips are repeated or unsorted"
            )
            self.say(set(voids) <= set(pool), f"{name}: a slip was voided that was never printed")
            self.say(sha(encode(pool)) == figures["pool"], f"{name}: the pool is not the one in the manifest")
            self.say(sha(encode(voids)) == figures["voids"], f"{name}: the void slips are not those in the manifest")
            adds = figures["printed"] == len(pool) == figures["given"] + figures["void"] and figures["void"] == len(
                voids
            )
            self.say(adds, f"{name}: printed is not given + void")
            fits = figures["present"] is None or figures["given"] <= figures["present"]
            self.say(fits, f"{name}: more slips were given than people were present")
            usable = self.slips[name] - self.voids[name]
            self.say(usable.isdisjoint(elsewhere), f"{name}: a slip may vote in another contest, too")
            elsewhere |= usable

    def reason(self, posted: Json, later: Terms | None = None) -> str | None:
        """Why a ballot may not count, or nothing; the proofs of a sealed one are added to `later`, or checked at once."""
        ballot, name = posted["ballot"], posted["ballot"]["contest"]
        if not well_formed(posted):
            return "malformed-ballot"
        if name not in self.contests:
            return "unknown-contest"
        if "token" not in posted and ballot["cred"] not in self.slips[name]:
            return "unknown-slip"
        if "token" not in posted and ballot["cred"] in self.voids[name]:
            return "void-slip"
        if ("sealed" in ballot) is not self.sealed:
            return "wrong-disclosure"
        if not self.sealed and (word := why_not(self.contests[name], ballot["choices"])):
            return word
        registrar = self.contests[name]["census"]["registrar"]
        if "token" in posted and not (registrar and issued(registrar["spki"], posted)):
            return "bad-token"
        mine = sha(b"pb.voting.credential.v1\x00" + bytes.fromhex(posted["key"])) == ballot["cred"]
        here = ballot["election"] == self.manifest["election"]
        if not (mine and here and signed(posted["key"], posted["sig"], encode(ballot))):
            return "bad-signature"
        return self.bad_proof(self.contests[name], ballot, later) if self.sealed else None

    def bad_proof(self, contest: Json, ballot: Json, later: Terms | None) -> str | None:
        try:
            terms = proof_terms(contest, ballot)
        except BadProof:
            return "bad-proof"
        if later is None:
            return None if nothing(terms) else "bad-proof"
        later += terms
        return None

    def ballots(self) -> None:
        self.wires = [encode(posted) for posted in self.board["ballots"]]
        self.hashes = [sha(wire) for wire in self.wires]
        self.say(self.hashes == sorted(set(self.hashes)), "ballots are repeated or not sorted by their hash")
        used = set()
        for posted, number in zip(self.board["ballots"], self.hashes, strict=True):
            slip = (posted["ballot"]["contest"], posted["ballot"]["cred"])
            self.say(slip not in used, f"ballot {number[:12]}: its slip was used twice")
            used.add(slip)
            word = None if self.sealed else self.reason(posted)
            self.say(word is None, f"ballot {number[:12]}: {word}")
        for start in range(0, len(self.wires) if self.sealed else 0, BATCH):
            self.sealed_ballots(self.board["ballots"][start : start + BATCH], self.hashes[start:])
        self.from_afar(self.board["ballots"] + [one["ballot"] for one in self.board.get("late", [])])

    def sealed_ballots(self, ballots: list[Json], hashes: list[str]) -> None:
        """All proofs in one sum; only where that is not nothing each ballot by itself, to name the wrong one."""
        terms: Terms = []
        words = [self.reason(posted, terms) for posted in ballots]
        if not nothing(terms):
            words = [self.reason(posted) for posted in ballots]
            self.say(any(words), "the proofs of the sealed ballots do not hold")
        for posted, number, word in zip(ballots, hashes, words, strict=False):
            self.say(word is None, f"ballot {number[:12]}: {word}")
            self.say("opening" not in posted, f"ballot {number[:12]}: what it hides is published")

    def from_afar(self, ballots: list[Json]) -> None:
        """Never more credentials used than the registrar had signed when its key was destroyed."""
        used = {(one["ballot"]["contest"], one["ballot"]["cred"]) for one in ballots if "token" in one}
        for name, contest in self.contests.items():
            most = (contest["census"]["registrar"] or {"issued": 0})["issued"]
            number = sum(1 for where, _ in used if where == name)
            self.say(number <= most, f"{name}: {number} ballots from afar, but {most} credentials were issued")

    def first_head(self) -> str:
        self.leaves = [leaf(self.manifest), leaf(self.board["census"]), *map(leaf_of, self.wires)]
        counts = dict.fromkeys(self.contests, 0)
        for posted in self.board["ballots"]:
            if posted["ballot"]["contest"] in counts:
                counts[posted["ballot"]["contest"]] += 1
        root = tree_root(self.leaves).hex()
        self.head(
            0, {"n": 1, "counts": counts, "size": len(self.leaves), "root": root, "previous": None, "results": None}
        )
        return root

    def head(self, index: int, expected: Json) -> None:
        shown = self.board["heads"][index]
        about = {"v": 1, "kind": "head", "election": self.manifest["election"], "manifest": self.digest, **expected}
        for name, value in about.items():
            self.say(same(shown["head"][name], value), f"head {index + 1}: {name} is not what the board gives")
        key = self.manifest["keys"]["head"]
        self.say(
            signed(key, shown["sig"], encode(shown["head"])), f"head {index + 1}: not signed by the key of the manifest"
        )

    def statements(self) -> None:
        keys = {one["tablet"]: one["key"] for one in self.manifest["tablets"]}
        stated = {}
        for one in self.board["statements"]:
            said = {name: value for name, value in one.items() if name != "sig"}
            right = one["election"] == self.manifest["election"] and one["kind"] == "statement"
            right = right and one["tablet"] in keys and signed(keys[one["tablet"]], one["sig"], encode(said))
            self.say(right, f"tablet {one['tablet']}: its statement is not signed by it")
            self.say(one["tablet"] not in stated, f"tablet {one['tablet']}: two statements")
            stated[one["tablet"]] = one
        batches: dict[str, list[Json]] = {}
        for one in self.board["late"]:
            batches.setdefault(one["tablet"], []).append(one["ballot"])
        for tablet, ballots in batches.items():
            nodes = [leaf(posted) for posted in sorted(ballots, key=lambda posted: sha(encode(posted)))]
            said = stated.get(tablet, {"count": None, "root": None})
            exact = said["count"] == len(ballots) and said["root"] == tree_root(nodes).hex()
            self.say(exact, f"tablet {tablet}: its late ballots are not those it stated")
        for tablet, said in stated.items():
            self.say(tablet in batches or said["count"] == 0, f"tablet {tablet}: the ballots it stated are missing")

    def merge(self) -> tuple[dict[Any, Any], list[Json]]:
        taken = {}
        for posted in self.board["ballots"]:
            taken[posted["ballot"]["contest"], posted["ballot"]["cred"]] = self.marks(posted["ballot"])
        refused: list[tuple[str, str]] = []
        by_slip: dict[Any, Any] = {}
        for number, posted in {sha(encode(one["ballot"])): one["ballot"] for one in self.board["late"]}.items():
            if word := self.reason(posted):
                refused.append((number, word))
            else:
                by_slip.setdefault((posted["ballot"]["contest"], posted["ballot"]["cred"]), []).append(
                    (number, self.marks(posted["ballot"]))
                )
        self.let_in(taken, by_slip, refused)
        by_slip = {}
        for one in {encode(entry): entry for entry in self.board["paper"]}.values():
            name = one["contest"]
            known = name in self.contests and one["cred"] in self.slips[name]
            void = known and one["cred"] in self.voids[name]
            word = "void-slip" if void else self.paper_fault(self.contests[name], one) if known else None
            if not known:
                word = "unknown-slip" if name in self.contests else "unknown-contest"
            if word:
                refused.append((one["cred"], word))
            else:
                by_slip.setdefault((name, one["cred"]), []).append((one["cred"], self.marks(one)))
        self.let_in(taken, by_slip, refused)
        return taken, [{"ballot": number, "reason": word} for number, word in sorted(refused)]

    def marks(self, ballot: Json) -> Any:
        return ballot["sealed"] if self.sealed else ballot["choices"]

    def paper_fault(self, contest: Json, one: Json) -> str | None:
        if ("sealed" in one) is not self.sealed:
            return "wrong-disclosure"
        if not self.sealed:
            return why_not(contest, one["choices"])
        return self.bad_proof(contest, {**one, "election": self.manifest["election"]}, None)

    @staticmethod
    def let_in(taken: dict[Any, Any], by_slip: dict[Any, Any], refused: list[Any]) -> None:
        for slip, entries in by_slip.items():
            if slip in taken:
                refused += [(number, "already-voted") for number, _ in entries]
            elif len(entries) > 1:
                refused += [(number, "two-ballots-of-one-slip") for number, _ in entries]
            else:
                taken[slip] = entries[0][1]

    def recount(self, root: str) -> None:
        dice = self.board["dice"]["dice"]
        for name in self.contests:
            rolled = isinstance(dice.get(name), str) and re.fullmatch("[1-6]{4,40}", dice[name])
            if not self.say(rolled, f"{name}: no readable dice"):
                return
        taken, refused = self.merge()
        by_contest: dict[str, list[Any]] = {name: [] for name in self.contests}
        for (name, _), choices in sorted(taken.items(), key=lambda one: one[0]):
            if name in by_contest:
                by_contest[name].append(choices)
        self.counts = {name: len(ballots) for name, ballots in by_contest.items()}
        opened = self.opened(by_contest) if self.sealed and not self.wrong else {}
        if self.wrong:
            return
        results = [
            count_contest(contest, by_contest[name], root, dice[name], opened.get(name))
            for name, contest in self.contests.items()
        ]
        shown = self.board["outcome"]["results"]
        for mine, theirs in itertools.zip_longest(results, shown):
            name = (mine or theirs or {}).get("contest")
            self.say(same(mine, theirs), f"{name}: the recount gives another result")
        expected = {"kind": "results", "results": results, "refused": refused}
        self.say(same(self.board["outcome"], expected), "the outcome is not what the ballots give")

    def opened(self, by_contest: dict[str, list[Any]]) -> dict[str, list[int]]:
        """The published sums, each shown to be what all commitments to its option add up to."""
        shown = self.board["opened"]["contests"]
        right = self.board["opened"]["kind"] == "opened" and [one["contest"] for one in shown] == list(self.contests)
        if not self.say(right, "the sums are not those of the contests"):
            return {}
        for one in shown:
            name, votes, options = one["contest"], one["votes"], len(self.contests[one["contest"]]["candidates"]) + 1
            ballots = [elements_of(sealed) for sealed in by_contest[name]]
            shape = len(votes) == len(one["blindings"]) == options
            range_ = all(type(number) is int and 0 <= number <= len(ballots) for number in votes)
            if not self.say(shape and range_, f"{name}: a sum is out of range"):
                continue
            for place in range(options):
                self.say(
                    adds_up([elements[place] for elements in ballots], votes[place], one["blindings"][place]),
                    f"{name}: sum {place + 1} is not what the commitments add up to",
                )
        return {one["contest"]: one["votes"] for one in shown}

    def second_head(self) -> None:
        if not self.say(len(self.board["heads"]) == 2, "head 2 is missing") or self.wrong:
            return
        before = len(self.leaves)
        added = ("statements", "late", "paper")
        entries = [entry for name in added for entry in self.board[name]] + [self.board["dice"]]
        entries += ([self.board["opened"]] if self.sealed else []) + [self.board["outcome"]]
        first = tree_root(self.leaves)
        leaves = self.leaves + [leaf(entry) for entry in entries]
        root = tree_root(leaves)
        expected = {"n": 2, "size": len(leaves), "root": root.hex(), "previous": self.heads[0], "counts": self.counts}
        self.head(1, {**expected, "results": sha(encode(self.board["outcome"]))})
        proof = self.board["heads"][1]["head"]["consistency"]
        self.say(only_added(before, len(leaves), proof, first, root), "head 2 does not continue head 1")

    def receipt(self, receipt: Json) -> None:
        said = {name: value for name, value in receipt.items() if name != "sig"}
        box = self.manifest["keys"]["box"]
        mine = said.get("kind") == "receipt" and said.get("election") == self.manifest["election"]
        if not self.say(
            mine and signed(box, receipt["sig"], encode(said)), "the receipt is not signed by this ballot box"
        ):
            return
        on_board = {number: posted["ballot"] for number, posted in zip(self.hashes, self.board["ballots"], strict=True)}
        ballot = on_board.get(receipt["ballot"], {})
        there = (ballot.get("contest"), ballot.get("cred")) == (receipt["contest"], receipt["cred"])
        self.say(there, "the ballot of this receipt is missing from the board: the receipt proves it was received")

    def anchored(self, manifest: Any, head: Any) -> bool:
        """Whether the official record's values were given; says what does not fit."""
        if manifest is not None:
            given = manifest.replace(" ", "")
            fits = given.upper() == spoken(self.digest) or (len(given) >= 16 and self.digest.startswith(given.lower()))
            self.say(fits, "the manifest is not the one read out in the hall")
        if head is not None:
            given = head.replace(" ", "").lower()
            fits = [len(given) >= 16 and one.startswith(given) for one in self.heads]
            self.say(any(fits), "the head is not the one in the official record")
            if not fits[-1] and any(fits):
                self.notes.append("that is head 1: it ties the ballots of the box to the hall, not the result")
        return manifest is not None and head is not None and not self.notes


def verify(board: Json, manifest: Any = None, head: Any = None, receipt: Any = None) -> tuple[int, list[str]]:
    """(exit code, reasons)."""
    try:
        sound([board, receipt])
        check = Check(board)
        anchored = check.anchored(manifest, head)
        check.run()
        if receipt is not None:
            check.receipt(receipt)
    except Unreadable as error:
        return 1, [str(error)]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
        return 1, [f"not a board: {type(error).__name__} {error}"]
    return (1, check.wrong) if check.wrong else (0 if anchored else 2, check.notes)


def summary(board: Json) -> None:
    if board["manifest"]["disclosure"] == "sealed":
        print("EXPERIMENTAL: sealed ballots; proofs and sums hold, no single ballot was readable")
    for contest in board.get("outcome", {}).get("results", []):
        print(
            f"  {contest['contest']}: {contest['ballots']} ballots, elected {', '.join(contest['elected']) or 'nobody'}"
        )


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verify", description="Recounts an election from its published board.")
    parser.add_argument("board")
    parser.add_argument("--manifest", metavar="DIGEST", help="as read out: 8 signs, or the whole digest")
    parser.add_argument("--head", metavar="HEAD", help="the head printed in the official record (at least 16 signs)")
    parser.add_argument("--receipt", metavar="FILE", help="a voter's receipt, to find it on the board")
    given = parser.parse_args(arguments)
    try:
        board = load(given.board)
        receipt = load(given.receipt) if given.receipt else None
    except Unreadable as error:
        print(f"WRONG: {error}")
        return 1
    code, reasons = verify(board, given.manifest, given.head, receipt)
    for reason in reasons:
        print(f"{'WRONG' if code == 1 else 'NOTE'}: {reason}")
    if code == 2:
        print("CONSISTENT, NOT ANCHORED: give --manifest and --head from the signed official record")
    if code == 0:
        print("VERIFIED: the board is the one of the official record, and the recount gives its result")
    if code != 1:
        summary(board)
    return code


if __name__ == "__main__":
    sys.exit(main())
