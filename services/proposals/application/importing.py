"""Commands that take in a whole table of proposals, and take it back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.proposals.application.intake import Draft, cleaned, draft_errors, open_for, receive, received_on
from services.proposals.application.network import today
from services.proposals.application.ports import Stores
from services.proposals.domain.days import day_in
from services.proposals.domain.intake import FieldError
from services.proposals.domain.municipality import Municipality
from services.proposals.domain.proposal import Author, AuthorKind, Channel, Proposal, Source, Status
from shared.clock import zone_date
from shared.ids import new_id
from shared.tables import TableRow, is_formula
from shared.texts.folding import fold

ROWS_MAX = 1000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "titre", "العنوان", "عنوان", "المقترح"),
    "body": ("body", "texte", "description", "النص", "الوصف", "التفاصيل"),
    "zone": ("zone", "المنطقة"),
    "neighbourhood": ("neighbourhood", "quartier", "الحي"),
    "kind": ("kind", "type", "الصنف"),
    "association": ("association", "الجمعية"),
    "received_on": ("received_on", "date", "reçu le", "التاريخ", "تاريخ الاستلام"),
}
NEEDED = ("title", "body", "zone")


class ColumnMissing(ValueError):
    """A table of proposals has at least a title, a text and a zone."""

    fields = ("columns",)

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(", ".join(columns))
        self.columns = list(columns)


class TableTooLong(ValueError):
    """A table is taken in one piece; longer ones are sent in parts."""

    fields = ("limit",)
    limit = ROWS_MAX


class ImportUnderWay(ValueError):
    """An import is taken back whole, as long as nothing was done with any of its proposals."""

    fields = ("proposal_id",)

    def __init__(self, proposal_id: str) -> None:
        super().__init__(proposal_id)
        self.proposal_id = proposal_id


@dataclass(frozen=True, slots=True)
class ImportTable:
    """With `keep` false nothing is written: the answer says what would be."""

    municipality: str
    edition: str
    channel: Channel
    place: str | None
    received_on: date | None
    sha256: str
    rows: Sequence[TableRow]
    keep: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One line as it was understood."""

    line: int
    draft: Draft
    received: date | None
    errors: tuple[FieldError, ...]


async def import_table(command: ImportTable, actor: str, stores: Stores) -> dict[str, Any]:
    """Good rows are kept, each bad one is named by its line and field; formulas are never taken for text."""
    place = await open_for(command.municipality, command.edition, stores)
    recorded = zone_date(stores.civil, place.timezone)
    readings = list(_readings(command, place, recorded))
    good = [reading for reading in readings if not reading.errors]
    answer: dict[str, Any] = {
        "import_id": new_id() if command.keep else None,
        "good": len(good),
        "errors": _told(readings),
    }
    if not command.keep:
        return {**answer, "accepted": []}
    await stores.press.keep(command.municipality, command.sha256)
    accepted = [await _keep(command, reading, recorded, actor, str(answer["import_id"]), stores) for reading in good]
    await stores.notes.keep_batch(
        command.municipality, str(answer["import_id"]), _batch(command, actor, accepted, answer)
    )
    stores.audit(command.municipality, actor, "import-table", str(answer["import_id"]))
    return {**answer, "accepted": accepted}


async def undo_import(municipality: str, import_id: str, actor: str, stores: Stores) -> dict[str, Any]:
    """Withdraws every proposal of the import, or none. Undoing again changes nothing. Raises `BatchUnknown`."""
    await stores.notes.batch(municipality, import_id)
    proposals = await stores.proposals.where(municipality, batch_id=import_id)
    if touched := [each for each in proposals if is_touched(each)]:
        raise ImportUnderWay(touched[0].id)
    on = await today(municipality, stores)
    for proposal in proposals:
        proposal.withdraw(on, "import undone")
        await stores.proposals.save(proposal)
    stores.audit(municipality, actor, "undo-import", import_id)
    return {"import_id": import_id, "withdrawn": len(proposals)}


def is_touched(proposal: Proposal) -> bool:
    """Somebody judged it, with or without telling yet, wrote its sheet, or made it one with others."""
    if proposal.status is Status.WITHDRAWN:
        return False
    return proposal.status is not Status.SUBMITTED or bool(proposal.reviews or proposal.sheets or proposal.authors[1:])


def _readings(command: ImportTable, place: Municipality, recorded: date) -> Iterable[Reading]:
    if not command.rows:
        raise ColumnMissing(NEEDED)
    if len(command.rows) > ROWS_MAX + 1:
        raise TableTooLong
    columns = _columns(command.rows[0].cells)
    for row in command.rows[1:]:
        cells = {name: row.cells[at].strip() if at < len(row.cells) else "" for name, at in columns.items()}
        yield _reading(row.line, cells, command.received_on, place, recorded)


def _columns(header: Sequence[str]) -> dict[str, int]:
    known = {fold(word): name for name, words in COLUMNS.items() for word in words}
    found = {known[fold(title)]: at for at, title in enumerate(header) if fold(title) in known}
    if missing := [name for name in NEEDED if name not in found]:
        raise ColumnMissing(missing)
    return found


def _reading(line: int, cells: Mapping[str, str], given: date | None, place: Municipality, recorded: date) -> Reading:
    errors = [FieldError(name, "formula-cell") for name, value in cells.items() if is_formula(value)]
    received, wrong = _date(cells.get("received_on", ""), given, recorded)
    draft = cleaned(_draft(cells, place))
    return Reading(line, draft, received, (*errors, *wrong, *draft_errors(draft, place)))


def _draft(cells: Mapping[str, str], place: Municipality) -> Draft:
    zone = _slug(cells["zone"], place.zones)
    near = _slug(cells.get("neighbourhood", ""), place.neighbourhoods) or None
    label = cells.get("association") or None
    author = Author(AuthorKind.ASSOCIATION, label) if label else Author()
    return Draft(cells["title"], cells["body"], zone, near, cells.get("kind") or None, author)


def _slug(typed: str, places: Sequence[Any]) -> str:
    """By slug or by name in any language and spelling; what is unknown stays as typed and is refused."""
    wanted = fold(typed)
    named = (each.slug for each in places if wanted in map(fold, (each.slug, *each.name.as_dict().values())))
    return str(next(named, typed))


def _date(typed: str, given: date | None, recorded: date) -> tuple[date | None, list[FieldError]]:
    if not typed:
        return given, []
    if (found := day_in(typed)) is None:
        return given, [FieldError("received_on", "not-a-date")]
    return found, [FieldError("received_on", "received-in-the-future")] if found > recorded else []


async def _keep(
    command: ImportTable, reading: Reading, recorded: date, actor: str, import_id: str, stores: Stores
) -> dict[str, Any]:
    received = received_on(reading.received, recorded)
    source = Source(command.channel, received, recorded, actor, command.place, import_id, reading.line, command.sha256)
    kept = await receive(command.municipality, command.edition, reading.draft, source, (), stores)
    return {"line": reading.line, "proposal_id": kept.id, "tracking_code": kept.tracking_code}


def _told(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    return [
        {"line": reading.line, "field": error.field, "word": error.word}
        for reading in readings
        for error in reading.errors
    ]


def _batch(
    command: ImportTable, actor: str, accepted: Sequence[Mapping[str, Any]], answer: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "edition": command.edition,
        "channel": command.channel.value,
        "recorded_by": actor,
        "sha256": command.sha256,
        "rows": len(command.rows) - 1,
        "accepted": [each["proposal_id"] for each in accepted],
        "errors": answer["errors"],
    }
