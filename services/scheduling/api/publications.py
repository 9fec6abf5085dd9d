"""Routes of the proof of publication."""

from typing import Any

from fastapi import APIRouter

from services.scheduling.adapters.mongo import MongoCalendars, MongoPublications
from services.scheduling.adapters.public_copy import publish_copy
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import views
from services.scheduling.api.access import Id, Municipality, Publisher, Service
from services.scheduling.api.answers import told
from services.scheduling.api.record_schemas import PublicationOut
from services.scheduling.api.schemas import PostingIn, WebCopyIn
from services.scheduling.application import publications as commands
from services.scheduling.domain.publication import Posting, WebCopy
from shared.files.port import FileUnknown
from shared.http.idempotency import Once
from shared.http.paging import Page, Paging
from shared.messaging.unit_of_work import Transaction

router = APIRouter(prefix="/{municipality}/publications", tags=["publications"])


async def kept(service: Scheduling, municipality: str, sha256: str) -> bool:
    try:
        await service.files.stat(municipality, sha256)
    except FileUnknown:
        return False
    return True


@router.get("", response_model=Page[PublicationOut])
async def list_publications(municipality: Municipality, service: Service, asked: Paging) -> dict[str, Any]:
    """What was or is to be published, with what each proof still lacks."""
    publications = MongoPublications(service.db)
    found = await publications.listed(municipality, asked)
    return {"items": [views.publication(publications.loaded(row)) for row in found.items], "next": found.next}


@router.get("/{publication_id}", response_model=PublicationOut)
async def read_publication(municipality: Municipality, publication_id: Id, service: Service) -> dict[str, Any]:
    return views.publication(await MongoPublications(service.db).get(municipality, publication_id))


@router.post("/{publication_id}/web-copy", response_model=PublicationOut)
async def record_web_copy(
    municipality: Municipality, publication_id: Id, body: WebCopyIn, who: Publisher, service: Service, once: Once
) -> dict[str, Any]:
    """The page as it was put online: its capture when it was uploaded before, else its digest alone."""
    captured = await kept(service, municipality, body.sha256)
    copy = await publish_copy(service.files, municipality, body.sha256) if captured else None

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "record-web-copy", publication_id)
        publication = await commands.record_web_copy(
            MongoPublications.within(tx),
            MongoCalendars.within(tx),
            service.attachable(tx),
            municipality=municipality,
            publication_id=publication_id,
            copy=WebCopy(body.url, body.sha256, body.published_at),
            captured=captured,
            public_copy=copy.sha256 if copy else None,
            by=who.actor,
            at=tx.civil,
        )
        return told(views.publication(publication))

    return await service.work.once(once, work)


@router.post("/{publication_id}/posting", response_model=PublicationOut)
async def record_posting(
    municipality: Municipality, publication_id: Id, body: PostingIn, who: Publisher, service: Service, once: Once
) -> dict[str, Any]:
    """The photograph of the posting at the town hall, uploaded before."""
    copy = await publish_copy(service.files, municipality, body.sha256)

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "record-posting", publication_id)
        publication = await commands.record_posting(
            MongoPublications.within(tx),
            MongoCalendars.within(tx),
            service.attachable(tx),
            municipality=municipality,
            publication_id=publication_id,
            posting=Posting(body.sha256, body.posted_at),
            public_copy=copy.sha256 if copy else None,
            by=who.actor,
            at=tx.civil,
        )
        return told(views.publication(publication))

    return await service.work.once(once, work)
