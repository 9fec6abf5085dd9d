"""QR codes for slips, notices, receipts."""

import io

import segno

QUIET_ZONE = 4  # modules; scanners fail on a narrower white border


def qr_svg(text: str) -> str:
    """An SVG drawing of `text` as a QR code that still reads with 15% of it torn or stained."""
    image = io.BytesIO()
    _code(text).save(image, kind="svg", border=QUIET_ZONE, omitsize=True, xmldecl=False)
    return image.getvalue().decode().strip()


def qr_png(text: str, scale: int = 6) -> bytes:
    """The same as pixels, `scale` of them a module, for e-mail readers that show no SVG."""
    image = io.BytesIO()
    _code(text).save(image, kind="png", scale=scale, border=QUIET_ZONE)
    return image.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m")
