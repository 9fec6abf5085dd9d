"""O2: what waits in the machines that serve every town, and handling again what failed."""

from enum import StrEnum

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, forms, status
from web.services import Json, NotThere, ServiceAway, together
from web.views.technical import Machine, machine
from web.visit import Controls, SignInNeeded, Visit

router = APIRouter(prefix="/{language}/network/technical")
STATE = "/network/technical"


class Service(StrEnum):
    """The four, as their addresses name them."""

    PROPOSALS = "proposals"
    SCHEDULING = "scheduling"
    VOTING = "voting"
    NOTIFICATIONS = "notifications"


@router.get("", response_class=HTMLResponse)
async def technical(visit: Controls) -> HTMLResponse:
    return await _page(visit)


class Again(StrEnum):
    """What can be tried again, as the services' addresses name it."""

    EVENTS = "replays"
    JOBS = "failed-jobs/retries"


@router.post("/{service}/{what:path}")
async def retry(visit: Controls, service: Service, what: Again) -> Response:
    """The events or the tasks process of the service does it; the page tells what came of it when looked at again."""

    async def work(sent: Sent) -> str:
        await visit.services.post(service, f"{STATE}/{what}", {}, sent.key)
        return f"/{visit.reader.language}{STATE}#{service}"

    return await carry_out(visit, work, lambda typed: _page(visit, typed))


async def _page(visit: Visit, typed: Typed | None = None) -> HTMLResponse:
    if visit.person is None:
        raise SignInNeeded
    found = await together(*(_state(visit, service) for service in Service))
    traces = str(visit.request.app.state.settings.traces_url)
    machines: list[Machine] = [
        machine(service, state, visit.reader, traces) for service, state in zip(Service, found, strict=True)
    ]
    fresh = forms(typed, *(Typed(f"{service} {what}") for service in Service for what in Again))
    return visit.page("operator/technical.html", status=status(typed), machines=machines, forms=fresh, typed=typed)


async def _state(visit: Visit, service: str) -> Json | None:
    """None when it does not answer, or is too old to know the question: that is what the page is there to tell."""
    try:
        state: Json = await visit.services.get(service, STATE)
    except (ServiceAway, NotThere):
        return None
    return state
