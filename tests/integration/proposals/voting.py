"""The voting service as proposals sees it: published boards behind a service token."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Voting:
    """Serves boards by digest; counts who asked with a token and who without."""

    def __init__(self) -> None:
        self.boards: dict[str, bytes] = {}
        self.asked: list[bool] = []
        self.away = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def publish(self, ballots: list[list[Any]]) -> tuple[str, str]:
        """The address and digest of a board with these choices."""
        entries = [{"ballot": {"choices": choices}, "key": "", "sig": ""} for choices in ballots]
        content = json.dumps({"ballots": entries}).encode()
        digest = hashlib.sha256(content).hexdigest()
        self.boards[f"/tn-nefta/documents/{digest}"] = content
        return f"{self.url}/tn-nefta/documents/{digest}", digest

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        voting = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                voting.asked.append(self.headers.get("Authorization", "").startswith("Bearer "))
                content = None if voting.away else voting.boards.get(self.path)
                self.send_response(503 if content is None else 200)
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
                """Silent."""

        return Handler
