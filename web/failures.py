"""What is shown when something fails: what happened, what to do, and a reference."""

import logging
import secrets
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from web.catalogue import LANGUAGES
from web.issuer import SignInFailed
from web.policy import policy
from web.reader import Reader
from web.services import NotThere, Refused, ServiceAway
from web.templating import Templates, tongues, voice
from web.visit import SignInNeeded

log = logging.getLogger("web")
AGAIN = ("away", "broken")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def install(app: FastAPI) -> None:
    for error in (ServiceAway, NotThere, SignInFailed, HTTPException, RequestValidationError, Refused):
        app.add_exception_handler(error, show)
    app.add_exception_handler(SignInNeeded, send_to_sign_in)
    app.add_exception_handler(Exception, broken)


async def broken(request: Request, error: Exception) -> Response:
    """A fault of ours, outside everything that adds the policy; the log holds it under the same reference."""
    response = await show(request, error)
    response.headers["Content-Security-Policy"] = policy()
    log.error("page failed, reference %s", response.headers["X-Reference"])
    return response


async def show(request: Request, error: Exception) -> Response:
    """A page in the language of the address."""
    status, kind = _kind(error)
    reference = secrets.token_hex(4)
    reader = Reader(language_of(request))
    said = error.message if isinstance(error, Refused) else ""
    templates: Templates = request.app.state.templates
    values = voice(reader) | {"kind": kind, "reference": reference, "said": said, "back": came_from(request)}
    kept = await filled(request) if kind in AGAIN else []
    values |= {"typed": [(name, value) for name, value in kept if isinstance(value, str)], "here": request.url.path}
    values |= {"files": any(not isinstance(value, str) and value.filename for _, value in kept)}
    html = templates.environment.get_template("failure.html").render(tongues=tongues(request.url.path), **values)
    return Response(html, status, {"X-Reference": reference}, media_type="text/html")


async def typed(request: Request) -> list[tuple[str, str]]:
    """What somebody wrote into the form."""
    return [(name, value) for name, value in await filled(request) if isinstance(value, str)]


async def filled(request: Request) -> list[tuple[str, str | UploadFile]]:
    """What a form held when nobody was there to take it: the page offers to send exactly that again, but for files."""
    if request.method != "POST" or not request.headers.get("content-type", "").startswith(FORMS):
        return []
    try:
        form = await request.form()
    except RuntimeError:  # outside the routes nobody can read the body any more
        return []
    return form.multi_items()


def came_from(request: Request) -> str | None:
    """The page before, when it was one of ours: what was typed there is still in its form."""
    before = urlsplit(request.headers.get("referer", ""))
    return before.path if before.netloc == request.url.netloc and before.path != request.url.path else None


async def send_to_sign_in(request: Request, error: Exception) -> Response:
    """Staff pages begin at the door; the page asked for opens afterwards, and a form sent too late is kept."""
    if kept := await typed(request):
        return _session_over(request, kept)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return Response(status_code=303, headers={"Location": f"/sign-in?next={quote(asked, safe='/')}"})


def _session_over(request: Request, kept: list[tuple[str, str]]) -> Response:
    """What was typed stands in the page until somebody is signed in again."""
    reader, path = Reader(language_of(request)), request.url.path
    door = f"/sign-in?next={'/'.join(path.split('/')[:4])}"
    templates: Templates = request.app.state.templates
    html = templates.environment.get_template("cell/session_over.html")
    return Response(html.render(typed=kept, here=path, door=door, **voice(reader)), 401, media_type="text/html")


def language_of(request: Request) -> str:
    """The language of the address, else what the browser prefers, else Arabic."""
    first = request.url.path.split("/")[1]
    if first in LANGUAGES:
        return first
    wanted = [part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(",")]
    return next((code for code in wanted if code in LANGUAGES), "ar")


def _kind(error: Exception) -> tuple[int, str]:
    match error:
        case ServiceAway():
            return 503, "away"
        case NotThere() | RequestValidationError():
            return 404, "missing"
        case SignInFailed():
            return 403, "sign_in"
        case Refused(status=status):
            return status, "forbidden" if status in (401, 403) else "refused"
        case HTTPException(status_code=status):
            return status, "missing" if status == 404 else "refused"
    return 500, "broken"
