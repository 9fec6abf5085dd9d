"""How a public form proves that somebody opened it and took the time to fill it in, and why what it brings is looked at first."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class FormTokenMissing(ValueError):
    """A public form is sent with the token it was given."""

    field = "form_token"


class FormTokenInvalid(ValueError):
    """The token was not given by us for this form."""

    field = "form_token"


class FormTokenExpired(ValueError):
    """The form was opened too long ago: a fresh token and it is sent again."""

    field = "form_token"


class FormTooFast(ValueError):
    """Nobody reads and fills a form in so few seconds."""

    fields = ("seconds",)

    def __init__(self, seconds: int) -> None:
        super().__init__(str(seconds))
        self.seconds = seconds


class TooManyForms(ValueError):
    """So many forms come from one address that they cannot be people's."""

    fields = ("retry_after",)

    def __init__(self, retry_after: int) -> None:
        super().__init__(str(retry_after))
        self.retry_after = retry_after


class Form(StrEnum):
    PROPOSAL = "proposal"
    REMARK = "remark"
    REQUEST = "request"
    SURVEY = "survey"
    SATISFACTION = "satisfaction"
    PHOTO = "photo"


class Suspicion(StrEnum):
    """Why something is held for a look; said to staff only."""

    TRAP = "trap"
    LINKS = "links"
    KEY_HELD_DOWN = "key-held-down"
    TOO_FAST = "too-fast"
    TOKEN_REUSED = "token-reused"
    MANY_FROM_ONE_ADDRESS = "many-from-one-address"
    MANY_AT_ONCE = "many-at-once"


@dataclass(frozen=True, slots=True)
class FormRules:
    """`quickest` in seconds; the counts are an hour's."""

    quickest: int = 3
    oldest: timedelta = timedelta(hours=72)
    same_token: int = 12
    soft: int = 20
    hard: int = 200
    all_together: int = 500
    required: bool = True


def sign(key: bytes, municipality: str, form: Form, at: datetime, nonce: str) -> str:
    issued = str(int(at.timestamp() * 1000))
    return f"{issued}.{nonce}.{_mac(key, municipality, form, issued, nonce)}"


def opened_at(key: bytes, municipality: str, form: Form, token: str) -> tuple[int, str]:
    """When it was given, in milliseconds, and its nonce. Raises `FormTokenInvalid`."""
    issued, _, rest = token.partition(".")
    nonce, _, mac = rest.partition(".")
    if not hmac.compare_digest(mac.encode(), _mac(key, municipality, form, issued, nonce).encode()):
        raise FormTokenInvalid
    return int(issued), nonce


def age(issued: int, now: datetime, rules: FormRules) -> timedelta:
    """Raises `FormTokenExpired`."""
    found = timedelta(milliseconds=now.timestamp() * 1000 - issued)
    if found > rules.oldest:
        raise FormTokenExpired
    return found


def pseudonym(key: bytes, address: str, day: str) -> str:
    """What stands for an address in the counters: of no use to anybody without the key, another one tomorrow."""
    return hmac.new(key, f"{day}/{address}".encode(), hashlib.sha256).hexdigest()[:24]


def _mac(key: bytes, municipality: str, form: Form, issued: str, nonce: str) -> str:
    message = f"{municipality}/{form}/{issued}/{nonce}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:32]
