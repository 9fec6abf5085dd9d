"""What the published OC4IDS schema (0.9, project and package) says of the fields we fill, stated anew: types, formats, codes, required.

The published schema lets any further field pass; here nothing but its own names does, so that a misspelt field is found.
"""

from typing import Any

from jsonschema import Draft4Validator  # type: ignore[import-untyped]  # it ships no types

TEXT = {"type": "string"}
NAMED = {"type": "string", "minLength": 1}
# Patterns, because a validator skips the formats it has no package for.
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
ADDRESS = {"type": "string", "pattern": r"^https?://[^\s]+$"}
STATUSES = ["identification", "preparation", "implementation", "completion", "completed", "cancelled"]
# Codes of open lists: others would pass the published schema too, and mean nothing to its readers.
ROLES, DOCUMENT_TYPES = ["publicAuthority"], ["projectScope"]


def record(required: tuple[str, ...] = (), **fields: Any) -> dict[str, Any]:
    """An object of these fields and no others."""
    needed = {"required": list(required)} if required else {}
    return {"type": "object", "properties": fields, "additionalProperties": False, **needed}


def rows(of: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": of, **more}


VALUE = record(amount={"type": "number"}, currency={"enum": ["TND", "MAD"]})
PERIOD = record(startDate=INSTANT, endDate=INSTANT, maxExtentDate=INSTANT, durationInDays={"type": "integer"})
REFERENCE = record(id=TEXT, name=NAMED)
PROJECT = record(
    required=("id",),
    id=TEXT,
    updated=INSTANT,
    title=TEXT,
    description=TEXT,
    status={"enum": STATUSES},
    period=PERIOD,
    locations=rows(record(required=("id",), id=NAMED, description=TEXT), uniqueItems=True),
    budget=record(amount=VALUE, approvalDate=INSTANT),
    publicAuthority=REFERENCE,
    parties=rows(record(id=TEXT, name=TEXT, roles=rows({"enum": ROLES})), uniqueItems=True),
    documents=rows(
        record(
            required=("id",),
            id=NAMED,
            documentType={"enum": DOCUMENT_TYPES},
            title=TEXT,
            url=ADDRESS,
            format=TEXT,
            language={"type": "string", "pattern": "^[a-z]{2}$"},
        )
    ),
    completion=record(endDate=INSTANT, finalValue=VALUE),
)
PACKAGE = record(
    required=("uri", "publisher", "publishedDate", "projects", "version"),
    uri=ADDRESS,
    version={"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
    publishedDate=INSTANT,
    publisher=record(required=("name",), name=TEXT, uri=ADDRESS),
    license=ADDRESS,
    projects=rows(PROJECT, minItems=1, uniqueItems=True),
)


def follows_the_standard(package: dict[str, Any]) -> None:
    """Raises ValidationError; a reference to an organisation must be one of the parties, which a schema cannot say."""
    Draft4Validator(PACKAGE).validate(package)
    for project in package["projects"]:
        parties = [{"id": party["id"], "name": party["name"]} for party in project["parties"]]
        assert project["publicAuthority"] in parties
