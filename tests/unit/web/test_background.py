"""What a desk, a tablet or an officer's page asks while it stays open."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from web.pages.background import Clerk, answered
from web.services import Refused, Services
from web.sessions import Person

TOWN = {"slug": "town", "country": "MA", "timezone": "Africa/Casablanca"}
CLERK = Person(subject="registration-clerk", name="Clerk", token="her-token", form_key="k")


class Door:
    """The sessions of one browser: somebody is signed in, or nobody."""

    def __init__(self) -> None:
        self.signed_in: Person | None = CLERK

    async def person(self, _: Request) -> Person | None:
        return self.signed_in


@pytest.fixture
def heard() -> list[httpx.Request]:
    return []


@pytest.fixture
def app(heard: list[httpx.Request]) -> FastAPI:
    """One background question, asked of scheduling."""

    def tell(request: httpx.Request) -> httpx.Response:
        heard.append(request)
        clock = {"civil": "2025-02-15T08:40:00Z", "stepped": True}
        return httpx.Response(200, json=clock if request.url.path == "/clock" else TOWN)

    made = FastAPI()
    made.state.sessions = Door()
    addresses = {"proposals": "http://proposals", "scheduling": "http://scheduling"}
    made.state.services = Services(httpx.AsyncClient(transport=httpx.MockTransport(tell)), addresses)
    made.state.templates = None

    @made.get("/{language}/{municipality}/counts")
    async def counts(visit: Clerk) -> Response:
        return await answered(lambda: visit.ask("scheduling", "counts"))

    @made.exception_handler(Refused)
    async def refused(_: Request, error: Refused) -> Response:
        return JSONResponse({"word": error.word}, error.status)

    return made


@pytest.fixture
async def browser(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://web") as http:
        yield http


async def test_a_question_in_the_background_is_asked_in_the_name_of_who_is_signed_in(
    browser: httpx.AsyncClient, heard: list[httpx.Request]
) -> None:
    assert (await browser.get("/ar/town/counts")).status_code == 200
    assert heard[-1].url.path == "/town/counts"
    assert heard[-1].headers["Authorization"] == f"Bearer {CLERK.token}"


async def test_a_desk_that_is_signed_out_is_told_so_and_not_sent_to_another_page(
    app: FastAPI, browser: httpx.AsyncClient
) -> None:
    app.state.sessions.signed_in = None
    answer = await browser.get("/ar/town/counts")
    assert (answer.status_code, answer.json()) == (401, {"word": "signed-out"})
