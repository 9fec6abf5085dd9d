"""Phones that send ballots: as few instructions a request as Python allows, for they share the cores with what is measured."""

import asyncio
import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

ACCEPTED = (200, 201)


@dataclass(slots=True)
class Sent:
    """What became of a request: status, and seconds since it was due."""

    status: int
    seconds: float
    body: bytes = b""


class Phone(asyncio.Protocol):
    """One kept-alive connection; one request at a time."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None
        self._lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("closed"))

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._received[:end]).lower()
        begin = head.find(b"content-length: ") + 16
        size = int(head[begin : head.find(b"\r", begin)] if b"\r" in head[begin:] else head[begin:])
        if len(self._received) >= end + 4 + size and self._answer is not None:
            body = bytes(self._received[end + 4 : end + 4 + size])
            self._received.clear()
            self._answer.set_result((int(head[9:12]), body))

    async def post(self, request: bytes) -> tuple[int, bytes]:
        """Raises ConnectionError, at once when the server has hung up on a phone that was quiet too long."""
        if self._lost:
            raise ConnectionError("closed")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def hang_up(self) -> None:
        self._transport.abort()


@dataclass
class Hands:
    """So many phones at once, all speaking to one port."""

    port: int
    phones: list[Phone] = field(default_factory=list)

    async def pick_up(self, number: int) -> "Hands":
        self.phones += [await self.dial() for _ in range(number)]
        return self

    async def dial(self) -> Phone:
        _, phone = await asyncio.get_running_loop().create_connection(Phone, "127.0.0.1", self.port)
        return phone

    def hang_up(self) -> None:
        for phone in self.phones:
            phone.hang_up()

    async def one_after_another(self, requests: Sequence[bytes]) -> list[Sent]:
        """Closed loop: each phone sends the next as soon as it is answered."""
        waiting, sent = iter(requests), list[Sent]()

        async def work(phone: Phone) -> None:
            for request in waiting:
                begun = time.perf_counter()
                status, body = await phone.post(request)
                sent.append(Sent(status, time.perf_counter() - begun, body))

        await asyncio.gather(*map(work, self.phones))
        return sent

    async def at_rate(self, requests: Sequence[bytes], rate: float) -> list[Sent]:
        """Open loop: due every 1/rate seconds whatever happens; counted from when it was due."""
        free: asyncio.Queue[Phone] = asyncio.Queue()
        for phone in self.phones:
            free.put_nowait(phone)
        begun = time.perf_counter()
        tasks = []
        for n, request in enumerate(requests):
            due = begun + n / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(self._due(free, request, due)))
        return await asyncio.gather(*tasks)

    @staticmethod
    async def _due(free: "asyncio.Queue[Phone]", request: bytes, due: float) -> Sent:
        phone = await free.get()
        status, body = await phone.post(request)
        free.put_nowait(phone)
        return Sent(status, time.perf_counter() - due, body)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without Python's own collections on the measuring side: with so many requests in hand each would be a pause of its own."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def as_request(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: box\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
