"""Sending: claim first, try, then say what became of it; never two messages for one delivery unless the law asks."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.notifications.application.composing import Composer
from services.notifications.application.ports import Attempt, Outcome, Stores
from services.notifications.application.spreading import DIGEST, failure
from services.notifications.domain.channels import FALLBACK, Channel
from services.notifications.domain.contact import Contact
from services.notifications.domain.delivery import Delivery, DeliveryState
from services.notifications.domain.happening import Happening
from services.notifications.domain.message import Attachment, Message
from services.notifications.domain.rules import Rule, RulesTable
from shared.municipalities import MunicipalityView


@dataclass(frozen=True, slots=True)
class Posting:
    """What sending needs to know beside the stores."""

    table: RulesTable
    composer: Composer
    town: MunicipalityView
    pages: str
    attachments: Mapping[str, Attachment]

    def leaving(self, contact: Contact) -> str:
        """The page of the public site where this person leaves, in the person's language; mail programs post to it too."""
        return f"{self.pages}/{contact.language}/{self.town.slug}/unsubscribe/{contact.token}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A delivery with the message it carries; `attempt` is None when nobody can be reached any more."""

    delivery: Delivery
    attempt: Attempt | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of one claimed delivery, by whoever holds the claim `token`."""

    municipality: str
    delivery_id: str
    token: str
    outcome: Outcome
    reason: str = ""
    address_digest: str = ""


async def due(municipality: str, ids: Sequence[str], stores: Stores) -> list[Delivery]:
    """Those of `ids` that may go now."""
    return [one for one in await stores.deliveries.several(municipality, ids) if one.due(stores.civil)]


async def claim(municipality: str, delivery_id: str, token: str, stores: Stores) -> bool:
    """Ours for a minute, unless somebody else holds it or it is settled; right before it is sent and one by one,
    so that a killed worker leaves hardly any message in doubt."""
    found = await due(municipality, [delivery_id], stores)
    for one in found:
        await stores.deliveries.save(one.claimed(token, stores.system))
    return bool(found)


async def prepare(deliveries: Sequence[Delivery], stores: Stores, posting: Posting) -> list[Prepared]:
    """Messages as they read now: an address changed since the event is the one that is used."""
    return [await _prepared(delivery, stores, posting) for delivery in deliveries]


async def settle(told: Settlement, stores: Stores) -> None:
    """Write down what became of a claimed delivery. Raises NotClaimed when the claim ran out meanwhile."""
    for delivery in await stores.deliveries.several(told.municipality, [told.delivery_id]):
        after = replace(_after(delivery, told, stores), address_digest=told.address_digest or None)
        await _save(after, stores)
        await _settle_bundled(after, stores)


async def change_channel(municipality: str, delivery_id: str, working: frozenset[Channel], stores: Stores) -> None:
    """A gateway that keeps refusing gives way to the next channel that reaches the person."""
    for delivery in await stores.deliveries.several(municipality, [delivery_id]):
        if delivery.should_change_channel:
            contacts = await stores.contacts.several(municipality, [delivery.contact_id])
            others = working - {delivery.channel}
            channel = contacts[0].channel(FALLBACK, others) if contacts else Channel.FEED
            if channel is not Channel.FEED:
                await stores.deliveries.save(delivery.by(channel))


async def give_up_claim(municipality: str, delivery_id: str, stores: Stores) -> None:
    """Who claimed it has not been heard of since: nobody can say whether it was sent."""
    for delivery in await stores.deliveries.several(municipality, [delivery_id]):
        if delivery.state is DeliveryState.CLAIMED and delivery.claim:
            await _save(delivery.lost(delivery.claim, stores.system, stores.civil), stores)


def _after(delivery: Delivery, told: Settlement, stores: Stores) -> Delivery:
    token, reason = told.token, told.reason
    match told.outcome:
        case Outcome.SENT:
            return delivery.sent(token, stores.civil)
        case Outcome.REFUSED:
            return delivery.failed(token, stores.civil, reason)
        case Outcome.POSTPONED:
            return delivery.postponed(token, stores.system, stores.civil, reason)
        case Outcome.UNKNOWN:
            return delivery.lost(token, stores.system, stores.civil)


async def _save(delivery: Delivery, stores: Stores) -> None:
    version = await stores.deliveries.save(delivery)
    if delivery.state is DeliveryState.FAILED:
        stores.announce(failure(delivery), version)


async def _settle_bundled(digest: Delivery, stores: Stores) -> None:
    if digest.rule == DIGEST and digest.state is DeliveryState.SENT:
        for one in await stores.deliveries.of_bundle(digest.municipality, digest.id):
            await stores.deliveries.save(one.sent_in_bundle(stores.civil, digest.message_id))


async def _prepared(delivery: Delivery, stores: Stores, posting: Posting) -> Prepared:
    contacts = await stores.contacts.several(delivery.municipality, [delivery.contact_id])
    if not contacts or delivery.channel not in contacts[0].addresses:
        return Prepared(delivery)
    contact = contacts[0]
    message, attachment = await _written(delivery, contact, stores, posting)
    attempt = Attempt(
        delivery_id=delivery.id,
        address=contact.addresses[delivery.channel],
        message_id=delivery.message_id,
        message=message,
        at=stores.civil,
        address_digest=address_digest(contact, delivery.channel),
        unsubscribe=None if delivery.legal else posting.leaving(contact),
        attachment=attachment,
    )
    return Prepared(delivery, attempt)


async def _written(
    delivery: Delivery, contact: Contact, stores: Stores, posting: Posting
) -> tuple[Message, Attachment | None]:
    if delivery.rule == DIGEST:
        return await _digest(delivery, contact, stores, posting), None
    happening = await stores.happenings.get(delivery.municipality, delivery.event_id)
    rule = posting.table.rule(delivery.rule)
    assert rule is not None, delivery.rule  # rules are retired only after their deliveries are settled
    message = posting.composer.message(rule, happening, posting.town, contact, delivery.titles)
    return message, _attachment(rule, happening, posting)


def address_digest(contact: Contact, channel: Channel) -> str:
    """Keyed by what only we know, so that a dispatch table proves an address without showing it."""
    address = contact.addresses[channel].casefold()
    return hmac.new(contact.token.encode(), address.encode(), hashlib.sha256).hexdigest()


def _attachment(rule: Rule, happening: Happening, posting: Posting) -> Attachment | None:
    document = happening.facts.get(rule.attach) if rule.attach else None
    return posting.attachments.get(str(document["sha256"])) if isinstance(document, dict) else None


async def _digest(delivery: Delivery, contact: Contact, stores: Stores, posting: Posting) -> Message:
    """The subjects of everything the day brought, under one heading."""
    subjects = []
    for one in await stores.deliveries.of_bundle(delivery.municipality, delivery.id):
        happening = await stores.happenings.get(one.municipality, one.event_id)
        if rule := posting.table.rule(one.rule):
            subjects.append(posting.composer.message(rule, happening, posting.town, contact, one.titles).subject)
    return posting.composer.digest(subjects, posting.town, contact)
