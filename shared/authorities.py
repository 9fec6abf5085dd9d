"""The certificate authorities this machine trusts, read once a process: reading them costs more than most requests."""

from functools import cache
from ssl import SSLContext

import httpx


@cache
def authorities() -> SSLContext:
    """For `verify` of every HTTP client; the same files of authorities that a client would read by itself."""
    return httpx.create_ssl_context()
