"""A mail catcher: takes every message by SMTP, delivers none, and shows what it took over HTTP."""

import argparse
import asyncio
import email
import html
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from email.message import Message
from email.policy import default as modern
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import HTMLResponse

PAGE = 100


@dataclass(frozen=True, slots=True)
class Caught:
    """One accepted SMTP conversation; `duplicate`: a message with this Message-ID had already come for them."""

    id: str
    message_id: str
    sender: str
    recipients: list[str]
    subject: str
    duplicate: bool


class Mailbox:
    """Messages as files, so that a killed catcher comes back with what it had acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.items = [Caught(**json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))]
        self.deferred: set[str] = set()

    def keep(self, sender: str, recipients: list[str], raw: bytes) -> None:
        headers = email.message_from_bytes(raw, policy=modern)
        number = f"{int(self.items[-1].id) + 1 if self.items else 1:06d}"
        caught = self._caught(number, sender, recipients, headers)
        (self.folder / f"{number}.eml").write_bytes(raw)
        (self.folder / f"{number}.json").write_text(json.dumps(asdict(caught), ensure_ascii=False), "utf-8")
        self.items.append(caught)

    def _caught(self, number: str, sender: str, recipients: list[str], headers: Message) -> Caught:
        message_id = str(headers.get("Message-ID", "")).strip()
        seen = any(c.message_id == message_id and set(c.recipients) & set(recipients) for c in self.items)
        return Caught(number, message_id, sender, recipients, str(headers.get("Subject", "")), seen)

    def after(self, cursor: str, to: str | None) -> Iterator[Caught]:
        return (c for c in self.items if c.id > cursor and (to is None or to in c.recipients))

    def clear(self) -> None:
        for file in self.folder.iterdir():
            file.unlink()
        self.items.clear()


class Conversation:
    """SMTP side; two reserved local parts let tests see a refusal and a postponement."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        local = address.partition("@")[0]
        if local.startswith("rejects"):
            return "550 no such mailbox"
        if local.startswith("later") and address not in self.mailbox.deferred:
            self.mailbox.deferred.add(address)
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        self.mailbox.keep(envelope.mail_from or "", list(envelope.rcpt_tos), content)
        return "250 accepted"


def pages(mailbox: Mailbox) -> FastAPI:
    app = FastAPI(title="Mail catcher")

    @app.get("/", response_class=HTMLResponse)
    async def overview() -> str:
        rows = "".join(
            f'<li><a href="/messages/{c.id}">{html.escape(c.subject)}</a> → {html.escape(", ".join(c.recipients))}</li>'
            for c in reversed(mailbox.items)
        )
        return f"<!doctype html><meta charset=utf-8><title>Mail</title><h1>{len(mailbox.items)}</h1><ul dir=auto>{rows}</ul>"

    @app.get("/messages")
    async def messages(to: str | None = None, cursor: str = "", limit: int = PAGE) -> dict[str, object]:
        found = list(mailbox.after(cursor, to))
        page = found[:limit]
        return {"items": [asdict(c) for c in page], "next": page[-1].id if len(found) > limit else None}

    @app.get("/messages/{number}")
    async def message(number: str) -> Response:
        if number not in {c.id for c in mailbox.items}:
            raise HTTPException(404)
        return Response((mailbox.folder / f"{number}.eml").read_bytes(), media_type="text/plain; charset=utf-8")

    @app.delete("/messages", status_code=204)
    async def forget() -> None:
        mailbox.clear()

    return app


async def serve(mailbox: Mailbox, smtp_port: int, http_port: int, host: str = "127.0.0.1") -> None:
    loop = asyncio.get_running_loop()
    handler = Conversation(mailbox)
    await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True, loop=loop), host, smtp_port)
    config = uvicorn.Config(pages(mailbox), host=host, port=http_port, log_level="warning", lifespan="off")
    await uvicorn.Server(config).serve()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    asyncio.run(serve(Mailbox(options.folder), options.smtp_port, options.http_port))


if __name__ == "__main__":
    main()
