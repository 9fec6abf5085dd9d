"""Commands that receive proposals, whatever channel they come by."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.proposals.application.ports import Contact, EditionUnknown, Stores
from services.proposals.domain.intake import FieldError, FieldsRefused, clean, suspicions, text_errors
from services.proposals.domain.municipality import Municipality, NeighbourhoodUnknown, ZoneUnknown
from services.proposals.domain.proposal import Author, AuthorKind, Channel, Proposal, Source, Status
from shared.clock import zone_date
from shared.contracts.scheduling import WorkingGroupReported
from shared.ids import new_id, tracking_code

ROWS_MAX = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wrote, on whatever paper."""

    title: str
    body: str
    zone: str
    neighbourhood: str | None = None
    kind: str | None = None
    author: Author = field(default_factory=Author)
    contact: Contact | None = None
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmitProposal:
    """`suspicions` are what the door of public forms found; with any, it is held for a look."""

    municipality: str
    edition: str
    draft: Draft
    channel: Channel = Channel.ONLINE_FORM
    place: str | None = None
    received_on: date | None = None
    recorded_by: str | None = None
    suspicions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """One page of a notebook, one emptied box."""

    municipality: str
    edition: str
    channel: Channel
    place: str | None
    received_on: date
    scan_sha256: str | None
    rows: Sequence[Draft]


class PhotoUnknown(ValueError):
    """A photo is sent to the form first, then named by its digest."""

    field = "photos"


class ReceivedInTheFuture(ValueError):
    """A paper cannot be received after today."""

    field = "received_on"


async def submit_proposal(command: SubmitProposal, stores: Stores) -> dict[str, Any]:
    """Raises `FieldsRefused` with every field in error. Nothing is announced of a proposal held back."""
    place = await open_for(command.municipality, command.edition, stores)
    draft = cleaned(command.draft)
    if errors := draft_errors(draft, place):
        raise FieldsRefused(errors)
    recorded = zone_date(stores.civil, place.timezone)
    received = received_on(command.received_on, recorded)
    source = Source(command.channel, received, recorded, command.recorded_by, command.place)
    held = () if command.recorded_by else (*command.suspicions, *suspicions(draft.title, draft.body))
    proposal = await receive(command.municipality, command.edition, draft, source, held, stores)
    stores.audit(command.municipality, command.recorded_by or "public", "submit-proposal", proposal.id)
    return {"proposal_id": proposal.id, "tracking_code": proposal.tracking_code, "status": proposal.status.value}


async def record_batch(command: RecordBatch, actor: str, stores: Stores) -> dict[str, Any]:
    """Good rows are kept, each bad one is named by its line; the page's scan is attached to every row kept."""
    place = await open_for(command.municipality, command.edition, stores)
    recorded = zone_date(stores.civil, place.timezone)
    received, batch_id = received_on(command.received_on, recorded), new_id()
    accepted: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    if command.scan_sha256 is not None:
        await stores.press.keep(command.municipality, command.scan_sha256)
    source = Source(command.channel, received, recorded, actor, command.place, batch_id, None, command.scan_sha256)
    for row, draft in enumerate(map(cleaned, command.rows), start=1):
        if wrong := draft_errors(draft, place):
            errors += [{"row": row, "field": error.field, "word": error.word} for error in wrong]
            continue
        numbered = replace(source, row=row)
        kept = await receive(command.municipality, command.edition, draft, numbered, (), stores)
        accepted.append({"row": row, "proposal_id": kept.id, "tracking_code": kept.tracking_code})
    answer = {"batch_id": batch_id, "accepted": accepted, "errors": errors}
    await stores.notes.keep_batch(command.municipality, batch_id, _batch(command, actor, recorded, answer))
    stores.audit(command.municipality, actor, "record-batch", batch_id)
    return answer


async def receive_group_report(event: WorkingGroupReported, stores: Stores) -> None:
    """The working group of a forum is the author of what it wrote."""
    place = await open_for(event.municipality, event.edition, stores)
    recorded = zone_date(stores.civil, place.timezone)
    author = Author(AuthorKind.WORKING_GROUP, str(event.group))
    for row, each in enumerate(event.proposals, start=1):
        draft = Draft(each.title, each.body, each.zone, each.neighbourhood, each.kind, author)
        batch = event.report_id
        source = Source(Channel.WORKING_GROUP, event.reported_on, recorded, None, None, batch, row)
        await receive(event.municipality, event.edition, cleaned(draft), source, (), stores)


def draft_errors(draft: Draft, place: Municipality) -> list[FieldError]:
    """Every field in error at once."""
    errors = text_errors(draft.title, draft.body)
    try:
        place.require_place(draft.zone, draft.neighbourhood)
    except ZoneUnknown:
        errors.append(FieldError("zone", "zone-unknown"))
    except NeighbourhoodUnknown:
        errors.append(FieldError("neighbourhood", "neighbourhood-unknown"))
    return errors


async def receive(
    municipality: str, edition: str, draft: Draft, source: Source, held_for: Sequence[str], stores: Stores
) -> Proposal:
    proposal = Proposal(
        municipality=municipality,
        id=new_id(),
        edition=edition,
        tracking_code=tracking_code(),
        title=draft.title,
        body=draft.body,
        zone=draft.zone,
        neighbourhood=draft.neighbourhood,
        kind=draft.kind,
        source=source,
        author=draft.author,
        photos=draft.photos,
        held_for=tuple(held_for),
        status=Status.HELD if held_for else Status.SUBMITTED,
    )
    proposal.submit()
    await keep_photos(proposal, stores)
    await stores.proposals.save(proposal)
    if draft.contact is not None and draft.contact.consent:
        await stores.notes.keep_contact(municipality, proposal.id, draft.contact)
    return proposal


async def keep_photos(proposal: Proposal, stores: Stores) -> None:
    """Shown with the proposal, not before it; only pictures that came by the public form, never another file of the town."""
    for sha256 in proposal.photos:
        if not await stores.notes.photo_known(proposal.municipality, sha256):
            raise PhotoUnknown(sha256)
        await stores.press.keep(proposal.municipality, sha256, public=proposal.status is not Status.HELD)


async def open_for(municipality: str, edition: str, stores: Stores) -> Municipality:
    place = await stores.municipalities.get(municipality, municipality)
    if await stores.editions.known(municipality, edition) is None:
        raise EditionUnknown(edition)
    return place


def received_on(given: date | None, recorded: date) -> date:
    if given is not None and given > recorded:
        raise ReceivedInTheFuture
    return given or recorded


def cleaned(draft: Draft) -> Draft:
    return replace(draft, title=clean(draft.title).replace("\n", " "), body=clean(draft.body))


def _batch(command: RecordBatch, actor: str, recorded: date, answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "edition": command.edition,
        "channel": command.channel.value,
        "place": command.place,
        "received_on": command.received_on.isoformat(),
        "recorded_on": recorded.isoformat(),
        "recorded_by": actor,
        "scan_sha256": command.scan_sha256,
        "rows": len(command.rows),
        "accepted": [each["proposal_id"] for each in answer["accepted"]],
        "errors": answer["errors"],
    }
