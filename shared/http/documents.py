"""Files in and documents out, the same in every service."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Path, Request, UploadFile
from fastapi.responses import Response, StreamingResponse

from shared.contracts.roles import Role
from shared.files.content import HEAD, ContentNotAllowed, FileTooLarge, media_type_of, within_limit
from shared.files.limits import FileLimits
from shared.files.port import CHUNK, DigestMismatch, FileStore, FileUnknown, StoredFile, as_document
from shared.http.auth import Access, Credentials, Municipality, Principal, Staff, staff
from shared.http.idempotency import Once
from shared.http.preconditions import etag, holds
from shared.http.problems import Problems
from shared.http.schemas import Answer

FILE_PROBLEMS: Problems = {
    ContentNotAllowed: (415, "file-type-not-allowed"),
    FileTooLarge: (413, "file-too-large"),
    FileUnknown: (404, "file-unknown"),
    DigestMismatch: (422, "digest-mismatch"),
}
"""Part of every service's problems; `create_app` adds it."""

UPLOADERS = (
    Role.CELL,
    Role.SECRETARY_GENERAL,
    Role.COUNCIL_SECRETARY,
    Role.COMMUNICATION_OFFICER,
    Role.REGISTRATION_CLERK,
    Role.FACILITATOR,
    Role.BUREAU,
    Role.TECHNICAL_SERVICE,
    Role.FINANCIAL_SERVICE,
    Role.REGIONAL_OPERATOR,
    Role.NETWORK_ADMINISTRATOR,
)
READERS = Staff(*UPLOADERS, Role.ADVISORY_BODY, Role.SERVICE)
DIGEST = r"^[0-9a-f]{64}$"
# A document is shown where it is opened; nothing in it may run there.
SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}


class Uploaded(Answer):
    """A file that was kept; attach it by its digest within a day."""

    sha256: str
    size: int
    type: str
    href: str


def documents_router(uploaders: Sequence[str] = UPLOADERS) -> APIRouter:
    """`POST /{municipality}/files` for staff, `GET /{municipality}/documents/{sha256}` for who may read."""
    router = APIRouter(tags=["files"])
    uploader = Depends(staff(*uploaders))

    @router.post("/{municipality}/files", status_code=201)
    async def upload_file(
        request: Request,
        municipality: Municipality,
        _: Annotated[Principal, uploader],
        __: Once,
        file: Annotated[UploadFile, File()],
        public: Annotated[bool, Form()] = False,
    ) -> Uploaded:
        """Keep one file. The same bytes again give the same answer."""
        resources = request.app.state.resources
        limits = FileLimits(resources.settings.file_limits)
        kept = await _keep(resources.files, municipality, file, public, limits)
        document = as_document(resources.settings.public_url, kept)
        return Uploaded(sha256=kept.sha256, size=kept.size, type=kept.type, href=document.href)

    router.add_api_route(
        "/{municipality}/documents/{sha256}", read_document, methods=["GET"], response_class=Response, responses=BYTES
    )
    return router


BYTES: dict[int | str, dict[str, object]] = {
    200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
    304: {"description": "The reader's copy is the right one."},
}


async def read_document(
    request: Request,
    municipality: Municipality,
    sha256: Annotated[str, Path(pattern=DIGEST)],
    credentials: Credentials,
) -> Response:
    """The bytes of a document; they never change. Without a token only what is public."""
    files: FileStore = request.app.state.resources.files
    found = await files.stat(municipality, sha256)
    if not found.public:
        await _require_reader(request.app.state.access, credentials, municipality)
    headers = SAFE | {"ETag": etag(sha256), "Cache-Control": _caching(found)}
    if holds(request, etag(sha256)):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(found.size)
    return StreamingResponse(await files.open(municipality, sha256), headers=headers, media_type=found.type)


async def _require_reader(access: Access, credentials: Credentials, municipality: str) -> None:
    principal = await access.principal(credentials)
    await access.require(principal, READERS.roles, municipality)


def _caching(file: StoredFile) -> str:
    return f"{'public' if file.public else 'private'}, max-age=31536000, immutable"


async def _keep(files: FileStore, municipality: str, file: UploadFile, public: bool, limits: FileLimits) -> StoredFile:
    media_type = media_type_of(await file.read(HEAD), file.content_type)
    await file.seek(0)
    pieces = within_limit(_pieces(file), media_type, limits)
    return await files.put(pieces, municipality, (file.filename or "file")[:200], media_type, public)


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(CHUNK):
        yield piece
