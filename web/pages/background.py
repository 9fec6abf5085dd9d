"""What a page asks in the background: answered with JSON, refusals included, so that nothing on the screen is lost."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse

from web.services import NotThere, Refused, ServiceAway
from web.visit import SignInNeeded, Visit, visit_staff

FormKey = Annotated[str, Header(alias="X-Form-Key")]
SendKey = Annotated[str, Header(alias="Idempotency-Key", max_length=100)]


async def clerk(request: Request, language: str, municipality: str) -> Visit:
    """A desk that asks in the background is told that it is signed out; it is not sent to another page."""
    try:
        return await visit_staff(request, language, municipality)
    except SignInNeeded:
        raise Refused(401, {"word": "signed-out"}) from None


Clerk = Annotated[Visit, Depends(clerk)]


async def answered(question: Callable[[], Awaitable[Any]]) -> JSONResponse:
    """A service's answer, or its word and sentence for the clerk."""
    try:
        return JSONResponse(await question())
    except Refused as refusal:
        return JSONResponse({"word": refusal.word, "message": refusal.message}, refusal.status)
    except NotThere:
        return JSONResponse({"word": "missing", "message": ""}, 404)
    except ServiceAway:
        return JSONResponse({"word": "away", "message": ""}, 503)
