"""One request for a page: who reads, in which town, asking which services."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from web.catalogue import LANGUAGES
from web.reader import Reader
from web.services import Caller, Json, NotThere, Services, together
from web.sessions import Person
from web.templating import Templates


@dataclass(frozen=True)
class Visit:
    """What a page needs to be made."""

    request: Request
    reader: Reader
    services: Services
    templates: Templates
    clock: Json
    town: Json = field(default_factory=dict)
    person: Person | None = None

    @property
    def slug(self) -> str:
        return str(self.town["slug"])

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.clock["civil"])

    @property
    def today(self) -> date:
        return self.reader.local(self.now).date()

    def path(self, *parts: str) -> str:
        """An address of this town in this language."""
        return "/" + "/".join((self.reader.language, self.slug, *parts))

    async def ask(self, service: str, *parts: str, **query: str | int | None) -> Any:
        return await self.services.get(service, self._under(parts), **query)

    async def find(self, service: str, *parts: str, **query: str | int | None) -> Any:
        return await self.services.find(service, self._under(parts), **query)

    async def items(self, service: str, *parts: str, **query: str | int | None) -> list[Json]:
        return await self.services.items(service, self._under(parts), **query)

    async def command(self, service: str, *parts: str, body: Json, key: str) -> Any:
        return await self.services.post(service, self._under(parts), body, key)

    def page(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        return self.templates.page(self, template, status=status, **values)

    def _under(self, parts: tuple[str, ...]) -> str:
        return "/" + "/".join((self.slug, *parts))


async def visit_network(request: Request, language: str) -> Visit:
    """A page of the whole network; the civil clock is asked from scheduling."""
    if language not in LANGUAGES:
        raise NotThere(language)
    person = await request.app.state.sessions.person(request)
    services = _asking(request, language, person)
    clock = await _clock(services)
    return Visit(request, Reader(language), services, request.app.state.templates, clock, person=person)


async def visit_controls(request: Request, language: str) -> Visit:
    """The page that tells which services answer asks none of them first: here the clock is nobody's."""
    if language not in LANGUAGES:
        raise NotThere(language)
    person = await request.app.state.sessions.person(request)
    services = _asking(request, language, person)
    return Visit(request, Reader(language), services, request.app.state.templates, {"stepped": False}, person=person)


async def visit_town(request: Request, language: str, municipality: str) -> Visit:
    """A page of one town in one of the languages, the same for everybody: staff see there what residents see."""
    if language not in LANGUAGES:
        raise NotThere(language)
    services = _asking(request, language)
    town, clock = await together(services.get("proposals", f"/{municipality}"), _clock(services))
    reader = Reader(language, town["country"], town["timezone"])
    person = await request.app.state.sessions.person(request)
    return Visit(request, reader, services, request.app.state.templates, clock, town, person)


def _asking(request: Request, language: str, person: Person | None = None) -> Services:
    """On behalf of a person where one is named, else of anybody."""
    caller = Caller(language, person.token if person else None, request.client.host if request.client else None)
    services: Services = request.app.state.services.on_behalf_of(caller)
    return services


async def _clock(services: Services) -> Json:
    clock: Json = await services.get("scheduling", "/clock")
    return clock


class SignInNeeded(Exception):
    """The page is for staff and nobody is signed in."""


async def visit_staff(request: Request, language: str, municipality: str) -> Visit:
    """A page for staff of one town; the services decide what they may do."""
    visit = await visit_town(request, language, municipality)
    if visit.person is None:
        raise SignInNeeded
    return replace(visit, services=_asking(request, language, visit.person))


Staff = Annotated[Visit, Depends(visit_staff)]
Network = Annotated[Visit, Depends(visit_network)]
Controls = Annotated[Visit, Depends(visit_controls)]
Town = Annotated[Visit, Depends(visit_town)]
