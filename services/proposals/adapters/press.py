"""Documents made with Typst: printed outside the transaction, attached inside it."""

import asyncio
import hashlib
import json

from services.proposals.application.ports import NotPrintedYet, Print
from shared.contracts.event import Document
from shared.documents import render
from shared.files import FileStore, StoredFile, as_document
from shared.messaging.unit_of_work import Transaction

PDF = "application/pdf"


class PrintShop:
    """What was printed for one request. A transaction sees only files kept before it began."""

    def __init__(self, files: FileStore, public_url: str) -> None:
        self.files, self.public_url = files, public_url
        self._printed: dict[str, StoredFile] = {}

    async def make(self, wanted: Print) -> None:
        """Print and keep; what no command attaches in time is swept."""
        content = await asyncio.to_thread(render, wanted.template, wanted.data, wanted.language)
        kept = await self.files.put(content, wanted.municipality, wanted.name, PDF, public=True)
        self._printed[_fingerprint(wanted)] = kept

    def printed(self, wanted: Print) -> StoredFile:
        """Raises `NotPrintedYet` also when the facts changed since it was printed."""
        kept = self._printed.get(_fingerprint(wanted))
        if kept is None:
            raise NotPrintedYet(wanted)
        return kept


class ShopPress:
    """The press of one transaction."""

    def __init__(self, shop: PrintShop, tx: Transaction) -> None:
        self._shop, self._tx = shop, tx

    async def attach(self, wanted: Print) -> Document:
        kept = self._shop.printed(wanted)
        await self._shop.files.attach(self._tx, wanted.municipality, kept.sha256, public=True)
        return as_document(self._shop.public_url, kept)

    async def keep(self, municipality: str, sha256: str, public: bool = False) -> None:
        await self._shop.files.attach(self._tx, municipality, sha256, public=public)


def _fingerprint(wanted: Print) -> str:
    facts = [wanted.template, wanted.name, wanted.language, wanted.data]
    written = json.dumps(facts, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
