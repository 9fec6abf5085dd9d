"""Routes of the review of a calendar table: what was understood is shown, a person corrects, then it becomes a draft."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from services.scheduling.adapters.mongo import MongoCalendars, MongoImports
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import import_views, views
from services.scheduling.api.access import Cell, Id, Municipality, Service
from services.scheduling.api.answers import told
from services.scheduling.api.calendar_schemas import ImportIn, RowChange, RowId, TableChange
from services.scheduling.api.import_answers import AcceptedOut, ImportHeadOut, ImportsOut, ReviewOut
from services.scheduling.application import imports as commands
from services.scheduling.domain.calendar_import import CalendarImport
from services.scheduling.domain.reading.columns import PrintedRow
from shared.http.idempotency import Once
from shared.http.language import preferred
from shared.http.paging import Paging
from shared.http.preconditions import ExpectedVersion, etag
from shared.http.schemas import Body
from shared.ids import new_id
from shared.messaging.unit_of_work import Transaction
from shared.tables import read_table

router = APIRouter(prefix="/{municipality}/calendars/imports", tags=["imports"])
RowPath = Annotated[RowId, Path()]


async def reviewed(service: Scheduling, review: CalendarImport, request: Request) -> dict[str, Any]:
    """The review as it stands, with the verdicts the ready rows would have."""
    template = await service.template_behind(review)
    reading = review.reading(service.tables, template)
    language = preferred(request.headers.get("accept-language"))
    shown = import_views.review(review, reading, service.import_phrases, language)
    calendar = review.preview(reading, service.tables, template)
    return {**shown, "verdicts": views.verdicts(service.rules.evaluate(calendar.facts()))}


@router.post("", status_code=201, response_model=ReviewOut)
async def open_import(
    municipality: Municipality, body: ImportIn, who: Cell, service: Service, once: Once, request: Request
) -> dict[str, Any]:
    """Read an uploaded table; nothing becomes a calendar until a person accepts it."""
    await service.town(municipality)
    template = await service.town_template(municipality, body.template)
    file = await service.files.stat(municipality, body.sha256)
    rows = read_table(await service.files.read(municipality, body.sha256), file.type)
    table = commands.bounded([PrintedRow(row.line, row.cells) for row in rows])

    async def work(tx: Transaction) -> dict[str, Any]:
        kept = await service.attachable(tx).attach(municipality, body.sha256, public=False)
        review = CalendarImport(
            municipality=municipality,
            id=new_id(),
            edition=body.edition,
            template=template.id,
            template_version=template.version,
            adapted=template.adapted,
            programme_year=body.programme_year,
            historical=body.historical,
            file=kept,
            by=who.actor,
            at=tx.civil,
            table=table,
        )
        await commands.open_import(MongoImports.within(tx), review)
        tx.audit(municipality, who.actor, "open-import", review.id)
        return told(await reviewed(service, review, request))

    return await service.work.once(once, work)


@router.get("", response_model=ImportsOut)
async def list_imports(municipality: Municipality, _: Cell, service: Service, asked: Paging) -> dict[str, Any]:
    """Reviews of this municipality, oldest first."""
    imports = MongoImports(service.db)
    found = await imports.listed(municipality, asked)
    return {"items": [import_views.head(imports.loaded(row)) for row in found.items], "next": found.next}


@router.get("/{import_id}", response_model=ReviewOut)
async def read_import(
    municipality: Municipality, import_id: Id, _: Cell, service: Service, request: Request, response: Response
) -> dict[str, Any]:
    """Columns, rows with their source text, what is doubtful, and who corrected what."""
    review = await MongoImports(service.db).get(municipality, import_id)
    response.headers["ETag"] = etag(review.version)
    return await reviewed(service, review, request)


@router.patch("/{import_id}", response_model=ReviewOut)
async def settle_import_table(
    municipality: Municipality,
    import_id: Id,
    body: TableChange,
    who: Cell,
    service: Service,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> dict[str, Any]:
    """Say what a column holds, or answer a question for all rows."""

    async def work(tx: Transaction) -> CalendarImport:
        tx.audit(municipality, who.actor, "settle-import", import_id)
        return await commands.settle_table(
            MongoImports.within(tx),
            municipality=municipality,
            import_id=import_id,
            expected=expected,
            columns={int(place): name for place, name in body.columns.items()},
            confirmed=body.confirmed,
            by=who.actor,
            at=tx.civil,
        )

    review = await service.work.run(work)
    response.headers["ETag"] = etag(review.version)
    return await reviewed(service, review, request)


@router.patch("/{import_id}/rows/{row}", response_model=ReviewOut)
async def correct_import_row(
    municipality: Municipality,
    import_id: Id,
    row: RowPath,
    body: RowChange,
    who: Cell,
    service: Service,
    expected: ExpectedVersion,
    request: Request,
    response: Response,
) -> dict[str, Any]:
    """Correct a row, leave it out, or answer its questions; who did it stays on record beside the source text."""
    template = await service.template_behind(await MongoImports(service.db).get(municipality, import_id))

    async def work(tx: Transaction) -> CalendarImport:
        tx.audit(municipality, who.actor, "correct-import", f"{import_id}/{row}")
        return await commands.correct_row(
            MongoImports.within(tx),
            service.tables,
            template,
            municipality=municipality,
            import_id=import_id,
            row=row,
            expected=expected,
            changes=body.changes(),
            by=who.actor,
            at=tx.civil,
        )

    review = await service.work.run(work)
    response.headers["ETag"] = etag(review.version)
    return await reviewed(service, review, request)


@router.post("/{import_id}/acceptance", status_code=201, response_model=AcceptedOut)
async def accept_import(
    municipality: Municipality, import_id: Id, body: Body, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """The ready rows become a draft with its verdicts; the others are listed and stay in the review."""
    template = await service.template_behind(await MongoImports(service.db).get(municipality, import_id))

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "accept-import", import_id)
        calendar, reading = await commands.accept_import(
            MongoImports.within(tx),
            MongoCalendars.within(tx),
            service.tables,
            template,
            municipality=municipality,
            import_id=import_id,
            calendar_id=new_id(),
        )
        left = [row for row in reading.rows if row.state != "ready"]
        words = {row.id: sorted({one.word for one in row.doubts if one.open}) for row in left}
        return told(
            {
                "calendar_id": calendar.id,
                "accepted": [row.id for row in reading.ready],
                "left_out": [{"row": row.id, "line": row.line, "words": words[row.id]} for row in left],
                "verdicts": views.verdicts(service.rules.evaluate(calendar.facts())),
            }
        )

    return await service.work.once(once, work)


@router.post("/{import_id}/undo", response_model=ImportHeadOut)
async def undo_import(
    municipality: Municipality, import_id: Id, body: Body, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """Take the draft back, as long as nobody worked on it; the review opens again."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "undo-import", import_id)
        imports, calendars = MongoImports.within(tx), MongoCalendars.within(tx)
        review = await commands.undo_import(imports, calendars, municipality=municipality, import_id=import_id)
        return told(import_views.head(review))

    return await service.work.once(once, work)


@router.post("/{import_id}/discard", response_model=ImportHeadOut)
async def discard_import(
    municipality: Municipality, import_id: Id, body: Body, who: Cell, service: Service, once: Once
) -> dict[str, Any]:
    """Close the review without a calendar."""

    async def work(tx: Transaction) -> dict[str, Any]:
        tx.audit(municipality, who.actor, "discard-import", import_id)
        review = await commands.discard_import(MongoImports.within(tx), municipality=municipality, import_id=import_id)
        return told(import_views.head(review))

    return await service.work.once(once, work)
