"""Prints documents with Typst and keeps them as public files."""

import asyncio
from collections.abc import Mapping
from typing import Any

from services.proposals.domain.text import Language
from shared.contracts.event import Document
from shared.documents import render
from shared.files import FileStore, as_document
from shared.messaging.unit_of_work import Transaction


class TypstPress:
    """The bytes are kept before the transaction ends and attached in it; an orphan of a retry is swept."""

    def __init__(self, files: FileStore, public_url: str, tx: Transaction) -> None:
        self._files, self._public_url, self._tx = files, public_url, tx

    async def print(
        self, template: str, data: Mapping[str, Any], municipality: str, name: str, language: Language
    ) -> Document:
        content = await asyncio.to_thread(render, template, data, language)
        kept = await self._files.put(content, municipality, name, "application/pdf", public=True)
        await self._files.attach(self._tx, municipality, kept.sha256, public=True)
        return as_document(self._public_url, kept)
