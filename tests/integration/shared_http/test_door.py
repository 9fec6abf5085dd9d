"""What every service's door does alike."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.integration.shared_http.conftest import FORM, Settings, Small, running
from tests.support.issuer import Issuer

KEY = {"Idempotency-Key": "0123456789"}


async def test_sending_a_request_twice_does_it_once(small: Small) -> None:
    answers = [await small.client.post("/tn-nefta/wishes", json=FORM, headers=KEY) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert await small.resources.db["wishes"].count_documents({}) == 1


async def test_ten_at_once_are_still_one(small: Small) -> None:
    send = [small.client.post("/tn-nefta/wishes", json=FORM, headers=KEY) for _ in range(10)]
    ids = {answer.json()["id"] for answer in await asyncio.gather(*send)}
    assert len(ids) == 1
    assert await small.resources.db["wishes"].count_documents({}) == 1


async def test_the_same_key_for_something_else_is_refused(small: Small) -> None:
    await small.client.post("/tn-nefta/wishes", json=FORM, headers=KEY)
    answer = await small.client.post("/tn-nefta/wishes", json={"title": {"ar": "x"}}, headers=KEY)
    assert (answer.status_code, answer.json()["word"]) == (422, "idempotency-key-reused")
    elsewhere = await small.client.post("/tn-beni-hassen/wishes", json=FORM, headers=KEY)
    assert elsewhere.status_code == 201


@pytest.mark.parametrize(
    ("headers", "word"),
    [
        ({}, "idempotency-key-missing"),
        ({"Idempotency-Key": "short"}, "idempotency-key-invalid"),
        ({"Idempotency-Key": "with space inside"}, "idempotency-key-invalid"),
    ],
)
async def test_a_post_without_a_usable_name_is_refused(small: Small, headers: dict[str, str], word: str) -> None:
    answer = await small.client.post("/tn-nefta/wishes", json=FORM, headers=headers)
    assert (answer.status_code, answer.json()["word"]) == (400, word)
    assert await small.resources.db["wishes"].count_documents({}) == 0


async def test_a_list_is_read_in_pages_of_at_most_a_hundred(small: Small) -> None:
    assert (await small.client.get("/tn-nefta/wishes?cursor=abc&limit=1")).json() == {"items": ["abc"], "next": None}
    answer = await small.client.get("/tn-nefta/wishes?limit=101")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "limit")


async def test_a_path_that_names_no_municipality_is_refused(small: Small) -> None:
    answer = await small.client.get("/Tn_Nefta/wishes")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "municipality")


async def test_a_reader_who_holds_the_document_is_not_sent_it_again(small: Small) -> None:
    first = await small.client.get("/tn-nefta/board")
    again = await small.client.get("/tn-nefta/board", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_health_says_whether_the_database_answers(small: Small) -> None:
    assert (await small.client.get("/health/live")).json() == {"status": "ok"}
    assert (await small.client.get("/health/ready")).json() == {"status": "ok"}


async def test_without_its_database_a_service_lives_but_is_not_ready_and_says_503(settings: Settings) -> None:
    nowhere = "mongodb://127.0.0.1:1/?directConnection=true&serverSelectionTimeoutMS=300"
    async with running(settings.model_copy(update={"mongo_url": nowhere})) as small:
        assert (await small.client.get("/health/live")).is_success
        for method, path in (("GET", "/health/ready"), ("POST", "/tn-nefta/wishes")):
            answer = await small.client.request(method, path, json=FORM, headers=KEY)
            assert (answer.status_code, answer.json()["word"]) == (503, "storage-unavailable")
            assert answer.headers["retry-after"] == "2"


async def test_metrics_are_labelled_by_route_and_say_nothing_of_who_asked(small: Small) -> None:
    await small.client.get("/tn-nefta/wishes")
    await small.client.get("/invented/by/a/caller")
    text = (await small.client.get("/metrics")).text
    assert 'route="/{municipality}/wishes"' in text
    assert "invented" not in text


async def test_the_demos_clock_is_set_by_the_network_administrator_alone(small: Small, oidc: Issuer) -> None:
    step = {"civil": "2021-10-03T08:00:00Z"}
    assert (await small.client.put("/clock", json=step)).status_code == 401
    assert (await small.client.put("/clock", json=step, headers=oidc.headers("cell"))).status_code == 403
    answer = await small.client.put("/clock", json=step, headers=oidc.headers("network-administrator"))
    assert answer.json()["stepped"] is True
    assert (await small.client.get("/clock")).json()["civil"].startswith("2021-10-03T08:00")


async def test_the_machines_clock_cannot_be_set(settings: Settings, oidc: Issuer) -> None:
    async with running(settings.model_copy(update={"civil_clock": "system"})) as small:
        headers = oidc.headers("network-administrator")
        answer = await small.client.put("/clock", json={"civil": "2021-10-03T08:00:00Z"}, headers=headers)
        assert (answer.status_code, answer.json()["word"]) == (409, "clock-not-stepped")


async def test_the_openapi_document_says_that_everything_may_be_refused(small: Small) -> None:
    document: dict[str, Any] = (await small.client.get("/openapi.json")).json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert all("application/problem+json" in operation["responses"]["default"]["content"] for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert {"submit", "desk", "upload_file"} <= set(names)
    assert "HTTPValidationError" not in document["components"]["schemas"]


async def test_an_unknown_issuer_is_told_as_such(settings: Settings, oidc: Issuer) -> None:
    async with running(settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:1"})) as small:
        answer: httpx.Response = await small.client.get("/tn-nefta/desk", headers=oidc.headers("cell"))
        assert (answer.status_code, answer.json()["word"]) == (503, "sign-in-unavailable")
