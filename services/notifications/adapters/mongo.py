"""Every store of one transaction, and the indexes they need."""

from services.notifications.adapters.mongo_contacts import AUTHORS, CONTACTS, MongoAuthors, MongoContacts
from services.notifications.adapters.mongo_deliveries import (
    DELIVERIES,
    DISPATCHES,
    HAPPENINGS,
    MongoDeliveries,
    MongoDispatches,
    MongoHappenings,
)
from services.notifications.adapters.mongo_public import FEED, MongoFeed, MongoNotices, MongoPlans
from services.notifications.application.ports import Stores
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Index

INDEXES = (
    Index(CONTACTS, [("municipality", 1), ("contact_id", 1)], unique=True),
    Index(CONTACTS, [("municipality", 1), ("kind", 1), ("contact_id", 1)]),
    Index(CONTACTS, [("municipality", 1), ("consented", 1), ("contact_id", 1)]),
    Index(CONTACTS, [("municipality", 1), ("token", 1)]),
    Index(
        CONTACTS,
        [("municipality", 1), ("email_key", 1)],
        unique=True,
        partial={"email_key": {"$exists": True}},
    ),
    Index(AUTHORS, [("municipality", 1), ("proposal_id", 1)]),
    Index(HAPPENINGS, [("state", 1), ("retry_at", 1)]),
    Index(DELIVERIES, [("municipality", 1), ("dispatch_id", 1)]),
    Index(DELIVERIES, [("municipality", 1), ("bundle", 1)]),
    Index(DELIVERIES, [("municipality", 1), ("event_type", 1), ("_id", 1)]),
    Index(DELIVERIES, [("municipality", 1), ("state", 1), ("_id", 1)]),
    Index(DELIVERIES, [("state", 1), ("retry_at", 1)]),
    Index(DELIVERIES, [("state", 1), ("claimed_at", 1)]),
    Index(DISPATCHES, [("completed_at", 1)]),
    Index(FEED, [("municipality", 1), ("event_id", -1)]),
    Index(FEED, [("municipality", 1), ("topic", 1), ("event_id", -1)]),
)


def mongo_stores(tx: Transaction) -> Stores:
    return Stores(
        contacts=MongoContacts(tx),
        authors=MongoAuthors(tx),
        happenings=MongoHappenings(tx),
        deliveries=MongoDeliveries(tx),
        dispatches=MongoDispatches(tx),
        feed=MongoFeed(tx),
        notices=MongoNotices(tx),
        plans=MongoPlans(tx),
        announce=tx.announce,
        later=tx.then_enqueue,
        civil=tx.civil,
        system=tx.system,
    )
