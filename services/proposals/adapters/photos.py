"""A photo as the public may see it: its pixels alone, turned as the camera meant them, no larger than a screen."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

BYTES_MAX = 10 * 1024 * 1024
PIXELS_MAX = 60_000_000  # what unpacks to more is no photo of a street
SIDE_MAX = 2000
QUALITY = 82
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


class PhotoUnreadable(ValueError):
    """A photo is a JPEG, PNG or WebP picture of at most ten megabytes."""

    field = "file"


def bare(content: bytes) -> bytes:
    """Always a JPEG: place, camera and hour are left behind. The same bytes give the same copy."""
    if len(content) > BYTES_MAX:
        raise PhotoUnreadable
    try:
        with Image.open(BytesIO(content), formats=tuple(KINDS)) as picture:
            if picture.width * picture.height > PIXELS_MAX:
                raise PhotoUnreadable
            turned = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise PhotoUnreadable from None
    turned.thumbnail((SIDE_MAX, SIDE_MAX))
    turned.info.clear()
    out = BytesIO()
    turned.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
