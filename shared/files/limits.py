"""How large a file of each kind may be, unless the operator says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MEBIBYTE = 1024 * 1024

KINDS = {
    "application/pdf": "pdf",
    "image/jpeg": "image",
    "image/png": "image",
    "image/webp": "image",
    "image/tiff": "image",
    "video/mp4": "video",
    "video/webm": "video",
    "audio/mpeg": "audio",
    "audio/ogg": "audio",
    "multipart/related": "page",
    "application/zip": "archive",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "table",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "document",
    "application/json": "text",
    "text/csv": "text",
    "text/plain": "text",
}
"""The kind of every media type that is kept; `page` is a web page captured with all it shows (MHTML)."""

DEFAULTS = {
    "pdf": 30 * MEBIBYTE,
    "image": 30 * MEBIBYTE,
    "video": 100 * MEBIBYTE,
    "audio": 20 * MEBIBYTE,
    "page": 15 * MEBIBYTE,
    "archive": 50 * MEBIBYTE,
    "table": 10 * MEBIBYTE,
    "document": 20 * MEBIBYTE,
    "text": 10 * MEBIBYTE,
}
BY_TYPE = {media_type: DEFAULTS[kind] for media_type, kind in KINDS.items()}
LARGEST_UPLOAD = max(DEFAULTS.values())


@dataclass(frozen=True, slots=True)
class FileLimits:
    """`by_kind` holds what the operator set; every other kind keeps its default."""

    by_kind: Mapping[str, int] = field(default_factory=dict)

    def of(self, media_type: str) -> int:
        kind = KINDS[media_type]
        return self.by_kind.get(kind, DEFAULTS[kind])

    @property
    def largest(self) -> int:
        return max({**DEFAULTS, **self.by_kind}.values())
