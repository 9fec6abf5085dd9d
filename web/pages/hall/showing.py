"""How a screen follows a service: a picture in the page, and a stream of newer ones that everybody with the same screen shares."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Response

from web.streams import Streams
from web.views.safe import safe
from web.visit import Visit

Picture = dict[str, Any]  # "html", "at" and, where forms stand below it, the "version" they were made for


def shown(visit: Visit, picture: Picture, here: str) -> dict[str, Any]:
    """What the page that begins with this picture needs; its stream and its snapshot lie below `here`."""
    return {
        "picture": safe(picture["html"]),
        "at": picture["at"],
        "version": picture.get("version"),
        "stream": f"{here}/live",
        "snapshot": f"{here}/now",
        "texts": visit.reader.texts.under("live."),
    }


def follow(visit: Visit, service: str, path: str, channel: str, make: Callable[[], Awaitable[Picture]]) -> Response:
    """The stream of a screen; `channel` tells screens of one thing apart, and each language is drawn by itself."""
    streams: Streams = visit.request.app.state.streams
    return streams.follow(service, f"/{visit.slug}/{path}/live", f"{channel} {visit.reader.language}", make)
