"""Routes of country templates and of a municipality's own versions of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from services.scheduling.adapters.mongo import MongoTemplates
from services.scheduling.api import views
from services.scheduling.api.access import Cell, Municipality, Service
from services.scheduling.api.calendar_answers import TemplateOut, TemplatesOut
from services.scheduling.api.calendar_schemas import AdaptationIn
from services.scheduling.application.templates import adapt_template, template_of
from services.scheduling.domain.adaptation import Adaptation
from services.scheduling.domain.template import Template
from shared.http.preconditions import ExpectedVersion, etag
from shared.messaging.unit_of_work import Transaction

router = APIRouter(tags=["templates"])
Name = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Version = Annotated[int | None, Query(ge=1, le=100_000)]


@router.get("/templates", response_model=TemplatesOut)
async def list_templates(service: Service) -> dict[str, Any]:
    """The country templates calendars are made from."""
    return {"items": [views.template(one) for one in service.templates.values()]}


@router.get("/{municipality}/templates", response_model=TemplatesOut)
async def list_town_templates(municipality: Municipality, service: Service) -> dict[str, Any]:
    """The templates of the municipality's country, in its own newest version where it has one."""
    country = (await service.town(municipality)).country
    names = [name for name, one in service.templates.items() if one.country == country]
    return {"items": [views.template(await service.town_template(municipality, name)) for name in names]}


@router.get("/{municipality}/templates/{template}", response_model=TemplateOut)
async def read_town_template(
    municipality: Municipality, template: Name, service: Service, response: Response, version: Version = None
) -> dict[str, Any]:
    """The newest version, or the one asked for; the ETag is its version."""
    base = service.template(template)
    found = await service.town_template(municipality, template)
    if version is not None and version != found.version:
        own = version > base.version
        found = await template_of(MongoTemplates(service.db), municipality, base, version, own)
    response.headers["ETag"] = etag(found.version)
    return views.template(found)


@router.put("/{municipality}/templates/{template}", response_model=TemplateOut)
async def adapt_town_template(
    municipality: Municipality,
    template: Name,
    body: AdaptationIn,
    who: Cell,
    service: Service,
    expected: ExpectedVersion,
    response: Response,
) -> dict[str, Any]:
    """Make the town's next version; calendars keep the version they were made from."""
    await service.town(municipality)
    base, kinds = service.template(template), dict(service.evidence_kinds)
    change = Adaptation(
        added=tuple(one.addition(kinds) for one in body.added),
        removed=tuple(body.removed),
        changed={code: one.changes(kinds) for code, one in body.changed.items()},
    )

    async def work(tx: Transaction) -> Template:
        tx.audit(municipality, who.actor, "adapt-template", template)
        return await adapt_template(
            MongoTemplates.within(tx),
            service.rules,
            base,
            municipality=municipality,
            expected=expected,
            change=change,
            note=body.note,
            by=who.actor,
            at=tx.civil,
        )

    made = await service.work.run(work)
    response.headers["ETag"] = etag(made.version)
    return views.template(made)
