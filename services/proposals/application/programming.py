"""Commands that carry a programme from its draft to the council's approval."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.proposals.application import printing
from services.proposals.application.ports import (
    AlreadyRegistered,
    Contact,
    Print,
    ProgrammeUnknown,
    ShortlistUnknown,
    Stores,
)
from services.proposals.domain.claims import ceilings
from services.proposals.domain.delivery import FundedProject
from services.proposals.domain.money import told_in
from services.proposals.domain.municipality import Municipality
from services.proposals.domain.programme import SUBJECT_KIND, Change, CouncilDecision, Item, Programme
from services.proposals.domain.proposal import Status
from services.proposals.domain.remarks import Answer, Remark, RemarkUnknown, you_said_we_did
from services.proposals.domain.shortlist import Entry, Shortlist
from services.proposals.domain.text import Text
from shared.clock import zone_date
from shared.contracts.event import Document
from shared.contracts.scheduling import CouncilDecided
from shared.ids import new_id


@dataclass(frozen=True, slots=True)
class MakeRemark:
    municipality: str
    edition: str
    text: str
    project_id: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class WantedChange:
    project_id: str
    remark_ids: tuple[str, ...]
    reason: Text
    new_cost: int | None = None
    note: str | None = None


async def draft_programme(municipality: str, edition_id: str, actor: str, stores: Stores) -> dict[str, Any]:
    """From every selection of the edition; published at once, remarks open."""
    place = await stores.municipalities.get(municipality, municipality)
    if await stores.programmes.known(municipality, edition_id):
        raise AlreadyRegistered(edition_id)
    chosen = [each for each in await stores.shortlists.where(municipality, edition=edition_id) if each.outcome]
    if not chosen:
        raise ShortlistUnknown(edition_id)
    edition = await stores.editions.get(municipality, edition_id)
    envelopes = edition.require_envelopes()
    programme = Programme(
        municipality=municipality,
        edition=edition_id,
        id=edition_id,
        currency=place.currency,
        envelope=min(sum(each.envelope.amount for each in chosen), envelopes.total),
        items=tuple(_items(chosen, selected=True)),
        carry_over=tuple(_items(chosen, selected=False)),
        ceilings=ceilings(envelopes, [(each.claim, each.ids) for each in chosen]),
    )
    programme.publish(stores.civil, await _printed(place, programme, stores))
    await stores.programmes.save(programme)
    await stores.editions.save(edition)  # a vote decided at this moment is in it, or is decided no more
    stores.audit(municipality, actor, "publish-draft-programme", programme.id)
    return {"programme_id": programme.id, "digest": programme.digest, "total": programme.total}


async def make_remark(command: MakeRemark, stores: Stores) -> dict[str, Any]:
    programme = await stores.programmes.get(command.municipality, command.edition)
    programme.require_remarkable(command.project_id)
    remark = Remark(
        municipality=command.municipality,
        id=new_id(),
        edition=command.edition,
        programme_id=programme.id,
        text=command.text,
        received_at=stores.civil,
        project_id=command.project_id,
    )
    remark.receive()
    await stores.remarks.save(remark)
    if command.contact is not None and command.contact.consent:
        await stores.notes.keep_contact(command.municipality, remark.id, command.contact)
    stores.audit(command.municipality, "public", "make-remark", remark.id)
    return {"remark_id": remark.id}


async def amend_programme(
    municipality: str, edition_id: str, wanted: Sequence[WantedChange], actor: str, stores: Stores
) -> dict[str, Any]:
    """Every change says which remarks it answers; a new cost is tied to the published sheet that says the same."""
    place = await stores.municipalities.get(municipality, municipality)
    programme = await stores.programmes.get(municipality, edition_id)
    await _require_remarks(municipality, edition_id, wanted, stores)
    with told_in(place.currency):
        programme.amend([await _change(programme, each, stores) for each in wanted], stores.civil)
    programme.announce_amendment(await _printed(place, programme, stores))
    await stores.programmes.save(programme)
    await _answer_remarks(programme, stores)
    stores.audit(municipality, actor, "amend-programme", f"{edition_id}.{programme.revision}")
    return {"programme_id": programme.id, "version": programme.revision, "digest": programme.digest}


async def request_decision(municipality: str, edition_id: str, actor: str, stores: Stores) -> dict[str, Any]:
    """The same programme asked for twice is one request."""
    programme = await stores.programmes.get(municipality, edition_id)
    edition = await stores.editions.get(municipality, edition_id)
    digest = programme.request_decision(new_id(), edition.title)
    await stores.programmes.save(programme)
    stores.audit(municipality, actor, "request-decision", str(programme.request_id))
    return {"request_id": programme.request_id, "digest": digest}


async def take_decision(event: CouncilDecided, stores: Stores) -> None:
    """An approval of exactly what was submitted funds its projects; decisions on other documents are not ours."""
    subject = event.subject_of_decision
    programme = await stores.programmes.known(event.municipality, event.edition)
    if subject.kind != SUBJECT_KIND or programme is None:
        return
    if not programme.take_decision(_decision(event), subject):
        stores.audit(event.municipality, "council", "decision-of-another-version", event.request_id)
        return
    await stores.programmes.save(programme)
    if programme.state == "approved":
        await _fund(programme, stores)


async def answers(municipality: str, edition_id: str, stores: Stores) -> tuple[Programme, list[Answer]]:
    programme = await stores.programmes.known(municipality, edition_id)
    if programme is None:
        raise ProgrammeUnknown(edition_id)
    remarks = await stores.remarks.where(municipality, edition=edition_id)
    return programme, you_said_we_did(remarks, programme.amendments)


async def _fund(programme: Programme, stores: Stores) -> None:
    place = await stores.municipalities.get(programme.municipality, programme.municipality)
    on = zone_date(stores.civil, place.timezone)
    for item in programme.items:
        await stores.projects.save(_project(programme, item))
    for status, items in ((Status.FUNDED, programme.items), (Status.CARRIED_OVER, programme.carry_over)):
        for proposal in await stores.proposals.some(programme.municipality, [item.id for item in items]):
            proposal.become(status, on)
            await stores.proposals.save(proposal)


def _items(shortlists: Sequence[Shortlist], selected: bool) -> list[Item]:
    def chosen(shortlist: Shortlist, entry: Entry) -> bool:
        return shortlist.outcome is not None and entry.id in shortlist.outcome.selected

    return [
        Item(entry.id, entry.title, entry.cost, entry.zone, entry.kind, entry.sheet_version)
        for shortlist in shortlists
        for entry in shortlist.entries
        if chosen(shortlist, entry) is selected
    ]


async def _printed(place: Municipality, programme: Programme, stores: Stores) -> Document:
    edition = await stores.editions.get(place.municipality, programme.edition)
    data = printing.programme(place, edition, programme, stores.civil)
    name = f"programme-{programme.edition}-{programme.revision}.pdf"
    return await stores.press.attach(Print("programme", data, place.municipality, name, place.language))


async def _change(programme: Programme, wanted: WantedChange, stores: Stores) -> Change:
    item = programme.item(wanted.project_id)
    cost = item.cost if wanted.new_cost is None else wanted.new_cost
    proposal = await stores.proposals.get(programme.municipality, item.id)
    sheet = proposal.public_sheet
    version = sheet.version if sheet is not None and sheet.content.total == cost else None
    return Change(item.id, wanted.remark_ids, wanted.reason, item.cost, cost, wanted.note, version)


async def _require_remarks(municipality: str, edition: str, wanted: Sequence[WantedChange], stores: Stores) -> None:
    known = {remark.id for remark in await stores.remarks.where(municipality, edition=edition)}
    for remark_id in (each for change in wanted for each in change.remark_ids):
        if remark_id not in known:
            raise RemarkUnknown(remark_id)


async def _answer_remarks(programme: Programme, stores: Stores) -> None:
    latest = programme.amendments[-1]
    answered = {remark for change in latest.changes for remark in change.remark_ids}
    for remark in await stores.remarks.some(programme.municipality, sorted(answered)):
        remark.answered_in = latest.number
        await stores.remarks.save(remark)


def _decision(event: CouncilDecided) -> CouncilDecision:
    votes = event.votes
    counted = (votes.in_favour, votes.against, votes.abstained) if votes else (None, None, None)
    return CouncilDecision(event.request_id, event.number, event.decided_on, event.outcome, *counted)


def _project(programme: Programme, item: Item) -> FundedProject:
    return FundedProject(
        municipality=programme.municipality,
        id=item.id,
        edition=programme.edition,
        programme_id=programme.id,
        title=item.title,
        cost=item.cost,
        currency=programme.currency,
        zone=item.zone,
        kind=item.kind,
    )
