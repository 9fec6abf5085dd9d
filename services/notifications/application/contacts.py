"""Adding people, letting them subscribe, letting them go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.notifications.application.ports import Contacts, Stores
from services.notifications.domain.channels import Channel
from services.notifications.domain.contact import Consent, Contact, ContactKind, new_contact


@dataclass(frozen=True, slots=True)
class AddContact:
    """Staff write somebody down, with the consent they gave or did not give."""

    municipality: str
    contact_id: str
    token: str
    kind: ContactKind
    language: str
    addresses: Mapping[Channel, str]
    consent: bool
    name: str | None = None
    zone: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Somebody asks for messages by themselves."""

    municipality: str
    contact_id: str
    token: str
    email: str
    language: str
    topics: tuple[str, ...]
    zone: str | None = None
    daily_digest: bool = False


async def add_contact(command: AddContact, contacts: Contacts, at: datetime) -> str:
    """The contact's id: the known one when the e-mail address is known. Raises NoAddress."""
    fresh = new_contact(_contact(command, at))
    known = await _known(contacts, command.municipality, command.addresses.get(Channel.EMAIL))
    kept = fresh if known is None else _absorbed(known, fresh)
    await contacts.save(kept)
    return kept.id


async def subscribe(command: Subscribe, contacts: Contacts, at: datetime) -> Contact:
    """Subscribing again adds topics; who came back after leaving is asked nothing twice."""
    known = await _known(contacts, command.municipality, command.email)
    before = known or Contact(
        id=command.contact_id,
        municipality=command.municipality,
        kind=ContactKind.CITIZEN,
        language=command.language,
        token=command.token,
        addresses={Channel.EMAIL: command.email},
        zone=command.zone,
    )
    digest = command.daily_digest if known is None else before.daily_digest
    after = replace(before, daily_digest=digest).agree(at, "subscription", command.topics)
    await contacts.save(after)
    return after


async def unsubscribe(municipality: str, token: str, stores: Stores) -> Contact:
    """One tap; tapping again is harmless. Raises TokenUnknown."""
    contact = await stores.contacts.by_token(municipality, token)
    after = contact.withdraw(stores.civil, "unsubscribe")
    if after is not contact:
        await stores.contacts.save(after)
    return after


async def _known(contacts: Contacts, municipality: str, email: str | None) -> Contact | None:
    return await contacts.by_email(municipality, email) if email else None


def _contact(command: AddContact, at: datetime) -> Contact:
    return Contact(
        id=command.contact_id,
        municipality=command.municipality,
        kind=command.kind,
        language=command.language,
        token=command.token,
        name=command.name,
        addresses={channel: address for channel, address in command.addresses.items() if address},
        zone=command.zone,
        roles=command.roles,
        consents=(Consent(command.consent, at, "staff"),),
    )


def _absorbed(known: Contact, fresh: Contact) -> Contact:
    """What staff write completes what is known; a refusal somebody gave themselves is not overruled."""
    roles = tuple(dict.fromkeys([*known.roles, *fresh.roles]))
    consents = known.consents if known.consents else fresh.consents
    addresses = {**known.addresses, **fresh.addresses}
    return replace(
        fresh,
        id=known.id,
        token=known.token,
        roles=roles,
        consents=consents,
        addresses=addresses,
        topics=known.topics,
        version=known.version,
    )
