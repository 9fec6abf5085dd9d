"""Telling everybody an event concerns, a page of contacts a transaction, from wherever a crash left it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.notifications.application.composing import Composer
from services.notifications.application.ports import Stores
from services.notifications.domain.channels import Channel
from services.notifications.domain.contact import Contact
from services.notifications.domain.delivery import Delivery, DeliveryState
from services.notifications.domain.dispatch import Dispatch
from services.notifications.domain.happening import SPREAD, Happening
from services.notifications.domain.hours import QuietHours, next_digest
from services.notifications.domain.notice import Notice
from services.notifications.domain.rules import Rule, RulesTable
from shared.contracts.notifications import DeliveryFailed
from shared.municipalities import MunicipalityView

PAGE = 200  # contacts a transaction: small enough to stay far under the transaction's time limit
BATCH = 25  # messages a sending task: one SMTP connection, well within the task's time limit
SPREAD_TASK = "notifications.tell"
DELIVER = "notifications.deliver"
PRINT = "notifications.print_notice"
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Telling:
    """What spreading needs to know beside the stores."""

    table: RulesTable
    composer: Composer
    town: MunicipalityView
    working: frozenset[Channel]
    quiet: QuietHours
    mail_domain: str


async def spread(municipality: str, event_id: str, stores: Stores, telling: Telling) -> bool:
    """One step; true while there is more to tell. Repeating a step tells nobody twice."""
    happening = await stores.happenings.get(municipality, event_id)
    if happening.state == SPREAD:
        return False
    if not happening.published:
        happening = await _publish(happening, stores, telling)
    moved = await _tell_page(happening, stores, telling)
    await stores.happenings.save(moved)
    return moved.state != SPREAD


async def _publish(happening: Happening, stores: Stores, telling: Telling) -> Happening:
    line = telling.table.public_for(happening.event_type, happening.facts)
    if line is not None:
        await stores.feed.put(telling.composer.feed_item(line, happening, telling.town))
    if line is not None and line.notice:
        notice = Notice(
            happening.event_id, happening.municipality, happening.event_id, happening.subject, line.template
        )
        await stores.notices.put(notice)
        stores.later(PRINT, happening.municipality, notice.id)
    return replace(happening, published=True)


async def _tell_page(happening: Happening, stores: Stores, telling: Telling) -> Happening:
    if happening.rule is None:
        return replace(happening, state=SPREAD)
    rule = telling.table.rule(happening.rule)
    if rule is None:
        return happening.advanced(None)
    contacts, cursor, titles = await _contacts(rule, happening, stores)
    wanted = [contact for contact in contacts if _addressed(contact, rule, happening)]
    await _add(wanted, titles, rule, happening, stores, telling)
    if rule.dispatch and cursor is None:
        await stores.dispatches.save(_dispatch(rule, happening))
    return happening.advanced(cursor)


Titles = dict[str, tuple[str, ...]]


async def _contacts(rule: Rule, happening: Happening, stores: Stores) -> tuple[list[Contact], str | None, Titles]:
    """The next contacts, where to go on after them, the titles that are each one's own."""
    audience, municipality = rule.audience, happening.municipality
    if audience.contact_of:
        return await stores.contacts.several(municipality, happening.named(audience.contact_of)), None, {}
    if audience.authors_of:
        wrote = await stores.authors.of(municipality, happening.named(audience.authors_of))
        titles = {who: happening.titles_of(audience.authors_of, ids) for who, ids in wrote.items()}
        return await stores.contacts.several(municipality, sorted(wrote)), None, titles
    found = await stores.contacts.after(municipality, audience, happening.cursor, PAGE)
    return found, found[-1].id if len(found) == PAGE else None, {}


def _addressed(contact: Contact, rule: Rule, happening: Happening) -> bool:
    if not contact.wants(rule):
        return False
    zone = happening.facts.get(rule.audience.zone_of) if rule.audience.zone_of else None
    return zone is None or contact.zone in (None, zone)


async def _add(
    contacts: Sequence[Contact],
    titles: Titles,
    rule: Rule,
    happening: Happening,
    stores: Stores,
    telling: Telling,
) -> None:
    made = [_delivery(c, rule, happening, stores, telling, titles.get(c.id, ())) for c in contacts]
    bundles = [_bundle(d, happening, stores, telling) for d in made if d.bundle]
    all_of_them = {delivery.id: delivery for delivery in (*made, *bundles)}
    new = await stores.deliveries.missing(happening.municipality, list(all_of_them))
    fresh = [delivery for identity, delivery in all_of_them.items() if identity in new]
    await stores.deliveries.add(fresh, happening.event_type, rule.topic, happening.edition)
    _announce_failures(fresh, stores)
    _send_soon([delivery.id for delivery in fresh if delivery.due(stores.civil)], happening.municipality, stores)


def _delivery(
    contact: Contact, rule: Rule, happening: Happening, stores: Stores, telling: Telling, titles: tuple[str, ...]
) -> Delivery:
    identity = f"{happening.event_id}.{contact.id}"
    at_once = rule.legal or rule.urgent
    now, zone = stores.civil, telling.town.timezone
    delivery = Delivery(
        id=identity,
        municipality=happening.municipality,
        event_id=happening.event_id,
        contact_id=contact.id,
        rule=rule.id,
        channel=contact.channel(rule.channels, telling.working),
        legal=rule.legal,
        message_id=message_id(happening.municipality, identity, telling.mail_domain),
        not_before=now if at_once else telling.quiet.next_allowed(now, zone),
        retry_at=stores.system,
        dispatch_id=happening.event_id if rule.dispatch else None,
        titles=titles,
        traceparent=happening.traceparent,
    )
    if delivery.channel is Channel.FEED:
        return delivery.unreachable(now)
    if contact.daily_digest and not at_once:
        return delivery.bundled(f"{DIGEST}-{next_digest(now, zone):%Y%m%dT%H%M}.{contact.id}")
    return delivery


def _bundle(one: Delivery, happening: Happening, stores: Stores, telling: Telling) -> Delivery:
    """The digest that carries `one`: a delivery like any other, due at the digest hour."""
    identity = str(one.bundle)
    return replace(
        one,
        id=identity,
        event_id=identity.partition(".")[0],
        rule=DIGEST,
        message_id=message_id(happening.municipality, identity, telling.mail_domain),
        not_before=next_digest(stores.civil, telling.town.timezone),
        state=DeliveryState.PENDING,
        bundle=None,
        titles=(),
    )


def _dispatch(rule: Rule, happening: Happening) -> Dispatch:
    document = happening.facts.get(rule.attach) if rule.attach else None
    return Dispatch(
        id=happening.event_id,
        municipality=happening.municipality,
        edition=happening.edition,
        about=happening.subject,
        about_type=happening.event_type,
        audience=rule.audience.name,
        document_sha256=str(document["sha256"]) if isinstance(document, dict) else None,
        expanded=True,
    )


def _announce_failures(deliveries: Sequence[Delivery], stores: Stores) -> None:
    for delivery in deliveries:
        if delivery.reason == "no-address":
            stores.announce(failure(delivery), 1)


def failure(delivery: Delivery) -> DeliveryFailed:
    return DeliveryFailed(
        municipality=delivery.municipality,
        delivery_id=delivery.id,
        contact_id=delivery.contact_id,
        channel=delivery.channel,
        reason=delivery.reason or "unknown",
    )


def _send_soon(ids: Sequence[str], municipality: str, stores: Stores) -> None:
    for start in range(0, len(ids), BATCH):
        stores.later(DELIVER, municipality, *ids[start : start + BATCH])


def message_id(municipality: str, delivery_id: str, domain: str) -> str:
    """Always the same for the same delivery, so that a legal notice sent again is seen as the same message."""
    digest = hashlib.sha256(f"{municipality}/{delivery_id}".encode()).hexdigest()[:32]
    return f"<{digest}@{domain}>"
