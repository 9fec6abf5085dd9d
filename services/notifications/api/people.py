"""Routes by which people are written down, subscribe and leave."""

import secrets
from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Response

from services.notifications.adapters.mongo import mongo_stores
from services.notifications.adapters.mongo_contacts import MongoContacts
from services.notifications.adapters.service import Notifications
from services.notifications.api.access import Desk, Reader, Service, Writer
from services.notifications.api.schemas import (
    ContactAnswer,
    ContactBody,
    ContactId,
    SubscriptionBody,
    TopicUnknown,
    Unsubscribed,
)
from services.notifications.application.contacts import AddContact, Subscribe, add_contact, subscribe, unsubscribe
from services.notifications.application.spreading import SPREAD_TASK
from services.notifications.domain.channels import Channel
from services.notifications.domain.contact import ContactKind
from services.notifications.domain.happening import Happening
from shared.http import Identifier, Municipality, Once, Page, Paging
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Document

router = APIRouter(prefix="/{municipality}", tags=["people"])

Token = Annotated[str, Path(min_length=20, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
WELCOME = "notifications.subscribed"


@router.post("/contacts", status_code=201)
async def create_contact(
    municipality: Municipality, body: ContactBody, service: Service, once: Once, who: Desk
) -> ContactId:
    await service.town(municipality)
    command = _command(municipality, body)

    async def work(tx: Transaction) -> dict[str, Any]:
        contact_id = await add_contact(command, MongoContacts(tx), tx.civil)
        tx.audit(municipality, who.actor, "add_contact", contact_id)
        return {"contact_id": contact_id}

    return ContactId(**await service.work.once(once, work))


@router.get("/contacts")
async def list_contacts(
    municipality: Municipality, service: Service, paging: Paging, who: Reader, kind: ContactKind | None = None
) -> Page[ContactAnswer]:
    found = await service.queries.contacts(municipality, kind, paging.cursor, paging.limit)
    return Page(items=[_contact(row) for row in found.items], next=found.next)


@router.delete("/contacts/{contact_id}", status_code=204)
async def erase_contact(municipality: Municipality, contact_id: Identifier, service: Service, who: Writer) -> Response:
    """The address is gone; what was sent stays counted, under an id that leads nowhere."""

    async def work(tx: Transaction) -> None:
        await MongoContacts(tx).erase(municipality, contact_id)
        tx.audit(municipality, who.actor, "erase_contact", contact_id)

    await service.work.run(work)
    return Response(status_code=204)


@router.post("/subscriptions", status_code=201)
async def create_subscription(
    municipality: Municipality, body: SubscriptionBody, service: Service, once: Once
) -> ContactId:
    await service.town(municipality)
    if not set(body.topics) <= service.topics:
        raise TopicUnknown(service.topics)
    command = Subscribe(
        municipality, new_id(), secret_token(), body.email, body.language, tuple(body.topics), body.zone, body.digest
    )

    async def work(tx: Transaction) -> dict[str, Any]:
        contact = await subscribe(command, MongoContacts(tx), tx.civil)
        if contact.id == command.contact_id:
            _welcome(service, municipality, contact.id, tx)
        return {"contact_id": contact.id}

    return ContactId(**await service.work.once(once, work))


@router.get("/unsubscribe/{token}")
async def show_unsubscribe(municipality: Municipality, token: Token, service: Service) -> Unsubscribed:
    """Whether it was done; looking changes nothing, as mail programs look at links by themselves. The page is the web's."""
    contact = await service.within(lambda stores: stores.contacts.by_token(municipality, token))
    return Unsubscribed(unsubscribed=contact.withdrawn, municipality=municipality)


@router.post("/unsubscribe/{token}")
async def confirm_unsubscribe(municipality: Municipality, token: Token, service: Service) -> Unsubscribed:
    """One tap, handed on by the web: a mail program (RFC 8058) cannot add an idempotency key."""
    await service.within(lambda stores: unsubscribe(municipality, token, stores))
    return Unsubscribed(unsubscribed=True, municipality=municipality)


def secret_token() -> str:
    return secrets.token_urlsafe(24)


def _welcome(service: Notifications, municipality: str, contact_id: str, tx: Transaction) -> None:
    rules = tuple(rule.id for rule in service.table.rules_for(WELCOME, {}))
    event_id, facts = new_id(), {"contact_id": contact_id}
    happening = Happening(event_id, municipality, WELCOME, contact_id, facts, tx.civil, rules, retry_at=tx.system)
    mongo_stores(tx).happenings.begin(happening)
    tx.then_enqueue(SPREAD_TASK, municipality, event_id)


def _command(municipality: str, body: ContactBody) -> AddContact:
    addresses = {
        Channel.EMAIL: body.email,
        Channel.SMS: body.phone,
        Channel.WHATSAPP: body.phone,
        Channel.WEBHOOK: body.webhook,
    }
    return AddContact(
        municipality=municipality,
        contact_id=new_id(),
        token=secret_token(),
        kind=body.kind,
        language=body.language,
        addresses={channel: address for channel, address in addresses.items() if address},
        consent=body.consent,
        name=body.name,
        zone=body.zone,
        roles=tuple(body.roles),
    )


def _contact(row: Document) -> ContactAnswer:
    addresses = cast(dict[str, str], row["addresses"])
    kept = {name: row[name] for name in ("contact_id", "kind", "name", "language", "zone", "roles", "topics")}
    return ContactAnswer(
        **kept,
        email=addresses.get("email"),
        phone=addresses.get("sms"),
        consented=row["consented"],
        version=row["version"],
    )
