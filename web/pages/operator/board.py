"""O1: the board of a region or of the network; it says in words who needs somebody."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from web.services import Json, Refused
from web.views.cockpit import Wanted, shown
from web.visit import Network, SignInNeeded, Visit

router = APIRouter(prefix="/{language}/network/board")
Words = Annotated[str, Query(max_length=100)]
Only = Annotated[str, Query(pattern="^(late|soon|fine)?$")]


async def operator(visit: Network) -> Visit:
    """Whoever looks after municipalities is signed in; the service decides which they see."""
    if visit.person is None:
        raise SignInNeeded
    return visit


Operator = Annotated[Visit, Depends(operator)]


@router.get("", response_class=HTMLResponse)
async def board(
    visit: Operator, region: Words = "", q: Words = "", only: Only = "", page: Annotated[int, Query(ge=1)] = 1
) -> HTMLResponse:
    regions = await _regions(visit)
    wanted = Wanted(q.strip(), only, page)
    items = await _items(visit, region if region in regions else "")
    found = shown(items, wanted, visit.reader) if items is not None else None
    return visit.page("operator/board.html", board=found, regions=regions, region=region, wanted=wanted)


async def _items(visit: Visit, region: str) -> list[Json] | None:
    """None when this reader may not see so much: the page then asks for a region."""
    path = f"/network/regions/{region}/cockpit" if region else "/network/cockpit"
    try:
        return await visit.services.items("scheduling", path)
    except Refused as refusal:
        if refusal.status == 403 and not region:
            return None
        raise


async def _regions(visit: Visit) -> dict[str, Json]:
    towns = await visit.services.items("proposals", "/network/municipalities")
    return {town["region"]["slug"]: town["region"]["name"] for town in towns}
