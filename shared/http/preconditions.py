"""How an editor says which version they saw, and how a reader says which copy they hold."""

import re
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from shared.http.problems import Problem

VERSION = re.compile(r'(?:W/)?"(\d{1,15})"')


class PreconditionRequired(Problem):
    """An edit says which version it changes, by `If-Match` with the ETag that was read."""

    status = 428
    word = "precondition-required"


class PreconditionInvalid(Problem):
    """`If-Match` holds one ETag as it was given."""

    word = "precondition-invalid"


def expected_version(
    if_match: Annotated[str | None, Header(description="The ETag that was read.")] = None,
) -> int:
    """The version an edit was made on."""
    if if_match is None:
        raise PreconditionRequired
    if (match := VERSION.fullmatch(if_match.strip())) is None:
        raise PreconditionInvalid
    return int(match.group(1))


ExpectedVersion = Annotated[int, Depends(expected_version)]


def etag(version: int | str) -> str:
    """A version as its ETag."""
    return f'"{version}"'


def holds(request: Request, tag: str) -> bool:
    """Whether the reader's copy is still the right one."""
    held = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    return tag in held or "*" in held


def precomputed(
    request: Request, content: bytes, tag: str, media_type: str = "application/json", max_age: int = 0
) -> Response:
    """A public document served from its bytes: 304 to who holds it already."""
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={max_age}"}
    if holds(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=media_type, headers=headers)
