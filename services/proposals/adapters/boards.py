"""Fetches published boards from the voting service, by digest."""

import json
from collections.abc import Mapping
from typing import Any

from services.proposals.application.ports import BoardReading
from services.proposals.domain.board import BoardUnreadable
from shared.contracts.event import Document
from shared.files import FileStore
from shared.files.fetch import DocumentFetcher


class HttpBoards:
    """Our own verified copy is read: what was announced is what is counted."""

    def __init__(self, fetcher: DocumentFetcher, files: FileStore) -> None:
        self._fetcher, self._files = fetcher, files

    async def fetch(self, reading: BoardReading) -> Mapping[str, Any]:
        """Raises `DocumentUnavailable` (try later), `DocumentSourceUnknown`, `DigestMismatch`, `BoardUnreadable`."""
        name = f"board-{reading.election_id}.json"
        document = Document(href=reading.href, sha256=reading.sha256, type="application/json", size=0, name=name)
        kept = await self._fetcher.fetch(document, reading.municipality, public=True)
        content = await self._files.read(reading.municipality, kept.sha256)
        try:
            board = json.loads(content)
        except ValueError as broken:
            raise BoardUnreadable from broken
        if not isinstance(board, dict):
            raise BoardUnreadable
        return board
