"""M3: what each service was given to judge, with the day it is due."""

from typing import Any

from fastapi.responses import HTMLResponse

from web.pages.facts import naming, tone, zones
from web.services import Json, together
from web.visit import Visit

ASSIGNEES = ("technical_service", "advisory_body", "cell", "financial_service")
UNJUDGED = ("submitted", "admissible")
A_PAGE = 20


async def assigned_page(visit: Visit, to: str, cursor: str | None, **known: Any) -> HTMLResponse:
    """Of one service; what it has judged already stays in the list, and is late no more."""
    to = to if to in ASSIGNEES else ASSIGNEES[0]
    asked = visit.find("proposals", "proposals", "assigned", to=to, cursor=cursor, limit=A_PAGE)
    found, places = await together(asked, zones(visit))
    listed = found or {"items": [], "next": None}
    return visit.page(
        "cell/assigned.html",
        to=to,
        assignees=[(role, visit.reader.name("role", role)) for role in ASSIGNEES],
        proposals=[one | {"late": _late(visit, one)} for one in listed["items"]],
        more=f"?queue=assigned&to={to}&cursor={listed['next']}" if listed["next"] else None,
        zone_name=naming(visit, places),
        tone=tone,
        **known,
    )


def _late(visit: Visit, proposal: Json) -> bool:
    due = proposal["assignment"]["due"]
    return bool(due) and due < visit.today.isoformat() and proposal["status"] in UNJUDGED
