"""What somebody is shown when something fails: what happened to what was typed, in their language, with a reference."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import Request

from web import build
from web.app import create_app
from web.catalogue import catalogue
from web.failures import send_to_sign_in
from web.settings import Settings
from web.visit import SignInNeeded

NOBODY = "http://127.0.0.1:1"
TYPED = {"title": "مكتبة <صغيرة>", "body": "لأن الأطفال بلا مكان", "key": "k-1"}


@pytest.fixture
async def alone() -> AsyncIterator[httpx.AsyncClient]:
    """The pages while no service answers."""
    build.main()
    settings = Settings(
        redis_url="redis://127.0.0.1:1/0",
        proposals_url=NOBODY,
        scheduling_url=NOBODY,
        voting_url=NOBODY,
        notifications_url=NOBODY,
    )
    app = create_app(settings)
    app.add_api_route("/ar/broken/page", broken)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://web") as client,
    ):
        yield client


async def broken() -> None:
    raise KeyError("a fault of ours")


async def test_what_was_typed_is_offered_again_when_a_service_is_away(alone: httpx.AsyncClient) -> None:
    answer = await alone.post("/ar/tn-nefta/propose", data=TYPED)
    assert answer.status_code == 503
    assert 'dir="rtl"' in answer.text
    assert '<input type="hidden" name="title" value="مكتبة &lt;صغيرة&gt;">' in answer.text
    assert 'action="/ar/tn-nefta/propose"' in answer.text


async def test_only_a_file_has_to_be_chosen_again_and_the_page_says_so(alone: httpx.AsyncClient) -> None:
    photo = {"picture": ("place.jpg", b"not kept", "image/jpeg")}
    said = catalogue("fr").say("failure.files")
    with_file = await alone.post("/fr/tn-nefta/propose", data=TYPED, files=photo)
    without = await alone.post("/fr/tn-nefta/propose", data=TYPED)
    assert (said in with_file.text, said in without.text) == (True, False)
    assert 'value="k-1"' in with_file.text


async def test_looking_at_a_page_while_a_service_is_away_offers_nothing_to_send(alone: httpx.AsyncClient) -> None:
    answer = await alone.get("/fr/tn-nefta")
    assert (answer.status_code, "<form" in answer.text) == (503, False)
    assert answer.headers["x-reference"] in answer.text


async def test_a_fault_of_ours_has_a_reference_and_keeps_the_policy(alone: httpx.AsyncClient) -> None:
    answer = await alone.get("/ar/broken/page")
    assert answer.status_code == 500
    assert answer.headers["x-reference"] in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "KeyError" not in answer.text


async def test_whoever_must_sign_in_first_comes_back_to_exactly_the_page_asked_for() -> None:
    asked = {"type": "http", "method": "GET", "path": "/ar/t/staff/review", "query_string": b"queue=assigned&to=cell"}
    scope = asked | {"headers": [], "server": ("web", 80), "scheme": "http"}
    answer = await send_to_sign_in(Request(scope), SignInNeeded())
    onward = parse_qs(urlsplit(answer.headers["location"]).query)["next"]
    assert onward == ["/ar/t/staff/review?queue=assigned&to=cell"]
