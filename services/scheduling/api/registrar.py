"""Routes of the registrar: who may vote from afar, and their credentials, signed without being seen."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from services.scheduling.adapters.registrar import (
    MongoRegistrants,
    MongoRegistrars,
    MongoTallies,
    SealedSigner,
    election_of,
    tally,
)
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api.access import Cell, Clerk, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.forum import check_neighbourhoods
from services.scheduling.api.registrar_schemas import (
    CardOut,
    CardsOut,
    CredentialIn,
    CredentialOut,
    RegistrarIn,
    RegistrarList,
    RegistrarOut,
    VoterList,
    VotersIn,
    WindowIn,
)
from services.scheduling.api.registrar_views import card, contests_from, public, voter
from services.scheduling.application import registrar as commands
from services.scheduling.domain.attendance import Person
from services.scheduling.domain.registrar import Registrar
from services.scheduling.domain.registration_code import code_of
from shared.blind_rsa import PrivateKey
from shared.http.idempotency import Once
from shared.http.paging import Paging
from shared.http.preconditions import ExpectedVersion, etag
from shared.http.schemas import Body
from shared.messaging.unit_of_work import Transaction

router = APIRouter(prefix="/{municipality}/registrars", tags=["registrar"])


async def shown(service: Scheduling, registrar: Registrar) -> dict[str, Any]:
    counts = await tally(service.db, registrar)
    return told(public(registrar, await service.clock.civil(), counts))


@router.post("", status_code=201, response_model=RegistrarOut)
async def set_up_registrar(
    municipality: Municipality, body: RegistrarIn, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """Registration days of an election: one key a contest is made, which signs nothing else and is destroyed at the end."""
    election = await election_of(service.db, municipality, body.election_id)
    keys = await asyncio.to_thread(made_keys, election)

    async def work(tx: Transaction) -> dict[str, Any]:
        registrar = Registrar(
            municipality=municipality,
            id=body.election_id,
            edition=election["edition"],
            opens_at=body.opens_at,
            closes_at=body.closes_at,
            contests=contests_from(election, keys),
        )
        tx.audit(municipality, who.actor, "set-up-registrar", registrar.id)
        sealed = {contest: key.pkcs8() for contest, key in keys.items()}
        signer = SealedSigner(tx, service.secret)
        await commands.set_up_registrar(
            MongoRegistrars.within(tx), MongoTallies(tx), signer, registrar, sealed, tx.civil
        )
        return told(public(registrar, tx.civil, {}))

    return await service.work.once(once, work)


def made_keys(election: Mapping[str, Any]) -> dict[str, PrivateKey]:
    return {contest["contest"]: PrivateKey.generate() for contest in election["contests"]}


@router.get("", response_model=RegistrarList)
async def list_registrars(municipality: Municipality, service: Service, asked: Paging) -> dict[str, Any]:
    registrars = MongoRegistrars(service.db)
    found = await registrars.listed(municipality, asked)
    return {"items": [await shown(service, registrars.loaded(row)) for row in found.items], "next": found.next}


@router.get("/{election_id}", response_model=RegistrarOut)
async def read_registrar(
    municipality: Municipality, election_id: Id, service: Service, response: Response
) -> dict[str, Any]:
    """The window, the public keys, and how many credentials there are."""
    registrar = await MongoRegistrars(service.db).get(municipality, election_id)
    response.headers["ETag"] = etag(registrar.version)
    return await shown(service, registrar)


@router.patch("/{election_id}", response_model=RegistrarOut)
async def move_registration(
    municipality: Municipality, election_id: Id, body: WindowIn, who: Cell, service: Service, version: ExpectedVersion
) -> dict[str, Any]:
    """Another window, while it has not ended."""

    async def work(tx: Transaction) -> Registrar:
        tx.audit(municipality, who.actor, "move-registration", election_id)
        return await commands.move_registration(
            MongoRegistrars.within(tx),
            municipality=municipality,
            election=election_id,
            opens_at=body.opens_at,
            closes_at=body.closes_at,
            now=tx.civil,
            expected=version,
        )

    return await shown(service, await service.work.run(work))


@router.post("/{election_id}/closing", response_model=RegistrarOut)
async def close_registration(
    municipality: Municipality, election_id: Id, body: Body, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """End registration now: the keys are destroyed, the counts are final."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "close-registration", election_id)
        registrar = await commands.close_registration(
            MongoRegistrars.within(tx),
            MongoTallies(tx),
            SealedSigner(tx, service.secret),
            municipality=municipality,
            election=election_id,
            at=tx.civil,
        )
        return told(public(registrar, tx.civil, {}))

    return await service.work.once(once, work)


@router.post("/{election_id}/people", status_code=201, response_model=CardsOut)
async def register_voters(
    municipality: Municipality, election_id: Id, body: VotersIn, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """Write people down after looking at their papers; each gets a code on a card. The same person twice is one."""
    await check_neighbourhoods(service, municipality, {row.neighbourhood for row in body.rows})
    people = [Person(row.name, row.neighbourhood, homonym=row.homonym) for row in body.rows]

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "register-voters", election_id)
        cards = await commands.register_voters(
            MongoRegistrars.within(tx),
            MongoRegistrants.within(tx),
            MongoTallies(tx),
            code_secret(service),
            municipality=municipality,
            election=election_id,
            people=people,
            now=tx.civil,
        )
        return told({"people": [card(one) for one in cards]})

    kept = await service.work.once(once, work)
    return {"people": [card_out(service, election_id, row) for row in kept["people"]]}


def card_out(service: Scheduling, election: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    code = code_of(code_secret(service), election, kept["person_id"], kept["number"])
    return {**{name: value for name, value in kept.items() if name != "number"}, "code": code}


def code_secret(service: Scheduling) -> bytes:
    return service.secret.derived("pb.scheduling.registration-codes")


@router.get("/{election_id}/people", response_model=VoterList)
async def list_voters(
    municipality: Municipality, election_id: Id, who: Clerk, service: Service, asked: Paging
) -> dict[str, Any]:
    """Who is registered, and for which contests they fetched a credential. Reading it is recorded."""
    await MongoRegistrars(service.db).get(municipality, election_id)
    registrants = MongoRegistrants(service.db)
    found = await registrants.listed(municipality, asked, {"registrar_id": election_id})
    await service.note_reading(municipality, who.actor, "read-voters", election_id)
    return {"items": [voter(registrants.loaded(row)) for row in found.items], "next": found.next}


@router.post("/{election_id}/people/{person_id}/card", response_model=CardOut)
async def replace_card(
    municipality: Municipality, election_id: Id, person_id: Id, body: Body, who: Clerk, service: Service, once: Once
) -> dict[str, Any]:
    """A new code for somebody who lost theirs; the old one is void. A credential fetched stays fetched."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "replace-card", f"{election_id}/{person_id}")
        found = await commands.replace_card(
            MongoRegistrars.within(tx),
            MongoRegistrants.within(tx),
            code_secret(service),
            municipality=municipality,
            election=election_id,
            person_id=person_id,
            now=tx.civil,
        )
        return told(card(found))

    return card_out(service, election_id, await service.work.once(once, work))


@router.post("/{election_id}/credentials", response_model=CredentialOut)
async def issue_credential(
    municipality: Municipality, election_id: Id, body: CredentialIn, service: Service, once: Once
) -> dict[str, Any]:
    """Sign a blinded message for the holder of a code: once a person and contest, without seeing what is signed."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, "registrant", "issue-credential", f"{election_id}/{body.contest}")
        answer = await commands.issue_credential(
            MongoRegistrars.within(tx),
            MongoRegistrants.within(tx),
            MongoTallies(tx),
            SealedSigner(tx, service.secret),
            code_secret(service),
            municipality=municipality,
            election=election_id,
            code=body.code,
            contest=body.contest,
            blinded=bytes.fromhex(body.blinded),
            now=tx.civil,
        )
        return {"contest": body.contest, "blind_signature": answer}

    return await service.work.once(once, work)
