"""Who runs the machines sees what waits, and may ask for dead letters to be handled again; nobody else."""

import asyncio
from functools import partial

import pytest

from shared.celery_runner import TaskSpec
from shared.failed_jobs import FailedJobs, watched
from shared.ids import new_id
from shared.messaging.backlog import failed_jobs
from tests.integration.messaging.ledger import until
from tests.integration.shared_http.conftest import Small
from tests.integration.shared_http.test_access import given, happen
from tests.support.issuer import Issuer

STATE = "/network/technical"


async def refused(small: Small, oidc: Issuer) -> set[tuple[int, str]]:
    headers = oidc.headers("cell")
    looked = await small.client.get(STATE, headers=headers)
    asked = await small.client.post(f"{STATE}/replays", headers={**headers, "Idempotency-Key": new_id()})
    return {(one.status_code, one.json()["word"]) for one in (looked, asked)}


async def test_nobody_looks_behind_the_scenes_without_signing_in(small: Small) -> None:
    assert (await small.client.get(STATE)).status_code == 401
    assert (await small.client.post(f"{STATE}/replays", headers={"Idempotency-Key": new_id()})).status_code == 401


async def test_a_resident_who_signed_in_has_no_role_here(small: Small, oidc: Issuer) -> None:
    assert await refused(small, oidc) == {(403, "role-missing")}


async def test_the_cell_of_a_town_has_no_role_here(small: Small, oidc: Issuer) -> None:
    await happen(small, given(oidc, "municipality:tn-nefta"))
    assert await refused(small, oidc) == {(403, "role-missing")}


async def test_an_operator_of_one_town_alone_does_not_run_the_machines_of_all(small: Small, oidc: Issuer) -> None:
    await happen(small, given(oidc, "municipality:tn-nefta", role="regional_operator"))
    assert await refused(small, oidc) == {(403, "foreign-municipality")}


@pytest.mark.parametrize(
    ("role", "scope"), [("regional_operator", "region:tozeur"), ("network_administrator", "network")]
)
async def test_asking_twice_for_dead_letters_to_be_handled_again_asks_once(
    small: Small, oidc: Issuer, role: str, scope: str
) -> None:
    await happen(small, given(oidc, scope, role=role))
    keys = ["the-same-key", "the-same-key", "another-key"]
    headers = [{**oidc.headers("cell"), "Idempotency-Key": key} for key in keys]
    answers = [await small.client.post(f"{STATE}/replays", headers=one) for one in headers]
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["replay_id"] for answer in answers}) == 1
    rows = await small.resources.db["_audit"].find({}).to_list(None)
    assert [(row["actor"], row["command"]) for row in rows] == [("cell", "replay-dead-letters")]


async def test_while_the_broker_is_away_its_numbers_are_not_known_rather_than_zero(small: Small, oidc: Issuer) -> None:
    answer = await small.client.get(STATE, headers=oidc.headers("network-administrator"))
    told = answer.json()
    assert answer.status_code == 200, told
    assert (told["reading"], told["dead_letters"]) == (None, None)
    assert told["outbox"] == {"waiting": 0, "oldest": 0, "tended": False}


async def test_a_job_that_failed_is_told_of_until_it_works_and_sent_again_on_command(
    small: Small, oidc: Issuer
) -> None:
    resources, broken = small.resources, ["the street of a resident"]
    job = watched(TaskSpec("small.tell", partial(tell, broken)), FailedJobs(resources.db, resources.clock))
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await job.run(None, "n1")

    told = await failed_jobs(resources.settings, resources.db, 5)
    assert [(one.task, one.times, one.reason) for one in told.newest] == [("small.tell", 2, "ZeroDivisionError")]
    assert told.newest[0].place.startswith("tests/integration/shared_http/test_technical.py:")
    assert "street" not in str(told)
    assert "n1" not in str(told)

    headers = {**oidc.headers("network-administrator"), "Idempotency-Key": new_id()}
    answer = await small.client.post(f"{STATE}/failed-jobs/retries", headers=headers)
    assert (answer.status_code, answer.json()) == (202, {"sent": 1})
    queue = f"{resources.settings.database_prefix}.small"
    await until(lambda: queued(small, queue))

    broken.clear()
    await job.run(None, "n1")
    assert (await failed_jobs(resources.settings, resources.db, 5)).count == 0


async def test_a_job_cut_off_by_its_time_limit_has_failed(small: Small) -> None:
    async def endless(_: object) -> None:
        await asyncio.Event().wait()

    job = watched(TaskSpec("small.endless", endless), FailedJobs(small.resources.db, small.resources.clock))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(job.run(None), 0.01)
    told = await failed_jobs(small.resources.settings, small.resources.db, 5)
    assert [one.reason for one in told.newest] == ["CutOff"]


async def tell(broken: list[str], _: object, notice: str) -> None:
    if broken:
        raise ZeroDivisionError(broken[0])


async def queued(small: Small, queue: str) -> bool:
    return bool(await small.resources.redis.llen(queue))
