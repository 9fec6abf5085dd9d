"""E-mail over SMTP, step by step, so that it is known whether a message had been handed over when something broke."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib.errors import SMTPException, SMTPResponseException

from services.notifications.adapters.mime import email
from services.notifications.application.ports import Attempt, Outcome, Tried
from shared.telemetry import client_span

PATIENCE = 8.0  # seconds for an answer
PATIENCE_AFTER_DATA = (
    20.0  # the relay may look at the text first; all steps of one message stay under its claim's minute
)
BROKEN: tuple[type[Exception], ...] = (SMTPException, OSError, asyncio.TimeoutError, ssl.SSLError)


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`smtp://user:password@host:port` (STARTTLS where offered) or `smtps://...`."""

    host: str
    port: int
    implicit_tls: bool = False
    user: str | None = None
    password: str | None = None

    @classmethod
    def of(cls, url: str) -> "SmtpServer":
        parts = urlsplit(url)
        secure = parts.scheme == "smtps"
        user = unquote(parts.username) if parts.username else None
        password = unquote(parts.password) if parts.password else None
        return cls(parts.hostname or "localhost", parts.port or (465 if secure else 25), secure, user, password)


class SmtpSender:
    """One connection a batch."""

    def __init__(self, server: SmtpServer, sender: str) -> None:
        self._server, self._sender = server, sender

    async def send(self, attempts: AsyncIterator[Attempt]) -> AsyncGenerator[Tried, None]:
        connection: aiosmtplib.SMTP | None = None
        try:
            async for attempt in attempts:
                with client_span("smtp send", server=self._server.host):
                    connection = await self._connected(connection)
                    tried = await self._one(connection, attempt)
                yield tried
        finally:
            if connection is not None:
                await _leave(connection)

    async def _connected(self, connection: aiosmtplib.SMTP | None) -> aiosmtplib.SMTP | None:
        if connection is not None and connection.is_connected:
            return connection
        server = self._server
        fresh = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.implicit_tls,
            username=server.user,
            password=server.password,
            timeout=PATIENCE,
        )
        try:
            await fresh.connect()
        except BROKEN:
            return None
        return fresh

    async def _one(self, connection: aiosmtplib.SMTP | None, attempt: Attempt) -> Tried:
        if connection is None:
            return Tried(attempt, Outcome.POSTPONED, "mail-server-away")
        content = email(attempt, self._sender)
        try:
            await connection.mail(self._sender, options=["SMTPUTF8"] if not attempt.address.isascii() else [])
            await connection.rcpt(attempt.address)
        except BROKEN as error:
            await _reset(connection)
            return Tried(attempt, *_before_data(error))
        return await _data(connection, attempt, content)


async def _data(connection: aiosmtplib.SMTP, attempt: Attempt, content: bytes) -> Tried:
    """From here on a broken line leaves the outcome unknown: the server may have taken the message."""
    try:
        await connection.data(content, timeout=PATIENCE_AFTER_DATA)
    except SMTPResponseException as refusal:
        await _reset(connection)
        return Tried(attempt, *_before_data(refusal, "message-refused"))
    except BROKEN:
        connection.close()
        return Tried(attempt, Outcome.UNKNOWN, "outcome-unknown")
    return Tried(attempt, Outcome.SENT)


def _before_data(error: Exception, word: str = "address-refused") -> tuple[Outcome, str]:
    code = error.code if isinstance(error, SMTPResponseException) else 0
    if 500 <= code < 600:
        return Outcome.REFUSED, word
    return Outcome.POSTPONED, "mail-server-busy" if code else "mail-server-away"


async def _reset(connection: aiosmtplib.SMTP) -> None:
    try:
        await connection.rset()
    except BROKEN:
        connection.close()


async def _leave(connection: aiosmtplib.SMTP) -> None:
    with suppress(*BROKEN):  # every message has its answer already
        await connection.quit()
