"""SMS, WhatsApp, web push, webhooks: one HTTP gateway form behind all of them."""

from collections.abc import AsyncGenerator, AsyncIterator

import httpx

from services.notifications.application.ports import Attempt, Outcome, Tried
from services.notifications.domain.channels import Channel
from shared.telemetry import client_span

PATIENCE = httpx.Timeout(10.0, connect=5.0)


class HttpGateway:
    """`POST {url}` with `{to, text, language, id}` and a bearer key; `id` lets a careful gateway drop a repetition."""

    def __init__(self, channel: Channel, url: str, key: str, http: httpx.AsyncClient) -> None:
        self._channel, self._url, self._http = channel, url, http
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def send(self, attempts: AsyncIterator[Attempt]) -> AsyncGenerator[Tried, None]:
        async for attempt in attempts:
            with client_span(f"{self._channel} send"):
                tried = await self._one(attempt)
            yield tried

    async def _one(self, attempt: Attempt) -> Tried:
        message = attempt.message
        body = {"to": attempt.address, "text": message.short, "language": message.language, "id": attempt.message_id}
        try:
            answer = await self._http.post(self._url, json=body, headers=self._headers, timeout=PATIENCE)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return Tried(attempt, Outcome.POSTPONED, "gateway-away")
        except httpx.HTTPError:
            return Tried(attempt, Outcome.UNKNOWN, "outcome-unknown")
        return Tried(attempt, *_read(answer.status_code))


def _read(status: int) -> tuple[Outcome, str]:
    if 200 <= status < 300:
        return Outcome.SENT, ""
    if status in (408, 425, 429) or status >= 500:
        return Outcome.POSTPONED, "gateway-busy"
    return Outcome.REFUSED, "address-refused"


class NoGateway:
    """A channel that was configured when the message was made and is no more: another takes over after three tries."""

    async def send(self, attempts: AsyncIterator[Attempt]) -> AsyncGenerator[Tried, None]:
        async for attempt in attempts:
            yield Tried(attempt, Outcome.POSTPONED, "gateway-missing")
