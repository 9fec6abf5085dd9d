"""Printable documents: the same data and language always give the same PDF."""

from shared.documents.qr import qr_png, qr_svg
from shared.documents.render import DocumentIncomplete, Language, UnknownTemplate, render

__all__ = ["DocumentIncomplete", "Language", "UnknownTemplate", "qr_png", "qr_svg", "render"]
