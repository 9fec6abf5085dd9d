"""Contacts and authorship in MongoDB."""

from collections.abc import Sequence
from typing import Any

from services.notifications.application.ports import ContactUnknown, TokenUnknown
from services.notifications.domain.channels import Channel
from services.notifications.domain.contact import Consent, Contact, ContactKind
from services.notifications.domain.rules import Audience
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Document, save_versioned

CONTACTS, AUTHORS = "contacts", "authors"


class MongoContacts:
    """One document a contact; `email_key` is the address in small letters."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._contacts = tx, tx.db[CONTACTS]

    async def get(self, municipality: str, contact_id: str) -> Contact:
        found = await self._one({"municipality": municipality, "contact_id": contact_id})
        if found is None:
            raise ContactUnknown(contact_id)
        return found

    async def by_email(self, municipality: str, email: str) -> Contact | None:
        return await self._one({"municipality": municipality, "email_key": email.casefold()})

    async def by_token(self, municipality: str, token: str) -> Contact:
        found = await self._one({"municipality": municipality, "token": token})
        if found is None:
            raise TokenUnknown
        return found

    async def several(self, municipality: str, ids: Sequence[str]) -> list[Contact]:
        where = {"municipality": municipality, "contact_id": {"$in": list(ids)}}
        rows = await self._contacts.find(where, session=self._tx.session).sort("contact_id", 1).to_list(None)
        return [read(row) for row in rows]

    async def after(self, municipality: str, audience: Audience, cursor: str | None, limit: int) -> list[Contact]:
        where: dict[str, Any] = {"municipality": municipality, **_who(audience)}
        if cursor:
            where["contact_id"] = {"$gt": cursor}
        found = self._contacts.find(where, session=self._tx.session).sort("contact_id", 1).limit(limit)
        return [read(row) for row in await found.to_list(limit)]

    async def save(self, contact: Contact) -> None:
        await save_versioned(self._contacts, written(contact), contact.version, self._tx.session)

    async def erase(self, municipality: str, contact_id: str) -> None:
        where = {"municipality": municipality, "contact_id": contact_id}
        await self._contacts.delete_one(where, session=self._tx.session)

    async def _one(self, where: dict[str, Any]) -> Contact | None:
        row = await self._contacts.find_one(
            {"municipality": where.pop("municipality"), **where}, session=self._tx.session
        )
        return read(row) if row else None


class MongoAuthors:
    """One row a proposal and author; `via` says which merge brought a row here, so that it can be undone."""

    def __init__(self, tx: Transaction) -> None:
        self._tx, self._authors = tx, tx.db[AUTHORS]

    async def remember(self, municipality: str, proposal_id: str, contact_id: str) -> None:
        await self._put(municipality, proposal_id, contact_id, None)

    async def merged(self, municipality: str, into: str, merged: Sequence[str], undone: bool) -> None:
        if undone:
            gone = {"municipality": municipality, "proposal_id": into, "via": {"$in": list(merged)}}
            await self._authors.delete_many(gone, session=self._tx.session)
            return
        where = {"municipality": municipality, "proposal_id": {"$in": list(merged)}}
        for row in await self._authors.find(where, session=self._tx.session).to_list(None):
            await self._put(municipality, into, row["contact_id"], row["proposal_id"])

    async def of(self, municipality: str, proposals: Sequence[str]) -> dict[str, frozenset[str]]:
        where = {"municipality": municipality, "proposal_id": {"$in": list(proposals)}}
        wrote: dict[str, set[str]] = {}
        for row in await self._authors.find(where, session=self._tx.session).to_list(None):
            wrote.setdefault(row["contact_id"], set()).add(row["proposal_id"])
        return {contact: frozenset(ids) for contact, ids in wrote.items()}

    async def _put(self, municipality: str, proposal_id: str, contact_id: str, via: str | None) -> None:
        row = {"municipality": municipality, "proposal_id": proposal_id, "contact_id": contact_id, "via": via}
        identity = {"municipality": municipality, "_id": f"{municipality}/{proposal_id}/{contact_id}"}
        await self._authors.update_one(
            identity, {"$setOnInsert": row | identity}, upsert=True, session=self._tx.session
        )


def _who(audience: Audience) -> dict[str, Any]:
    if audience.kinds:
        return {"kind": {"$in": list(audience.kinds)}}
    if audience.roles:
        return {"roles": {"$in": list(audience.roles)}}
    return {"consented": True}


def written(contact: Contact) -> Document:
    email = contact.addresses.get(Channel.EMAIL)
    return {
        "_id": f"{contact.municipality}/{contact.id}",
        "municipality": contact.municipality,
        "contact_id": contact.id,
        "kind": contact.kind.value,
        "language": contact.language,
        "token": contact.token,
        "name": contact.name,
        "addresses": {channel.value: address for channel, address in contact.addresses.items()},
        **({"email_key": email.casefold()} if email else {}),
        "zone": contact.zone,
        "roles": list(contact.roles),
        "topics": list(contact.topics),
        "daily_digest": contact.daily_digest,
        "consented": contact.consented,
        "consents": [{"given": c.given, "at": c.at, "source": c.source} for c in contact.consents],
    }


def read(row: Document) -> Contact:
    return Contact(
        id=row["contact_id"],
        municipality=row["municipality"],
        kind=ContactKind(row["kind"]),
        language=row["language"],
        token=row["token"],
        name=row["name"],
        addresses={Channel(channel): address for channel, address in row["addresses"].items()},
        zone=row["zone"],
        roles=tuple(row["roles"]),
        topics=tuple(row["topics"]),
        daily_digest=row["daily_digest"],
        consents=tuple(Consent(c["given"], c["at"], c["source"]) for c in row["consents"]),
        version=row["version"],
    )
