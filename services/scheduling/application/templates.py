"""Commands on a municipality's own versions of the country templates."""

from datetime import datetime

from services.scheduling.application.ports import TownTemplates
from services.scheduling.domain.adaptation import Adaptation, TemplateChanged, TownTemplate, adapted
from services.scheduling.domain.rules import RuleBook
from services.scheduling.domain.template import Template


async def current_template(templates: TownTemplates, municipality: str, base: Template) -> Template:
    """The town's newest version, else the country's."""
    own = await templates.newest(municipality, base.id)
    return own.template if own else base


async def template_of(
    templates: TownTemplates, municipality: str, base: Template, version: int, adapted: bool
) -> Template:
    """The version a calendar was made from. Raises `TemplateVersionUnknown`."""
    if not adapted:
        return base
    return (await templates.get(municipality, version_id(base.id, version))).template


def version_id(name: str, number: int) -> str:
    return f"{name}.v{number}"


async def adapt_template(
    templates: TownTemplates,
    rules: RuleBook,
    base: Template,
    *,
    municipality: str,
    expected: int,
    change: Adaptation,
    note: str | None,
    by: str,
    at: datetime,
) -> Template:
    """Write the next version; older ones stay for the calendars made from them.

    Raises `TemplateChanged`, `CalendarCycle`, and the reasons a code is refused.
    """
    now = await current_template(templates, municipality, base)
    if now.version != expected:
        raise TemplateChanged(now.version)
    made = adapted(now, change, list(rules.for_kind(now.kind)))
    await templates.save(
        TownTemplate(
            municipality=municipality,
            id=version_id(base.id, made.version),
            name=base.id,
            number=made.version,
            based_on=now.version,
            template=made,
            note=note,
            by=by,
            at=at,
        )
    )
    return made
