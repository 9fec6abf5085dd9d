"""Commands of the registrar: setting up, registering people, giving credentials blindly, closing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.scheduling.application.editing import expect
from services.scheduling.application.ports import Store, Unknown
from services.scheduling.domain.attendance import Person, attendee_id, folded
from services.scheduling.domain.registrar import (
    Registrant,
    Registrar,
    RegistrationAlreadySetUp,
    RegistrationCodeUnknown,
    namesakes,
)
from services.scheduling.domain.registration_code import as_typed, code_of, digest_of


class RegistrarUnknown(Unknown): ...


class RegistrantUnknown(Unknown): ...


class ElectionUnknown(Unknown): ...


class Registrars(Store[Registrar], Protocol): ...


class Registrants(Store[Registrant], Protocol):
    async def by_code(self, municipality: str, registrar: str, code_digest: str) -> Registrant | None:
        """Who holds the card with that code."""

    async def of_name(self, municipality: str, registrar: str, name: str) -> list[Registrant]:
        """People of that name, however it is written."""


class Tallies(Protocol):
    """Counters behind a fence: once closed, none moves, not even for a transaction that began before."""

    async def open(self, registrar: Registrar) -> None:
        """Make the counters of every contest."""

    async def add(self, registrar: Registrar, contest: str, person: str, registered: int, issued: int) -> None:
        """Count. Raises `RegistrationNotOpen` when they are closed."""

    async def close(self, registrar: Registrar) -> Mapping[str, tuple[int, int]]:
        """Registered and issued by contest, final."""


class Signer(Protocol):
    """The private keys of the contests; they leave it only as signatures."""

    async def keep(self, registrar: Registrar, keys: Mapping[str, bytes]) -> None:
        """Seal freshly made keys, by contest."""

    async def sign(self, registrar: Registrar, contest: str, blinded: bytes) -> bytes:
        """A blind signature. Raises `BlindedMessageInvalid`."""

    async def destroy(self, registrar: Registrar) -> None:
        """Nothing can be signed afterwards."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a person is given: the number of the code says which card holds."""

    person_id: str
    code_number: int
    contests: Sequence[str]
    new: bool
    namesakes: Sequence[str] = ()


async def set_up_registrar(
    registrars: Registrars,
    tallies: Tallies,
    signer: Signer,
    registrar: Registrar,
    keys: Mapping[str, bytes],
    now: datetime,
) -> Registrar:
    """Raises `RegistrationAlreadySetUp`, `RegistrationEndsBeforeStart`."""
    if await registrars.look_up(registrar.municipality, registrar.id) is not None:
        raise RegistrationAlreadySetUp(registrar.id)
    registrar.set_up(registrar.opens_at, registrar.closes_at, now)
    await signer.keep(registrar, keys)
    await tallies.open(registrar)
    await registrars.save(registrar)
    return registrar


async def register_voters(
    registrars: Registrars,
    registrants: Registrants,
    tallies: Tallies,
    secret: bytes,
    *,
    municipality: str,
    election: str,
    people: Sequence[Person],
    now: datetime,
) -> list[Card]:
    """Write down who may vote from afar; the same person twice is one. Raises `RegistrationNotOpen`."""
    registrar = await registrars.get(municipality, election)
    registrar.admits_people(now)
    cards: dict[str, Card] = {}
    for person in people:
        own = attendee_id(election, person.name, person.neighbourhood, person.homonym)
        if own not in cards:
            cards[own] = await _registered(registrants, tallies, secret, registrar, own, person)
    return list(cards.values())


async def _registered(
    registrants: Registrants, tallies: Tallies, secret: bytes, registrar: Registrar, own: str, person: Person
) -> Card:
    known = await registrants.look_up(registrar.municipality, own)
    if known is not None:
        return Card(own, known.code_number, known.contests, False)
    others = namesakes(person, await registrants.of_name(registrar.municipality, registrar.id, person.name))
    contests = registrar.contests_of(person.neighbourhood)
    digest = digest_of(secret, registrar.id, code_of(secret, registrar.id, own, 1))
    voter = Registrant(
        municipality=registrar.municipality,
        id=own,
        registrar_id=registrar.id,
        person=person,
        name_key=folded(person.name),
        contests=contests,
        code_digest=digest,
    )
    await registrants.save(voter)
    for contest in contests:
        await tallies.add(registrar, contest, own, 1, 0)
    return Card(own, 1, contests, True, others)


async def replace_card(
    registrars: Registrars,
    registrants: Registrants,
    secret: bytes,
    *,
    municipality: str,
    election: str,
    person_id: str,
    now: datetime,
) -> Card:
    """A lost card is void from now on. Raises `RegistrationNotOpen`, `RegistrantUnknown`."""
    registrar = await registrars.get(municipality, election)
    registrar.admits_people(now)
    voter = await registrants.get(municipality, person_id)
    voter.give_new_code(digest_of(secret, election, code_of(secret, election, voter.id, voter.code_number + 1)))
    await registrants.save(voter)
    return Card(voter.id, voter.code_number, voter.contests, False)


async def issue_credential(
    registrars: Registrars,
    registrants: Registrants,
    tallies: Tallies,
    signer: Signer,
    secret: bytes,
    *,
    municipality: str,
    election: str,
    code: str,
    contest: str,
    blinded: bytes,
    now: datetime,
) -> str:
    """The blind signature in hex. The same message again gets the same answer, also after closing.

    Raises `RegistrationCodeUnknown`, `ContestNotYours`, `CredentialAlreadyIssued`, `RegistrationNotOpen`,
    `BlindedMessageInvalid`.
    """
    registrar = await registrars.get(municipality, election)
    voter = await registrants.by_code(municipality, election, digest_of(secret, election, as_typed(code)))
    if voter is None:
        raise RegistrationCodeUnknown
    digest = hashlib.sha256(blinded).hexdigest()
    if (before := voter.answered(contest, digest)) is not None:
        return before
    registrar.gives_credentials(now)
    answer = (await signer.sign(registrar, contest, blinded)).hex()
    voter.issue(contest, digest, answer)
    await registrants.save(voter)
    await tallies.add(registrar, contest, voter.id, 0, 1)
    return answer


async def move_registration(
    registrars: Registrars,
    *,
    municipality: str,
    election: str,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    expected: int,
) -> Registrar:
    """Raises `EditedMeanwhile`, `RegistrationEndsBeforeStart`, `RegistrationNotOpen`."""
    registrar = await registrars.get(municipality, election)
    window = {"opens_at": registrar.opens_at, "closes_at": registrar.closes_at}
    expect(registrar, expected, window, {"opens_at": opens_at, "closes_at": closes_at})
    registrar.set_up(opens_at, closes_at, now)
    await registrars.save(registrar)
    return registrar


async def close_registration(
    registrars: Registrars, tallies: Tallies, signer: Signer, *, municipality: str, election: str, at: datetime
) -> Registrar:
    """Count, announce, and destroy the keys. Closing twice changes nothing."""
    registrar = await registrars.get(municipality, election)
    if registrar.closed_at is None:
        registrar.close(min(at, registrar.closes_at), await tallies.close(registrar))
        await signer.destroy(registrar)
        await registrars.save(registrar)
    return registrar


async def close_overdue_registration(
    registrars: Registrars, tallies: Tallies, signer: Signer, *, municipality: str, election: str, now: datetime
) -> None:
    """The sweep's: a window that was moved meanwhile stays open."""
    registrar = await registrars.get(municipality, election)
    if now >= registrar.closes_at:
        await close_registration(registrars, tallies, signer, municipality=municipality, election=election, at=now)
