"""A refusal says which rule was broken, in which field, in the reader's language."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Request
from pydantic import AwareDatetime, Field
from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError

from shared.http.catalogue import Catalogue, load_catalogue
from shared.http.limits import BodyLimit
from shared.http.preconditions import ExpectedVersion
from shared.http.problems import ProblemPages
from shared.http.schemas import Body, Money, Text3
from shared.mongo import StorageUnavailable

LIMIT = 2000


class SumDiffers(Exception):
    """A domain error with its facts and its field."""

    fields = ("given", "computed")
    field = "total"
    given, computed = 5, 7


class Proposal(Body):
    title: Text3
    amount: Money = 0
    labels: Annotated[tuple[str, ...], Field(max_length=2)] = ()
    at: AwareDatetime | None = None
    kept: dict[str, Any] | None = None


class _Catalogue(Catalogue):
    def __init__(self) -> None:
        super().__init__(
            {**load_catalogue()._texts, "sum-differs": dict.fromkeys(("ar", "fr", "en"), "{given}≠{computed}")}
        )


def _app() -> FastAPI:
    app = FastAPI()
    ProblemPages(_Catalogue(), {SumDiffers: (409, "sum-differs")}).install(app)
    app.add_middleware(BodyLimit, default=LIMIT, by_suffix={"files": 2 * LIMIT})

    @app.post("/proposals")
    async def submit(proposal: Proposal) -> dict[str, str]:
        raise SumDiffers

    @app.get("/away/{how}")
    async def away(how: str) -> None:
        raise {"lost": AutoReconnect, "none": ServerSelectionTimeoutError, "unit": StorageUnavailable}[how]("away")

    @app.get("/fault")
    async def fault() -> None:
        raise ZeroDivisionError("private detail")

    @app.put("/edit")
    async def edit(version: ExpectedVersion) -> int:
        return version

    async def raw(request: Request) -> Any:
        from starlette.responses import PlainTextResponse

        return PlainTextResponse(str(len(await request.body())))

    app.add_route("/raw/files", raw, methods=["POST"])
    app.add_route("/raw/ballots", raw, methods=["POST"])
    return app


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(_app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as made:
        yield made


async def test_a_broken_rule_of_the_domain_becomes_a_problem_with_its_facts(client: httpx.AsyncClient) -> None:
    answer = await client.post("/proposals", json={"title": {"ar": "طريق"}})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["word"] == "sum-differs"
    assert problem["type"].endswith("/sum-differs")
    assert (problem["given"], problem["computed"], problem["title"]) == (5, 7, "5≠7")
    assert [(e["field"], e["word"]) for e in problem["errors"]] == [("total", "sum-differs")]


@pytest.mark.parametrize(
    ("body", "field", "word"),
    [
        ({}, "title", "field-missing"),
        ({"title": {}}, "title", "text-missing"),
        ({"title": {"ar": ""}}, "title.ar", "too-short"),
        ({"title": {"ar": "x"}, "colour": 1}, "colour", "field-unknown"),
        ({"title": {"ar": "x"}, "amount": -1}, "amount", "too-small"),
        ({"title": {"ar": "x"}, "amount": 10**30}, "amount", "too-large"),
        ({"title": {"ar": "x"}, "amount": "many"}, "amount", "wrong-type"),
        ({"title": {"ar": "x"}, "labels": ["a", "b", "c"]}, "labels", "too-many"),
        ({"title": {"ar": "x"}, "at": "2022-13-01"}, "at", "not-a-date"),
        ({"title": {"ar": "x"}, "at": "2022-10-01T10:00:00"}, "at", "timezone-missing"),
        ([], "", "wrong-type"),
        ({"title": {"ar": "x"}, "kept": {"n": 2**63}}, "", "not-storable"),
        ({"title": {"ar": "x"}, "kept": {"a\0b": 1}}, "", "not-storable"),
    ],
)
async def test_bad_input_names_the_field_and_a_stable_word(
    client: httpx.AsyncClient, body: object, field: str, word: str
) -> None:
    answer = await client.post("/proposals", json=body, headers={"Accept-Language": "fr"})
    assert answer.status_code == 422
    assert answer.headers["content-language"] == "fr"
    (error,) = answer.json()["errors"]
    assert (error["field"], error["word"]) == (field, word)
    assert error["message"] != word


async def test_half_a_character_is_refused_before_it_is_stored(client: httpx.AsyncClient) -> None:
    content = rb'{"title": {"ar": "x"}, "kept": {"text": "\ud800"}}'
    answer = await client.post("/proposals", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["errors"][0]["word"]) == (422, "not-storable")


async def test_what_was_typed_is_never_repeated_in_a_problem(client: httpx.AsyncClient) -> None:
    answer = await client.post("/proposals", json={"title": {"ar": "x"}, "amount": "0612345678"})
    assert "0612345678" not in answer.text


async def test_broken_json_is_told_apart_from_wrong_fields(client: httpx.AsyncClient) -> None:
    for content in (b"{", b'{"title": nope}', b'\xff\xfe{"'):
        answer = await client.post("/proposals", content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert answer.json()["word"] in ("invalid-json", "unreadable-request")


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("DELETE", "/proposals", 405, "method-not-allowed"),
        ("GET", "/away/lost", 503, "storage-unavailable"),
        ("GET", "/away/none", 503, "storage-unavailable"),
        ("GET", "/away/unit", 503, "storage-unavailable"),
        ("GET", "/fault", 500, "internal-error"),
        ("PUT", "/edit", 428, "precondition-required"),
    ],
)
async def test_every_refusal_is_a_problem_document(
    client: httpx.AsyncClient, method: str, path: str, status: int, word: str
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["word"]) == (status, word)
    assert "private detail" not in answer.text
    assert ("retry-after" in answer.headers) == (status == 503)


@pytest.mark.parametrize("etag", ["abc", '"x"', '"1", "2"', "*"])
async def test_an_edit_names_exactly_one_version(client: httpx.AsyncClient, etag: str) -> None:
    answer = await client.put("/edit", headers={"If-Match": etag})
    assert (answer.status_code, answer.json()["word"]) == (400, "precondition-invalid")
    assert (await client.put("/edit", headers={"If-Match": '"7"'})).json() == 7


async def _pieces(total: int) -> AsyncIterator[bytes]:
    for _ in range(total // 100):
        yield b"x" * 100


@pytest.mark.parametrize("path", ["/proposals", "/raw/ballots"])
async def test_a_body_over_the_limit_is_refused_declared_or_streamed(client: httpx.AsyncClient, path: str) -> None:
    headers = {"Content-Type": "application/json"}
    for content in (b"x" * (LIMIT + 100), _pieces(LIMIT + 100)):
        answer = await client.post(path, content=content, headers=headers)
        assert (answer.status_code, answer.json()["word"], answer.json()["limit"]) == (413, "body-too-large", LIMIT)


async def test_files_have_a_limit_of_their_own(client: httpx.AsyncClient) -> None:
    assert (await client.post("/raw/files", content=_pieces(2 * LIMIT))).text == str(2 * LIMIT)
    assert (await client.post("/raw/files", content=_pieces(2 * LIMIT + 100))).status_code == 413
