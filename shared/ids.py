"""How things are named: ids that sort by the moment they were made, codes that people can read aloud."""

import secrets

import uuid_utils

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: a code is read from paper and typed on a phone.
READABLE = "34679ACDEFGHJKMNPQRTUVWXY"
CODE_LENGTH = 8


def new_id() -> str:
    """A UUIDv7: its first bits are the system clock's milliseconds, so ids sort by when they were made."""
    return str(uuid_utils.uuid7())


def tracking_code() -> str:
    """Eight readable characters, 37 bits: not guessable, short enough for a receipt. The caller keeps it unique."""
    return "".join(secrets.choice(READABLE) for _ in range(CODE_LENGTH))
