"""Amounts as bars, the longest as long as there is room; drawn from the side the page is read from."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

LENGTH = 100  # the drawing is stretched to its place, so lengths are hundredths


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount: what it is of, where its bar begins and how long it is."""

    label: Markup | str
    amount: int
    start: float
    length: float
    percent: int


def bars(parts: Sequence[tuple[Markup | str, int]], *, rtl: bool) -> list[Bar]:
    """In the order given; `percent` is the share of their sum."""
    most = max((amount for _, amount in parts), default=0) or 1
    whole = sum(amount for _, amount in parts) or 1
    return [_bar(label, amount, most, whole, rtl=rtl) for label, amount in parts]


def part(amount: int | None, whole: int | None, *, rtl: bool) -> Bar:
    """One amount as a part of a whole; nothing known is no length."""
    shown = min(amount or 0, whole or 0)
    return _bar("", shown, whole or 1, whole or 1, rtl=rtl)


def _bar(label: Markup | str, amount: int, most: int, whole: int, *, rtl: bool) -> Bar:
    length = round(LENGTH * amount / most, 1)
    return Bar(label, amount, round(LENGTH - length, 1) if rtl else 0, length, round(100 * amount / whole))
