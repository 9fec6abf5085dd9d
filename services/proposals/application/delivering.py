"""Commands that carry out funded projects, carry over the others, and answer participation requests."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.proposals.application.intake import received_on
from services.proposals.application.network import today
from services.proposals.application.ports import Contact, Stores
from services.proposals.domain.delivery import FundedProject, Milestone
from services.proposals.domain.intake import clean, require_text
from services.proposals.domain.money import told_in
from services.proposals.domain.programme import Item, State
from services.proposals.domain.proposal import Channel, Proposal, Status
from services.proposals.domain.requests import ParticipationRequest
from shared.clock import zone_date
from shared.contracts.proposals import RequestKind
from shared.ids import new_id, tracking_code


@dataclass(frozen=True, slots=True)
class ReportProgress:
    municipality: str
    project_id: str
    percent: int
    committed: int | None
    spent: int | None
    note: str | None
    delay_reason: str | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MakeRequest:
    municipality: str
    kind: RequestKind
    subject: str
    body: str
    zone: str | None = None
    signatures: int = 1
    received_on: date | None = None
    contact: Contact | None = None
    recorded_by: str | None = None


class DeliveredInTheFuture(ValueError):
    """What is handed over tomorrow is not handed over."""

    field = "delivered_on"


class SameEdition(ValueError):
    """Projects are carried over into a later edition."""


async def report_progress(command: ReportProgress, actor: str, stores: Stores) -> dict[str, Any]:
    project = await stores.projects.get(command.municipality, command.project_id)
    on = await today(command.municipality, stores)
    for photo in command.photos:
        await stores.press.keep(command.municipality, photo, public=True)
    reached = Milestone(
        on, command.percent, command.committed, command.spent, command.note, command.delay_reason, command.photos
    )
    with told_in(project.currency):
        project.progress(reached)
    await stores.projects.save(project)
    await _follow(project, stores)
    stores.audit(command.municipality, actor, "report-progress", project.id)
    return {"project_id": project.id, "percent": project.percent}


async def deliver_project(
    municipality: str, project_id: str, on: date | None, actor: str, stores: Stores
) -> dict[str, Any]:
    """The programme closes with its last project."""
    project = await stores.projects.get(municipality, project_id)
    now = await today(municipality, stores)
    if on is not None and on > now:
        raise DeliveredInTheFuture
    project.deliver(on or now)
    await stores.projects.save(project)
    await _follow(project, stores)
    stores.audit(municipality, actor, "deliver-project", project_id)
    return {"project_id": project_id, "delivered_on": str(project.delivered_on)}


async def judge_project(
    municipality: str, project_id: str, stars: int, comment: str | None, stores: Stores
) -> dict[str, Any]:
    """The stars are counted in public; the comment is for the staff."""
    project = await stores.projects.get(municipality, project_id)
    project.judge(stars)
    await stores.projects.save(project)
    if comment and (said := clean(comment)):
        await stores.notes.keep_comment(municipality, new_id(), project_id, stars, said)
    return {"project_id": project_id, "answers": sum(project.satisfaction)}


async def carry_over(
    municipality: str, edition_id: str, from_edition: str, actor: str, stores: Stores
) -> dict[str, Any]:
    """Unfunded projects of an earlier edition come back with their history, once: what came back to any edition is carried on from there."""
    edition = await stores.editions.get(municipality, edition_id)
    programme = await stores.programmes.get(municipality, from_edition)
    if (await stores.editions.get(municipality, from_edition)).year >= edition.year:
        raise SameEdition
    on = await today(municipality, stores)
    carried = await stores.proposals.where(municipality, channel=Channel.CARRIED_OVER.value)
    back = {each.origin for each in carried if each.status is not Status.WITHDRAWN}
    made = [
        await _again(edition_id, item, on, stores, municipality) for item in programme.carry_over if item.id not in back
    ]
    await stores.programmes.save(programme)  # two at once would each find that nothing came back yet
    stores.audit(municipality, actor, "carry-over", edition_id)
    return {"edition": edition_id, "carried_over": made}


async def make_request(command: MakeRequest, stores: Stores) -> dict[str, Any]:
    """`recorded_by` typed what came on paper; its delay counts from the day it was received."""
    subject, body = clean(command.subject), clean(command.body)
    require_text(subject, body)
    place = await stores.municipalities.get(command.municipality, command.municipality)
    if command.zone is not None:
        place.require_place(command.zone, None)
    on = zone_date(stores.civil, place.timezone)
    request = ParticipationRequest(
        municipality=command.municipality,
        id=new_id(),
        kind=command.kind,
        subject=subject,
        body=body,
        tracking_code=tracking_code(),
        received_on=received_on(command.received_on, on),
        recorded_on=on,
        zone=command.zone,
        signatures=command.signatures,
    )
    await stores.requests.save(request)
    if command.contact is not None and command.contact.consent:
        await stores.notes.keep_contact(command.municipality, request.id, command.contact)
    stores.audit(command.municipality, command.recorded_by or "public", "make-request", request.id)
    return {"request_id": request.id, "tracking_code": request.tracking_code}


async def answer_request(municipality: str, request_id: str, answer: str, actor: str, stores: Stores) -> dict[str, Any]:
    request = await stores.requests.get(municipality, request_id)
    request.reply(answer, actor, await today(municipality, stores))
    await stores.requests.save(request)
    stores.audit(municipality, actor, "answer-request", request_id)
    return {"request_id": request_id, "days": request.days}


async def _follow(project: FundedProject, stores: Stores) -> None:
    """The programme is in delivery from the first progress on, and closed with the last handover."""
    programme = await stores.programmes.get(project.municipality, project.programme_id)
    if programme.state is State.APPROVED:
        programme.start_delivery()
        await stores.programmes.save(programme)
    siblings = await stores.projects.where(project.municipality, programme_id=project.programme_id)
    if all(each.delivered_on for each in siblings):
        programme.close()
        await stores.programmes.save(programme)


async def _again(edition_id: str, item: Item, on: date, stores: Stores, municipality: str) -> dict[str, str]:
    earlier = await stores.proposals.get(municipality, item.id)
    again: Proposal = replace(
        earlier,
        id=new_id(),
        edition=edition_id,
        tracking_code=tracking_code(),
        source=replace(earlier.source, channel=Channel.CARRIED_OVER, received_on=on, recorded_on=on),
        status=Status.SUBMITTED,
        reviews=(),
        sheets=(),
        assignment=None,
        origin=earlier.id,
        version=0,
    )
    again.submit()
    again.authors = earlier.authors
    await stores.proposals.save(again)
    return {"proposal_id": again.id, "origin": earlier.id, "tracking_code": again.tracking_code}
