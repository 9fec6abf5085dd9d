"""Routes of the bureau before voting opens: slips printed, filled into the pool, exchanged, cancelled."""

import asyncio
import secrets
from typing import Any

from fastapi import APIRouter, Request, Response

from services.voting.adapters.mongo import MongoElections, MongoForums, MongoPools
from services.voting.adapters.record import slip_sheet
from services.voting.api.access import Bureau, Cell, Id, Municipality, Service
from services.voting.api.schemas import ExchangeIn, PoolIn, SlipsIn, VoidsIn
from services.voting.api.slip_answers import CountsOut, ExchangedOut, PoolOut, PoolSizeOut, PrintedOut, VoidOut
from services.voting.application import opening, preparing
from services.voting.application.ports import SlipsGivenOnce
from services.voting.domain.codes import DIGITS, code_of, read_code
from services.voting.domain.credentials import bundle_mark, slip_credential
from shared.http.idempotency import Once
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["slips"])
PDF = "application/pdf"
SHEET: dict[int | str, dict[str, Any]] = {201: {"content": {PDF: {}}}}


@router.post(
    "/{municipality}/elections/{election_id}/slips", status_code=201, response_model=PrintedOut, responses=SHEET
)
async def print_slips(
    request: Request,
    municipality: Municipality,
    election_id: Id,
    body: SlipsIn,
    who: Bureau,
    service: Service,
    once: Once,
) -> dict[str, Any] | Response:
    """Codes are in this answer and nowhere else; the same request again is refused, for they are forgotten."""
    election = await MongoElections(service.db).get(municipality, election_id)
    election.contest(body.contest)
    codes = [new_code() for _ in range(body.count)]
    creds = await asyncio.to_thread(_credentials, codes, election_id)
    bundles = _bundled(creds, body.bundle)

    async def work(tx: Transaction) -> dict[str, Any]:
        marks = {bundle_mark(code, election_id): held for code, held in bundles.items()}
        pool = PoolIn(contest=body.contest, creds=creds)
        return await _fill(tx, municipality, election_id, pool, who.actor, marks)

    answer = await _given_once(service, once, work)
    if request.headers.get("accept") == PDF:
        town, at = await service.town(municipality), (await service.clock.civil()).replace(microsecond=0)
        sheet = await slip_sheet(election, body.contest, codes, list(bundles), town, service.web_url, at)
        return Response(sheet, 201, {"Cache-Control": "no-store"}, PDF)
    slips = [{"code": code, "cred": cred} for code, cred in zip(codes, creds, strict=True)]
    covers = [{"code": code, "slips": len(held)} for code, held in bundles.items()]
    return {"slips": slips, "bundles": covers, "pool_size": answer["pool_size"]}


@router.put("/{municipality}/elections/{election_id}/pool", response_model=PoolSizeOut)
async def fill_pool(
    municipality: Municipality, election_id: Id, body: PoolIn, who: Bureau, service: Service
) -> dict[str, Any]:
    """Credentials of slips made elsewhere; the same again changes nothing."""

    async def work(tx: Transaction) -> dict[str, Any]:
        return await _fill(tx, municipality, election_id, body, who.actor, {})

    return await service.work.run(work)


@router.get("/{municipality}/elections/{election_id}/pool")
async def read_pool(municipality: Municipality, election_id: Id, who: Cell, service: Service) -> PoolOut:
    """How many slips were printed, cancelled and handed out, beside how many people are present."""
    election = await MongoElections(service.db).get(municipality, election_id)
    pools, forums = MongoPools(service.db), MongoForums(service.db)
    items = [
        CountsOut(contest=one.contest, printed=len(one.pool), void=len(one.voids), given=one.given, present=one.present)
        for one in await opening.censuses_now(pools, forums, election)
    ]
    return PoolOut(items=items, next=None)


@router.post("/{municipality}/elections/{election_id}/voids", response_model=VoidOut)
async def void_slips(
    municipality: Municipality, election_id: Id, body: VoidsIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """Cancel slips in public, singly or by the code of an unopened bundle; refused once voting is open."""
    marks = [bundle_mark(read_code(code), election_id) for code in body.bundles]
    typed = await asyncio.to_thread(_credentials, [read_code(code) for code in body.codes], election_id)

    async def work(tx: Transaction) -> dict[str, Any]:
        voided = await preparing.void_slips(
            MongoElections.within(tx),
            MongoPools.within(tx),
            municipality=municipality,
            election_id=election_id,
            contest=body.contest,
            creds=[*body.creds, *typed],
            bundles=marks,
        )
        tx.audit(municipality, who.actor, "void-slips", election_id)
        return {"void": voided}

    return await service.work.once(once, work)


@router.post("/{municipality}/elections/{election_id}/exchanges", status_code=201, response_model=ExchangedOut)
async def exchange_slip(
    municipality: Municipality, election_id: Id, body: ExchangeIn, who: Bureau, service: Service, once: Once
) -> dict[str, Any]:
    """A spoiled slip for a new one, before voting opens; the new code is in this answer and nowhere else."""
    old = body.cred if body.cred else await asyncio.to_thread(slip_credential, read_code(body.code or ""), election_id)
    code = new_code()
    new = await asyncio.to_thread(slip_credential, code, election_id)

    async def work(tx: Transaction) -> dict[str, Any]:
        await preparing.exchange_slip(
            MongoElections.within(tx),
            MongoPools.within(tx),
            municipality=municipality,
            election_id=election_id,
            contest=body.contest,
            spoiled=old,
            fresh=new,
        )
        tx.audit(municipality, who.actor, "exchange-slip", election_id)
        return {}

    await _given_once(service, once, work)
    return {"code": code, "cred": new, "void": old}


async def _given_once(service: Service, once: Once, work: Any) -> dict[str, Any]:
    """What is remembered under the key is the answer's name, never a code or a credential."""
    name = new_id()

    async def named(tx: Transaction) -> dict[str, Any]:
        return {"batch": name, **await work(tx)}

    answer = await service.work.once(once, named)
    if answer["batch"] != name:
        raise SlipsGivenOnce
    return answer


async def _fill(
    tx: Transaction, municipality: str, election_id: str, pool: PoolIn, actor: str, bundles: dict[str, list[str]]
) -> dict[str, Any]:
    size = await preparing.fill_pool(
        MongoElections.within(tx),
        MongoPools.within(tx),
        municipality=municipality,
        election_id=election_id,
        contest=pool.contest,
        creds=pool.creds,
        bundles=bundles,
    )
    tx.audit(municipality, actor, "print-slips", election_id)
    return {"pool_size": size}


def new_code() -> str:
    return code_of(secrets.randbelow(10**DIGITS))


def _credentials(codes: list[str], election_id: str) -> list[str]:
    return [slip_credential(code, election_id) for code in codes]


def _bundled(creds: list[str], size: int | None) -> dict[str, list[str]]:
    """One code for so many slips in the order they are printed; none where nobody asked for bundles."""
    return {new_code(): creds[start : start + size] for start in range(0, len(creds), size)} if size else {}
