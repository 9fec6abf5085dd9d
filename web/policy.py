"""What a browser may do with a page: nothing inline, nothing from elsewhere, one named ballot box."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response

CLOSED = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; "
FRAME = "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; report-uri /csp-reports"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

Next = Callable[[Request], Awaitable[Response]]


def policy(ballot_box: str | None = None) -> str:
    """The content security policy; only the ballot page names another origin."""
    reach = f"connect-src 'self' {ballot_box}; " if ballot_box else "connect-src 'self'; "
    return CLOSED + reach + FRAME


async def guard(request: Request, call_next: Next) -> Response:
    """Adds the policy to every answer that did not set its own."""
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", policy())
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
