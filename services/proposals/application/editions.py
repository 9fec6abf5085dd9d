"""Commands that open an edition, divide its money and publish its diagnosis."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.proposals.application import printing
from services.proposals.application.ports import AlreadyRegistered, Print, Stores
from services.proposals.domain.claims import Claim, require_kept
from services.proposals.domain.diagnosis import Diagnosis, Table
from services.proposals.domain.edition import Consultation, Edition
from services.proposals.domain.envelopes import KindAmount, ZoneFormula, set_envelopes
from services.proposals.domain.money import told_in
from services.proposals.domain.text import Text
from shared.contracts.scheduling import ConsultationOpened
from shared.ids import new_id
from shared.mongo import StaleVersion


@dataclass(frozen=True, slots=True)
class OpenEdition:
    municipality: str
    year: int
    template: str
    title: Text
    criteria: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class SetEnvelopes:
    municipality: str
    edition: str
    currency: str
    total: int
    by_kind: Sequence[KindAmount]
    formula: ZoneFormula | None
    expected_version: int | None = None


@dataclass(frozen=True, slots=True)
class WriteDiagnosis:
    municipality: str
    edition: str
    technical: Sequence[Table]
    financial: Sequence[Table]
    expected_version: int | None = None


class CurrencyOfAnotherCountry(ValueError):
    """An edition's money is in the municipality's currency."""


async def open_edition(command: OpenEdition, actor: str, stores: Stores) -> dict[str, Any]:
    await stores.municipalities.get(command.municipality, command.municipality)
    edition_id = str(command.year)
    if await stores.editions.known(command.municipality, edition_id):
        raise AlreadyRegistered(edition_id)
    edition = Edition(
        municipality=command.municipality,
        id=edition_id,
        year=command.year,
        template=command.template,
        title=command.title,
        criteria=command.criteria,
    )
    edition.open()
    await stores.editions.save(edition)
    stores.audit(command.municipality, actor, "open-edition", edition_id)
    return {"edition": edition_id}


async def put_envelopes(command: SetEnvelopes, actor: str, stores: Stores) -> Edition:
    """With `expected_version`, refuses when somebody else changed the edition meanwhile."""
    place = await stores.municipalities.get(command.municipality, command.municipality)
    if command.currency != place.currency:
        raise CurrencyOfAnotherCountry
    edition = await stores.editions.get(command.municipality, command.edition)
    if command.expected_version not in (None, edition.version):
        raise StaleVersion(command.edition)
    with told_in(command.currency):
        envelopes = set_envelopes(command.currency, command.total, command.by_kind, command.formula, place.zones)
        require_kept(envelopes, await _promised(command.municipality, command.edition, stores))
    edition.set_envelopes(envelopes)
    await stores.editions.save(edition)
    stores.audit(command.municipality, actor, "set-envelopes", command.edition)
    return edition


async def _promised(municipality: str, edition: str, stores: Stores) -> list[Claim]:
    """What votes were held over, or spent; not what still waits for its vote, which is looked at when it is decided."""
    frozen = await stores.shortlists.where(municipality, edition=edition)
    return [each.claim for each in frozen if each.vote or each.outcome]


async def write_diagnosis(command: WriteDiagnosis, actor: str, stores: Stores) -> int:
    """The new version. With `expected_version`, refuses when somebody else wrote meanwhile."""
    await stores.editions.get(command.municipality, command.edition)
    found = await stores.diagnoses.known(command.municipality, command.edition)
    diagnosis = found or Diagnosis(municipality=command.municipality, edition=command.edition)
    if command.expected_version not in (None, diagnosis.version):
        raise StaleVersion(command.edition)
    diagnosis.write(command.technical, command.financial)
    await stores.diagnoses.save(diagnosis)
    stores.audit(command.municipality, actor, "write-diagnosis", command.edition)
    return diagnosis.version


async def declare_diagnosis_ready(municipality: str, edition_id: str, actor: str, stores: Stores) -> dict[str, Any]:
    """Prints the dossier and announces it; scheduling's publication clock starts from what follows."""
    place = await stores.municipalities.get(municipality, municipality)
    edition = await stores.editions.get(municipality, edition_id)
    diagnosis = await stores.diagnoses.get(municipality, edition_id)
    diagnosis.require_complete()
    data = printing.diagnosis(place, edition, diagnosis, stores.civil)
    wanted = Print("diagnosis", data, municipality, f"diagnosis-{edition_id}.pdf", place.language)
    document = await stores.press.attach(wanted)
    diagnosis_id = new_id()
    diagnosis.declare_ready(diagnosis_id, stores.civil, document)
    await stores.diagnoses.save(diagnosis)
    stores.audit(municipality, actor, "declare-diagnosis-ready", diagnosis_id)
    return {"diagnosis_id": diagnosis_id, "document": document.model_dump()}


async def note_consultation(event: ConsultationOpened, stores: Stores) -> None:
    edition = await stores.editions.get(event.municipality, event.edition)
    title = Text(**event.title.model_dump())
    edition.consultations[event.consultation_id] = Consultation(event.consultation_id, title, event.closes_at)
    await stores.editions.save(edition)


async def forget_consultation(municipality: str, edition_id: str, consultation_id: str, stores: Stores) -> None:
    edition = await stores.editions.get(municipality, edition_id)
    if edition.consultations.pop(consultation_id, None):
        await stores.editions.save(edition)
