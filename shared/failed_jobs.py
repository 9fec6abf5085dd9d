"""Background jobs whose last run failed: written down until a run succeeds, and sent again on command."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pymongo.errors import PyMongoError

from shared.celery_runner import TaskSpec
from shared.clock import Clock
from shared.faults import place_of, rule_of
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Database, Document
from shared.telemetry import inject_context, trace_of

REMEMBERED = timedelta(days=30)
MOST = 100  # jobs sent again by one command


class CutOff(Exception):
    """The task took longer than its time limit."""


class FailedJobs:
    """One row a job: the task and its ids. Celery goes on trying by itself; the row tells that it has not worked yet."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._rows = db["_failed_jobs"]
        self._clock = clock

    async def note(self, task: str, ids: tuple[str, ...], error: Exception) -> None:
        """Keep what broke and where; a database that is away keeps nothing, and the log has it."""
        now = self._clock.system()
        why = {"reason": rule_of(error), "place": place_of(error), "trace": trace_of(inject_context())}
        row = {"task": task, "ids": list(ids), "at": now, "expires_at": now + REMEMBERED, **why}
        with suppress(PyMongoError):
            await self._rows.update_one({"_id": _id(task, ids)}, {"$set": row, "$inc": {"times": 1}}, upsert=True)

    async def forget(self, task: str, ids: tuple[str, ...]) -> None:
        """It worked."""
        with suppress(PyMongoError):
            await self._rows.delete_one({"_id": _id(task, ids)})


def watched(spec: TaskSpec, failed: FailedJobs) -> TaskSpec:
    """The same task, whose failures are written down: being cut off by the time limit is one."""

    async def run(service: Any, *ids: str) -> None:
        try:
            await spec.run(service, *ids)
        except asyncio.CancelledError:
            await failed.note(spec.name, ids, CutOff())
            raise
        except Exception as error:
            await failed.note(spec.name, ids, error)
            raise
        await failed.forget(spec.name, ids)

    return replace(spec, run=run)


async def newest_failed(db: Database, most: int) -> tuple[int, list[Document]]:
    """How many jobs have failed, and the last of them."""
    rows = db["_failed_jobs"].find({}, {"ids": 0}).sort("at", -1).limit(most)
    return await db["_failed_jobs"].count_documents({}), await rows.to_list(most)


async def send_again(tx: Transaction, actor: str) -> int:
    """Enqueue the jobs that failed once this is committed; gives how many. Their rows go when they succeed."""
    rows = await tx.db["_failed_jobs"].find({}, session=tx.session).sort("at", 1).limit(MOST).to_list(MOST)
    for row in rows:
        tx.then_enqueue(row["task"], *row["ids"])
    tx.audit("network", actor, "send-failed-jobs-again", str(len(rows)))
    return len(rows)


def _id(task: str, ids: tuple[str, ...]) -> str:
    return " ".join((task, *ids))
