"""Routes of people's rights over what is kept of them: taking it with them, and being forgotten."""

from typing import Any

from fastapi import APIRouter

from services.scheduling.adapters.own_data import MongoPeople
from services.scheduling.api.access import Cell, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.documents import Short
from services.scheduling.application.own_data import erase_person, exported
from shared.http.idempotency import Once
from shared.http.schemas import Answer, Body, Slug
from shared.messaging.unit_of_work import Transaction

router = APIRouter(prefix="/{municipality}/own-data", tags=["own data"])


class PersonNamed(Body):
    """Somebody whose papers were looked at."""

    name: Short
    neighbourhood: Slug


class OwnDataOut(Answer):
    attendances: list[dict[str, Any]]
    registrations: list[dict[str, Any]]
    candidacies: list[dict[str, Any]]


class ErasedOut(Answer):
    """`waiting`: meetings to come back to when their check-in is closed. Accepted candidacies stay: the public record
    of an election names who stood, by consent."""

    removed: int
    anonymised: int
    registrations: int
    waiting: list[str]
    candidacies_kept: int


@router.post("/export", response_model=OwnDataOut)
async def export_own_data(
    municipality: Municipality, body: PersonNamed, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """Everything kept of somebody, for them to take along. Reading it is recorded.

    A POST, so that no name stands in an address; nothing is remembered of the answer.
    """
    kept = await MongoPeople(service.db).kept_of(municipality, body.name, body.neighbourhood)
    await service.note_reading(municipality, who.actor, "export-own-data", "person")
    return told(exported(kept))


@router.post("/erasure", response_model=ErasedOut)
async def erase_own_data(
    municipality: Municipality, body: PersonNamed, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """Forget somebody: names, badges and cards go; no count of anything changes."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "erase-own-data", "person")
        people = MongoPeople.within(tx)
        kept = await people.kept_of(municipality, body.name, body.neighbourhood)
        done = await erase_person(people, municipality, body.name, body.neighbourhood)
        return {
            "removed": done.removed,
            "anonymised": done.anonymised,
            "registrations": done.registrations,
            "waiting": done.waiting or [],
            "candidacies_kept": len(kept.candidacies),
        }

    return await service.work.once(once, work)
