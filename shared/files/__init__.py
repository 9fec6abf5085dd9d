"""Files: kept once under their SHA-256, never changed, copied between services by digest."""

from shared.files.content import ContentNotAllowed, FileTooLarge
from shared.files.gridfs import GridFSFiles
from shared.files.port import DigestMismatch, FileStore, FileUnknown, StoredFile, as_document

__all__ = [
    "ContentNotAllowed",
    "DigestMismatch",
    "FileStore",
    "FileTooLarge",
    "FileUnknown",
    "GridFSFiles",
    "StoredFile",
    "as_document",
]
