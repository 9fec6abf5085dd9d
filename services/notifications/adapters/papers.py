"""Files a message carries, tables that prove a dispatch, notices for the board of the town hall."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import cast

from services.notifications.adapters.mongo import mongo_stores
from services.notifications.adapters.service import Notifications
from services.notifications.application.dispatching import complete, finished_table
from services.notifications.application.printing import main_language, poster
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.happening import Happening
from services.notifications.domain.message import Attachment
from services.notifications.domain.notice import Notice
from shared.contracts.event import Document
from shared.contracts.notifications import NoticePrinted
from shared.documents import Language, render
from shared.files import FileUnknown, StoredFile, as_document
from shared.files.fetch import DocumentSourceUnknown
from shared.messaging.unit_of_work import Transaction

LARGEST_ATTACHMENT = 8 * 1024 * 1024  # bytes; encoded it stays under the ten mebibytes most mail servers take

log = logging.getLogger(__name__)


async def fetch_attachment(service: Notifications, happening: Happening) -> None:
    """Our own copy of the document a legal notice carries. Raises DocumentUnavailable: worth another try."""
    document = attached(service, happening)
    if document is None:
        return
    try:
        await service.fetcher.fetch(document, happening.municipality)
    except DocumentSourceUnknown as foreign:
        log.warning("no copy of a document from an unknown address, the message has its digest only: %s", foreign)


async def attachments(service: Notifications, deliveries: Sequence[Delivery]) -> dict[str, Attachment]:
    """The files these deliveries carry, by digest; what is too large for e-mail goes as a link only."""
    found: dict[str, Attachment] = {}
    for key in dict.fromkeys((one.municipality, one.event_id) for one in deliveries if one.dispatch_id):
        found |= await _of_event(service, *key)
    return found


def attached(service: Notifications, happening: Happening) -> Document | None:
    """The document the event's rules attach."""
    for rule_id in happening.rules:
        rule = service.table.rule(rule_id)
        if rule and rule.attach and happening.facts.get(rule.attach):
            return Document.model_validate(happening.facts[rule.attach])
    return None


async def complete_dispatch(service: Notifications, municipality: str, dispatch_id: str) -> None:
    """Announce the dispatch with its table once every message is settled."""
    table = await service.within(lambda stores: finished_table(municipality, dispatch_id, stores))
    if table is None:
        return
    content = json.dumps(table, ensure_ascii=False, sort_keys=True, indent=1).encode()
    file = await service.files.put(content, municipality, f"dispatch-{dispatch_id}.json", "application/json")

    async def announced(tx: Transaction) -> None:
        await service.files.attach(tx, municipality, file.sha256)
        await complete(municipality, dispatch_id, as_document(service.public_url, file), mongo_stores(tx))

    await service.work.run(announced)


async def print_notice(service: Notifications, municipality: str, notice_id: str) -> None:
    """Set the notice, keep it for everybody, announce it; the second time nothing happens."""
    notice = await service.within(lambda stores: stores.notices.get(municipality, notice_id))
    if notice.sha256 is None:
        file = await _printed(service, notice)
        await service.work.run(lambda tx: _announce_notice(service, notice, file, tx))


async def _printed(service: Notifications, notice: Notice) -> StoredFile:
    town = await service.town(notice.municipality)
    happening = await service.within(lambda stores: stores.happenings.get(notice.municipality, notice.event_id))
    line = service.table.public_for(happening.event_type, happening.facts)
    assert line is not None, notice.template  # the notice was made from this line
    data = poster(line, happening, town, service.composer, service.web_url)
    pdf = await asyncio.to_thread(render, "poster", data, cast(Language, main_language(town)))
    return await service.files.put(pdf, notice.municipality, f"notice-{notice.id}.pdf", "application/pdf", public=True)


async def _announce_notice(service: Notifications, notice: Notice, file: StoredFile, tx: Transaction) -> None:
    stores = mongo_stores(tx)
    fresh = await stores.notices.get(notice.municipality, notice.id)
    if fresh.sha256 is not None:
        return
    await service.files.attach(tx, notice.municipality, file.sha256, public=True)
    version = await stores.notices.save(fresh.printed(file.sha256))
    document = as_document(service.public_url, file)
    event = NoticePrinted(municipality=notice.municipality, notice_id=notice.id, about=notice.about, document=document)
    tx.announce(event, version)


async def _of_event(service: Notifications, municipality: str, event_id: str) -> dict[str, Attachment]:
    happening = await service.within(lambda stores: stores.happenings.get(municipality, event_id))
    document = attached(service, happening)
    if document is None or document.size > LARGEST_ATTACHMENT:
        return {}
    return await _read(service, municipality, document)


async def _read(service: Notifications, municipality: str, document: Document) -> dict[str, Attachment]:
    try:
        content = await service.files.read(municipality, document.sha256)
    except FileUnknown:
        return {}
    name = document.name or f"{document.sha256[:12]}.pdf"
    return {document.sha256: Attachment(name, document.type, content)}
