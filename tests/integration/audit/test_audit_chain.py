"""What was done stays written as it was written."""

import pytest

from shared.audit import AuditChainer, first_broken
from shared.clock import SystemClock
from shared.messaging.unit_of_work import Transaction, UnitOfWork
from shared.mongo import Document, connect


async def chained(db_url: str, database: str, towns: list[str]) -> tuple[list[Document], AuditChainer]:
    client = connect(db_url, "test")
    work = UnitOfWork(client, database, "proposals", SystemClock())
    chainer = AuditChainer(client[database], SystemClock())
    for n, town in enumerate(towns):

        async def command(tx: Transaction, town: str = town, n: int = n) -> None:
            tx.audit(town, "cell", "adopt_calendar", f"calendar-{n}")

        await work.run(command)
    await chainer.chain()
    rows = await client[database]["_audit"].find({"municipality": "tn-nefta"}).sort("n", 1).to_list(100)
    return rows, chainer


async def test_every_municipality_has_a_chain_of_its_own(mongo_url: str, database: str) -> None:
    rows, chainer = await chained(mongo_url, database, ["tn-nefta", "ma-beni-mellal", "tn-nefta", "tn-nefta"])

    assert [row["n"] for row in rows] == [1, 2, 3]
    assert first_broken(rows) is None
    assert await chainer.chain() == 0


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_a_changed_row_is_found(mongo_url: str, database: str, place: int) -> None:
    rows, _ = await chained(mongo_url, database, ["tn-nefta"] * 3)
    rows[place]["actor"] = "somebody-else"

    assert first_broken(rows) == place + 1


async def test_a_removed_row_is_found(mongo_url: str, database: str) -> None:
    rows, _ = await chained(mongo_url, database, ["tn-nefta"] * 3)

    assert first_broken([rows[0], rows[2]]) == 2


async def test_a_failed_command_leaves_no_audit_row(mongo_url: str, database: str) -> None:
    client = connect(mongo_url, "test")

    async def command(tx: Transaction) -> None:
        tx.audit("tn-nefta", "cell", "adopt_calendar", "calendar-1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await UnitOfWork(client, database, "proposals", SystemClock()).run(command)
    assert await client[database]["_audit"].count_documents({}) == 0
