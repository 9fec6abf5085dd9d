"""How a refusal is told: an RFC 9457 problem document in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pymongo.errors import ExecutionTimeout
from starlette.exceptions import HTTPException

from shared.http.catalogue import Catalogue
from shared.http.language import preferred
from shared.http.validation import BROKEN_JSON, Broken, broken_fields
from shared.messaging.unit_of_work import IdempotencyKeyReused
from shared.mongo import AWAY, StaleVersion, StorageUnavailable
from shared.texts.written import money

TYPE_BASE = "https://problems.pb.example/"
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = {"Retry-After": "2"}

BY_STATUS = {
    400: "unreadable-request",
    401: "token-missing",
    403: "role-missing",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    413: "body-too-large",
    415: "media-type-unsupported",
}

Problems = Mapping[type[Exception], tuple[int, str]]

KERNEL: Problems = {
    StaleVersion: (409, "stale-version"),
    IdempotencyKeyReused: (422, "idempotency-key-reused"),
}


class Problem(Exception):
    """A rule of the HTTP door itself was broken; subclasses name the rule."""

    status = 400
    word = "unreadable-request"
    headers: Mapping[str, str] | None = None
    fields: Sequence[str] = ()


@dataclass(frozen=True)
class Refusal:
    """One problem document before it is put into words."""

    status: int
    word: str
    errors: Sequence[Broken] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    written: Callable[[str], Mapping[str, str]] = field(default=lambda _: {})
    headers: Mapping[str, str] = field(default_factory=dict)


class ProblemPages:
    """Turns every exception that reaches the door into a problem document."""

    def __init__(self, catalogue: Catalogue, problems: Problems) -> None:
        self._catalogue, self._problems = catalogue, {**KERNEL, **problems}
        catalogue.require(word for _, word in self._problems.values())

    def install(self, app: FastAPI) -> None:
        for error in self._problems:
            app.add_exception_handler(error, self._domain)
        app.add_exception_handler(Problem, self._door)
        app.add_exception_handler(RequestValidationError, self._validation)
        app.add_exception_handler(HTTPException, self._http)
        for away in (StorageUnavailable, ExecutionTimeout, *AWAY):
            app.add_exception_handler(away, self._storage)
        app.add_exception_handler(Exception, self._fault)

    def render(self, request: Request, refusal: Refusal) -> JSONResponse:
        language = preferred(request.headers.get("accept-language"))
        title = self._catalogue.text(refusal.word, language, {**refusal.extra, **refusal.written(language)})
        document = jsonable_encoder(refusal.extra) | {
            "type": f"{TYPE_BASE}{refusal.word}",
            "title": title,
            "status": refusal.status,
            "detail": title,
            "instance": request.url.path,
            "word": refusal.word,
            "errors": [
                {"field": e.field, "word": e.word, "message": self._catalogue.text(e.word, language, e.limits)}
                for e in refusal.errors
            ],
        }
        headers = {"Content-Language": language, "Vary": "Accept-Language", **refusal.headers}
        return JSONResponse(document, refusal.status, headers, MEDIA_TYPE)

    async def _domain(self, request: Request, error: Exception) -> JSONResponse:
        status, word = next(self._problems[kind] for kind in type(error).__mro__ if kind in self._problems)
        extra = _extra(error)
        named = getattr(error, "field", None)
        errors = [Broken(named, word, extra)] if isinstance(named, str) else list(getattr(error, "broken", ()))
        return self.render(request, Refusal(status, word, errors, extra, partial(_written, error)))

    async def _door(self, request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Problem)
        return self.render(request, Refusal(error.status, error.word, (), _extra(error), headers=error.headers or {}))

    async def _validation(self, request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        found = error.errors()
        if any(e["type"] == BROKEN_JSON for e in found):
            return self.render(request, Refusal(400, "invalid-json"))
        return self.render(request, Refusal(422, "invalid-input", broken_fields(found, self._catalogue)))

    async def _http(self, request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        word = BY_STATUS.get(error.status_code, "internal-error")
        return self.render(request, Refusal(error.status_code, word, headers=error.headers or {}))

    async def _storage(self, request: Request, error: Exception) -> JSONResponse:
        return self.render(request, Refusal(503, "storage-unavailable", headers=RETRY_AFTER))

    async def _fault(self, request: Request, error: Exception) -> JSONResponse:
        return self.render(request, Refusal(500, "internal-error"))


def _extra(error: Exception) -> dict[str, Any]:
    """The error's own facts: `fields` is a sequence of attribute names, or a mapping of attribute to member name."""
    fields = getattr(error, "fields", ())
    names = fields if isinstance(fields, Mapping) else {name: name for name in fields}
    return {member: getattr(error, attribute, None) for attribute, member in names.items()}


def _written(error: Exception, language: str) -> dict[str, str]:
    """Amounts as money, and what the error says in words of each language (`spoken`) in those of the reader."""
    spoken: Mapping[str, Any] = getattr(error, "spoken", {})
    return _amounts(error, language) | {name: str(text.to(language)) for name, text in spoken.items()}


def _amounts(error: Exception, language: str) -> dict[str, str]:
    """What an error calls `amounts` is money in the smallest unit: written as people read it once its `currency` is known."""
    currency = getattr(error, "currency", None)
    names = getattr(error, "amounts", ()) if currency else ()
    return {name: money(getattr(error, name), language, str(currency)) for name in names}
