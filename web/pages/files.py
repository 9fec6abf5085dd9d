"""Files of the services, handed through so that a browser needs to know no service."""

from collections.abc import AsyncIterator, Mapping

import httpx
from fastapi.responses import StreamingResponse

from web.services import NotThere, Refused, ServiceAway
from web.visit import Visit

PASSED = ("content-type", "content-length", "content-disposition", "etag", "content-language")


async def hand_through(visit: Visit, service: str, *parts: str, **query: str) -> StreamingResponse:
    """The file at this address of a service, streamed."""
    answer = await _opened(visit, service, parts, query)
    passed = {name: answer.headers[name] for name in PASSED if name in answer.headers}
    return StreamingResponse(_bytes(answer), headers=passed)


async def kind_of(visit: Visit, service: str, *parts: str) -> str:
    """The media type of a file, of which nothing more is read."""
    answer = await _opened(visit, service, parts, {})
    await answer.aclose()
    return str(answer.headers.get("content-type", ""))


async def _opened(visit: Visit, service: str, parts: tuple[str, ...], query: Mapping[str, str]) -> httpx.Response:
    path = "/" + "/".join((visit.slug, *parts))
    http = visit.services.http
    address, headers = visit.services.address(service, path), visit.services.caller.headers()
    asked = http.build_request("GET", address, params=query, headers=headers)
    try:
        answer = await http.send(asked, stream=True)
    except httpx.TransportError as error:
        raise ServiceAway(service) from error
    if answer.is_error:
        await answer.aclose()
        raise _refusal(answer.status_code, service, path)
    return answer


def _refusal(status: int, service: str, path: str) -> Exception:
    if status in (401, 403):
        return Refused(status, {})
    return NotThere(path) if status < 500 else ServiceAway(service)


async def _bytes(answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_bytes():
            yield chunk
    finally:
        await answer.aclose()
