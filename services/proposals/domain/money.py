"""Rules about amounts: what is refused can be told in the currency it is about."""

from collections.abc import Iterator
from contextlib import contextmanager


class AmountsRefused(ValueError):
    """A rule about money was broken; `amounts` names the attributes that are money, in the currency's smallest unit."""

    amounts: tuple[str, ...] = ()
    currency: str | None = None


@contextmanager
def told_in(currency: str) -> Iterator[None]:
    """Whatever is refused within is about this currency."""
    try:
        yield
    except AmountsRefused as refused:
        refused.currency = refused.currency or currency
        raise
