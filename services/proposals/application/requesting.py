"""Commands on participation requests that lead further, and what is counted of them."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.proposals.application.intake import Draft, cleaned, draft_errors, open_for, receive
from services.proposals.application.ports import Stores
from services.proposals.domain.intake import FieldsRefused
from services.proposals.domain.proposal import Author, AuthorKind, Channel, Source
from shared.clock import zone_date
from shared.contracts.proposals import RequestKind


@dataclass(frozen=True, slots=True)
class ProposeFromRequest:
    """Title and text are the request's unless staff words them better; `zone` where the request names none."""

    municipality: str
    request_id: str
    edition: str
    zone: str | None = None
    neighbourhood: str | None = None
    title: str | None = None
    body: str | None = None


async def propose_from_request(command: ProposeFromRequest, actor: str, stores: Stores) -> dict[str, Any]:
    """The complaint keeps its own way and answer; the proposal says where it comes from and since when it waits."""
    place = await open_for(command.municipality, command.edition, stores)
    request = await stores.requests.get(command.municipality, command.request_id)
    zone = command.zone or request.zone or ""
    wanted = Draft(
        command.title or request.subject[:150],
        command.body or request.body[:5000],
        zone,
        command.neighbourhood,
        author=Author(AuthorKind.CITIZEN),
    )
    draft = cleaned(wanted)
    if errors := draft_errors(draft, place):
        raise FieldsRefused(errors)
    source = Source(Channel.COMPLAINT, request.received_on, zone_date(stores.civil, place.timezone), actor)
    made = await receive(command.municipality, command.edition, draft, source, (), stores)
    request.become_proposal(made.id)
    await stores.requests.save(request)
    stores.audit(command.municipality, actor, "propose-from-request", request.id)
    return {"proposal_id": made.id, "tracking_code": made.tracking_code, "request_id": request.id}


def counts(rows: Sequence[Mapping[str, Any]], on: date) -> dict[str, Any]:
    """Received, answered, and how long people waited and wait."""
    waited = [_days(row["received_on"], row["answered_on"]) for row in rows if row.get("answered_on")]
    waiting = [_days(row["received_on"], on.isoformat()) for row in rows if not row.get("answered_on")]
    return {
        "received": len(rows),
        "answered": len(waited),
        "median_days": statistics.median(waited) if waited else None,
        "longest_waiting_days": max(waiting, default=None),
        "by_kind": [_kind(kind, rows) for kind in RequestKind],
    }


def _kind(kind: RequestKind, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    mine = [row for row in rows if row["kind"] == kind.value]
    return {"kind": kind.value, "received": len(mine), "answered": sum(bool(row.get("answered_on")) for row in mine)}


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
