"""Commands on the proof of publication."""

from datetime import datetime

from services.scheduling.application.ports import Calendars, Copies, Files, Publications
from services.scheduling.domain.activity import Evidence
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.publication import ACTIVITY_KEYS, Dispatch, Posting, Publication, WebCopy
from shared.clock import zone_date
from shared.contracts.event import Document

BY_EVENT = "notifications"


async def open_publication(
    publications: Publications,
    copies: Copies,
    *,
    municipality: str,
    publication_id: str,
    edition: str,
    kind: str,
    timezone: str,
    document: Document | None,
) -> Publication:
    """What is to be published is known; a dispatch may have come first."""
    publication = await find_or_open(publications, municipality, publication_id, edition, kind, timezone)
    if document is not None:
        publication.document = document.model_dump(mode="json")
        await copies.wanted(municipality, document, public=True)
    await publications.save(publication)
    return publication


async def find_or_open(
    publications: Publications, municipality: str, publication_id: str, edition: str, kind: str, timezone: str
) -> Publication:
    known = await publications.look_up(municipality, publication_id)
    return known or Publication(
        municipality=municipality, id=publication_id, edition=edition, kind=kind, timezone=timezone
    )


async def file_dispatch(
    publications: Publications,
    calendars: Calendars,
    copies: Copies,
    publication: Publication,
    dispatch: Dispatch,
    table: Document,
    at: datetime,
) -> Publication:
    """The dispatch table comes back by itself; it is evidence of the activity, and the third part of the proof."""
    publication.dispatched(dispatch, at)
    await copies.wanted(publication.municipality, table, public=False)
    await publications.save(publication)
    piece = Evidence(
        type="dispatch_slip",
        sha256=table.sha256,
        name=table.name or "dispatch.json",
        by=BY_EVENT,
        at=at,
        href=table.href,
        media_type=table.type,
        size=table.size,
    )
    await file_evidence(calendars, publication, piece)
    return publication


async def record_web_copy(
    publications: Publications,
    calendars: Calendars,
    files: Files,
    *,
    municipality: str,
    publication_id: str,
    copy: WebCopy,
    captured: bool,
    public_copy: str | None,
    by: str,
    at: datetime,
) -> Publication:
    """The digest of the page as it stood there; `captured` when the page itself was uploaded, else it stays where it is.

    Raises `PublicationAlreadyProven`.
    """
    publication = await publications.get(municipality, publication_id)
    page = await files.attach(municipality, copy.sha256, public=False) if captured else {}
    if public_copy is not None:
        await files.attach(municipality, public_copy, public=True)
    publication.copied(copy, at)
    await publications.save(publication)
    kind = "web_extract" if publication.kind == "diagnosis" else "website_extract"
    piece = Evidence(
        type=kind,
        sha256=copy.sha256,
        name=copy.url,
        by=by,
        at=at,
        href=page.get("href", copy.url),
        media_type=page.get("type"),
        size=page.get("size"),
        public_sha256=public_copy,
        url=copy.url,
    )
    await file_evidence(calendars, publication, piece)
    return publication


async def record_posting(
    publications: Publications,
    calendars: Calendars,
    files: Files,
    *,
    municipality: str,
    publication_id: str,
    posting: Posting,
    public_copy: str | None,
    by: str,
    at: datetime,
) -> Publication:
    """The photograph of the posting, uploaded before; the public sees its copy without metadata.

    Raises `FileUnknown`, `PublicationAlreadyProven`.
    """
    publication = await publications.get(municipality, publication_id)
    photo = await files.attach(municipality, posting.sha256, public=False)
    if public_copy is not None:
        await files.attach(municipality, public_copy, public=True)
    publication.posted(posting, at)
    await publications.save(publication)
    piece = Evidence(
        type="posting_photos",
        sha256=posting.sha256,
        name=photo["name"],
        by=by,
        at=at,
        href=photo["href"],
        media_type=photo["type"],
        size=photo["size"],
        public_sha256=public_copy,
    )
    await file_evidence(calendars, publication, piece)
    return publication


async def file_evidence(calendars: Calendars, publication: Publication, piece: Evidence) -> None:
    """Under the activity that publishes this kind of document; from the proof on, the actual date is what rules count."""
    calendar = await calendars.of_edition(publication.municipality, publication.edition)
    activity = calendar.by_key(ACTIVITY_KEYS[publication.kind]) if calendar else None
    if calendar is None or activity is None:
        return
    changed = calendar.attach(activity.code, piece)
    if mark_published(calendar, activity.code, publication) or changed:
        await calendars.save(calendar)


def mark_published(calendar: Calendar, code: str, publication: Publication) -> bool:
    if publication.published_at is None:
        return False
    calendar.annotate(code, occurred_on=zone_date(publication.published_at, publication.timezone))
    return True
