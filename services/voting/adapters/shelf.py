"""Public documents of elections in the service's file store."""

from dataclasses import dataclass

from services.voting.domain.election import KeptFile
from shared.files.port import FileStore, as_document


@dataclass(frozen=True)
class FileShelf:
    files: FileStore
    public_url: str

    async def put(self, municipality: str, name: str, content: bytes, media_type: str) -> KeptFile:
        stored = await self.files.put(content, municipality, name, media_type, public=True)
        return KeptFile(stored.sha256, as_document(self.public_url, stored).href, stored.size)

    async def read(self, municipality: str, kept: KeptFile) -> bytes:
        return await self.files.read(municipality, kept.sha256)
