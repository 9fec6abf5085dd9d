"""The notice for the board of the town hall: the same words as the message, one QR."""

from services.notifications.application.composing import LANGUAGES, Composer
from services.notifications.domain.happening import Happening
from services.notifications.domain.message import FeedItem
from services.notifications.domain.rules import PublicLine
from shared.municipalities import MunicipalityView


def poster(
    line: PublicLine, happening: Happening, town: MunicipalityView, composer: Composer, web: str
) -> dict[str, object]:
    """The data of the poster template; the same happening gives the same poster."""
    item = composer.feed_item(line, happening, town)
    language = main_language(town)
    address = f"{web.rstrip('/')}/{language}{item.path}"
    return {
        "municipality": {"name": dict(town.name), "country": town.country, "region": dict(town.region_name)},
        "timezone": town.timezone,
        "issued_at": happening.at.isoformat(),
        "headline": {code: texts["title"] for code, texts in item.texts.items()},
        "lines": _lines(item),
        "tamazight": composer.tamazight(line.topic, town),
        "qr": address,
        "url": address,
    }


def main_language(town: MunicipalityView) -> str:
    """The first language of the municipality a notice can be set in."""
    return next((code for code in town.languages if code in LANGUAGES), LANGUAGES[0])


def _lines(item: FeedItem) -> list[dict[str, str]]:
    rows = zip(*(texts["body"].split("\n") for texts in item.texts.values()), strict=False)
    return [dict(zip(item.texts, row, strict=True)) for row in rows]
