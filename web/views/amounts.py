"""Amounts and quantities as people type them, and as the services count them."""

from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision

EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٫٬", "0123456789.,")


class NotAnAmount(ValueError):
    """What was typed is no number, or has more decimals than the currency."""


def number_of(typed: str) -> Decimal:
    """Spaces part thousands; a comma or a point begins the decimals. Raises `NotAnAmount`."""
    text = "".join(typed.translate(EASTERN).split()).replace("\u202f", "").replace(",", ".")
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise NotAnAmount(typed) from None
    if not found.is_finite() or found < 0:
        raise NotAnAmount(typed)
    return found


def minor_units(typed: str, currency: str) -> int:
    """In the smallest unit of the currency: a dinar has 1000, a dirham 100. Raises `NotAnAmount`."""
    whole = number_of(typed).scaleb(get_currency_precision(currency))
    if whole != whole.to_integral_value():
        raise NotAnAmount(typed)
    return int(whole)


def typed_amount(minor: int | None, currency: str) -> str:
    """As it stands in a field: a comma begins the decimals, as `85.250` is read as thousands here."""
    if minor is None:
        return ""
    return f"{Decimal(minor).scaleb(-get_currency_precision(currency)):f}".replace(".", ",")
