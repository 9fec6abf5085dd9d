"""The group sealed ballots live in: ristretto255 (RFC 9496), of prime order, with one byte form for each element.

Built over edwards25519 as tuples (X, Y, Z, T) in extended coordinates; two tuples can be one element, so `same` compares.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha512
from typing import Final, TypeAlias, cast

from gmpy2 import mpz, powmod

Element: TypeAlias = tuple[int, int, int, int]

P: Final = cast(int, mpz(2**255 - 19))  # whatever is reduced by it becomes such a number too: twice as fast
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
SIZE: Final = 32  # bytes of an element, and of a scalar

D: Final = -121665 * int(powmod(121666, -1, P)) % P
SQRT_MINUS_ONE: Final = cast(int, powmod(2, (P - 1) // 4, P))
BASE: Final[Element] = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
    1,
    46827403850823179245072216630277197565144205554125654976674165829533817101731,
)
NEUTRAL: Final[Element] = (0, 1, 1, 0)
HEIGHT_DOMAIN: Final = b"pb.voting.sealed.generator.v1"
WINDOW: Final = 4  # bits a step of a table


class NotAnElement(ValueError):
    """The bytes are not the one form of an element of the group."""


def decode(data: bytes) -> Element:
    """RFC 9496, 4.3.1. Raises NotAnElement: no second spelling and nothing of small order passes."""
    s = int.from_bytes(data, "little")
    if len(data) != SIZE or s >= P or s & 1:
        raise NotAnElement
    ss = s * s % P
    u1, u2 = 1 - ss, 1 + ss
    squared = u2 * u2 % P
    v = (-D * u1 * u1 - squared) % P
    square, root = _inverse_root(v * squared % P)
    x = _absolute(2 * s * root * u2)
    y = u1 * root * root % P * u2 % P * v % P
    t = x * y % P
    if not square or t & 1 or y == 0:
        raise NotAnElement
    return x, y, 1, t


def encode(element: Element) -> bytes:
    """RFC 9496, 4.3.2."""
    x, y, z, t = element
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    _, root = _inverse_root(u1 * u2 * u2 % P)
    first, second = root * u1 % P, root * u2 % P
    inverse = first * second * t % P
    if t * inverse % P & 1:
        x, y, second = y * SQRT_MINUS_ONE % P, x * SQRT_MINUS_ONE % P, first * _turned() % P
    if x * inverse % P & 1:
        y = -y
    return int(_absolute(second * (z - y))).to_bytes(SIZE, "little")


def add(one: Element, other: Element) -> Element:
    x1, y1, z1, t1 = one
    x2, y2, z2, t2 = other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def negated(element: Element) -> Element:
    x, y, z, t = element
    return -x % P, y, z, -t % P


def is_neutral(element: Element) -> bool:
    """The neutral element has four tuples; RFC 9496, 4.3.3."""
    return element[0] % P == 0 or element[1] % P == 0


def same(one: Element, other: Element) -> bool:
    return is_neutral(add(one, negated(other)))


def derived(text: bytes) -> Element:
    """An element whose logarithm nobody knows: RFC 9496, 4.3.4, over SHA-512."""
    hashed = sha512(text).digest()
    halves = [int.from_bytes(hashed[i : i + SIZE], "little") % 2**255 for i in (0, SIZE)]
    return add(_mapped(halves[0]), _mapped(halves[1]))


@lru_cache(maxsize=1)
def height() -> Element:
    """The second generator."""
    return derived(HEIGHT_DOMAIN)


def commitment(value: int, blinding: int) -> Element:
    """Pedersen: value · G + blinding · H."""
    return add(_by_table(_table(BASE), value), _by_table(_table(height()), blinding))


def weighted(terms: Iterable[tuple[int, Element]]) -> Element:
    """The sum of scalar times element, all at once (Pippenger)."""
    wanted = [(scalar % ORDER, element) for scalar, element in terms]
    size = max(2, len(wanted).bit_length() - 2)
    total = NEUTRAL
    for shift in reversed(range(0, ORDER.bit_length(), size)):
        for _ in range(size):
            total = add(total, total)
        total = add(total, _by_buckets(wanted, shift, (1 << size) - 1))
    return total


def scalar_of(data: bytes) -> int:
    """The only number below the order that these bytes spell. Raises NotAnElement."""
    number = int.from_bytes(data, "little")
    if len(data) != SIZE or number >= ORDER:
        raise NotAnElement
    return number


def scalar_bytes(number: int) -> bytes:
    return (number % ORDER).to_bytes(SIZE, "little")


def hashed_scalar(domain: bytes, *parts: bytes) -> int:
    """A number from a hash; every part has a length of its own, so that no two lists read the same."""
    return int.from_bytes(sha512(domain + b"".join(parts)).digest(), "little") % ORDER


def _by_buckets(terms: Sequence[tuple[int, Element]], shift: int, mask: int) -> Element:
    buckets: dict[int, Element] = {}
    for scalar, element in terms:
        if digit := scalar >> shift & mask:
            held = buckets.get(digit)
            buckets[digit] = element if held is None else add(held, element)
    running = total = NEUTRAL
    for digit in range(max(buckets, default=0), 0, -1):
        if digit in buckets:
            running = add(running, buckets[digit])
        total = add(total, running)
    return total


@lru_cache(maxsize=2)
def _table(element: Element) -> list[list[Element]]:
    """All digits of every window of one generator."""
    rows = []
    for _ in range(0, 256, WINDOW):
        row = [NEUTRAL]
        for _ in range((1 << WINDOW) - 1):
            row.append(add(row[-1], element))
        rows.append(row)
        element = add(row[-1], element)
    return rows


def _by_table(table: list[list[Element]], scalar: int) -> Element:
    total, left = NEUTRAL, scalar % ORDER
    for row in table:
        if digit := left & 15:
            total = add(total, row[digit])
        left >>= WINDOW
    return total


def _inverse_root(v: int) -> tuple[bool, int]:
    """Whether 1/v is a square, and the root that is not negative of it, or of it times the root of -1."""
    return _root_of_ratio(1, v)


def _root_of_ratio(u: int, v: int) -> tuple[bool, int]:
    """RFC 9496, 4.2."""
    v3 = v * v % P * v % P
    root = u * v3 % P * cast(int, powmod(u * v3 % P * v3 % P * v % P, (P - 5) // 8, P)) % P
    check = v * root * root % P
    turned = check in (-u % P, -u * SQRT_MINUS_ONE % P)
    if turned:
        root = root * SQRT_MINUS_ONE % P
    return check in (u % P, -u % P), _absolute(root)


def _mapped(t: int) -> Element:
    """RFC 9496, 4.3.4, for one half."""
    r = SQRT_MINUS_ONE * t * t % P
    u, v = (r + 1) * (1 - D * D) % P, (-1 - r * D) * (r + D) % P
    square, s = _root_of_ratio(u, v)
    s, c = (s, P - 1) if square else (-_absolute(s * t) % P, r)
    n = (c * (r - 1) * (D - 1) * (D - 1) - v) % P
    w0, w1, w2, w3 = 2 * s * v, n * _root_of_less(), 1 - s * s, 1 + s * s
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


@lru_cache(maxsize=1)
def _root_of_less() -> int:
    """RFC 9496: SQRT_AD_MINUS_ONE, with a = -1; the RFC's is the odd one."""
    _, root = _root_of_ratio((-D - 1) % P, 1)
    return -root % P


@lru_cache(maxsize=1)
def _turned() -> int:
    """RFC 9496: INVSQRT_A_MINUS_D."""
    return _inverse_root((-1 - D) % P)[1]


def _absolute(number: int) -> int:
    number %= P
    return P - number if number & 1 else number
