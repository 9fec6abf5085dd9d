"""What the demo plays, read from its own files."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent / "data"
Json = dict[str, Any]


@cache
def document(name: str) -> Json:
    """One of the source documents as data."""
    return _read(f"documents/{name}.json")


@cache
def towns() -> list[Json]:
    return list(_read("towns.json")["towns"])


@cache
def forum() -> Json:
    return _read("forum.json")


def photo(text: str) -> bytes:
    """A stand-in for the photograph of a posting on the town hall's board."""
    image = Image.new("RGB", (640, 480), (202, 178, 140))
    board = ImageDraw.Draw(image)
    board.rectangle((120, 60, 520, 420), fill=(250, 250, 245), outline=(60, 40, 20), width=6)
    board.text((150, 100), text, fill=(20, 20, 20))
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _read(name: str) -> Json:
    return dict(json.loads((FOLDER / name).read_text("utf-8")))
