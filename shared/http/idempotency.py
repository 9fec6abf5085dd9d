"""How a sender names a request, so that sending it twice does it once."""

import hashlib
import re
from typing import Annotated

from fastapi import Depends, Header, Request
from starlette.datastructures import FormData

from shared.http.problems import Problem
from shared.messaging.unit_of_work import IdempotencyKey

ACCEPTABLE = re.compile(r"[\x21-\x7e]{8,200}")


class IdempotencyKeyMissing(Problem):
    """A POST names itself by the `Idempotency-Key` header; any fresh UUID will do."""

    word = "idempotency-key-missing"


class IdempotencyKeyInvalid(Problem):
    """The key is 8 to 200 visible ASCII characters."""

    word = "idempotency-key-invalid"


async def idempotency_key(
    request: Request,
    header: Annotated[str | None, Header(alias="Idempotency-Key", description="8-200 visible characters.")] = None,
) -> IdempotencyKey:
    """The request's name for `UnitOfWork.once`: method and path, the sender's key, the body's digest."""
    if header is None:
        raise IdempotencyKeyMissing
    if not ACCEPTABLE.fullmatch(header):
        raise IdempotencyKeyInvalid
    scope = f"{request.method} {request.url.path}"
    return IdempotencyKey(scope=scope, key=header, digest=await _digest(request))


async def _digest(request: Request) -> str:
    """Files are named by their own digest later; a form's bytes are gone once it was read."""
    if isinstance(getattr(request, "_form", None), FormData):
        return "form"
    return hashlib.sha256(request.url.query.encode() + b"\n" + await request.body()).hexdigest()


Once = Annotated[IdempotencyKey, Depends(idempotency_key)]
