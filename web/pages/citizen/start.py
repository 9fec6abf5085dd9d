"""The start of the network, the way from a bare address to a language, and signs of life."""

import logging
from itertools import groupby

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from shared.texts.folding import fold
from web.catalogue import LANGUAGES
from web.failures import language_of
from web.services import Caller, Json, Services
from web.visit import Network, visit_network

router = APIRouter()
log = logging.getLogger("web")
LONGEST_REPORT = 4_096  # bytes of a browser's complaint worth keeping


@router.get("/health/live")
@router.get("/health/ready")
async def healthy() -> dict[str, str]:
    return {"status": "ok"}


@router.post("/csp-reports", status_code=204)
async def policy_report(request: Request) -> None:
    """A browser says that a page broke its policy: a fault of ours, written to the log."""
    log.warning("policy report %s", (await request.body())[:LONGEST_REPORT].decode(errors="replace"))


@router.get("/")
async def root(request: Request) -> Response:
    return RedirectResponse(f"/{language_of(request)}", 307)


@router.get("/{first}")
async def network_or_town(request: Request, first: str, q: str = "", region: str = "") -> Response:
    """The network in a language, or a town without one: the town then gives its own."""
    if first in LANGUAGES:
        return await _network(await visit_network(request, first), q.strip()[:80], region)
    services: Services = request.app.state.services.on_behalf_of(Caller())
    town = await services.get("proposals", f"/{first}")
    language = next((code for code in town["languages"] if code in LANGUAGES), "ar")
    return RedirectResponse(f"/{language}/{first}", 307)


async def _network(visit: Network, words: str, region: str) -> HTMLResponse:
    """Towns by region; a word finds a town or a region in any spelling and any of its languages."""
    towns = await visit.services.items("proposals", "/network/municipalities")
    order = sorted(towns, key=lambda town: (town["country"], town["region"]["slug"], town["slug"]))
    regions = {town["region"]["slug"]: town["region"]["name"] for town in order}
    found = [town for town in order if region in ("", town["region"]["slug"]) and is_called(town, words)]
    groups = [(regions[slug], list(group)) for slug, group in groupby(found, key=lambda town: town["region"]["slug"])]
    return visit.page("citizen/network.html", groups=groups, regions=regions, words_asked=words, region=region)


def is_called(town: Json, asked: str) -> bool:
    names = [*town["name"].values(), *town["region"]["name"].values(), town["slug"].replace("-", " ")]
    return all(any(word in fold(name) for name in names if name) for word in fold(asked).split())
