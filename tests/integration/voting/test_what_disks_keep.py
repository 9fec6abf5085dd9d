"""What lies on the disks of the servers after a vote: the store's journal is named, says no more than it must, and nothing else says anything."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.local import servers
from deploy.local.probes import free_port
from services.voting.wiring import SERVICE
from tests.integration.voting.conftest import settings_on
from tests.integration.voting.hall import NEIGHBOUR, TOWN, Hall, Vote, contest, registered
from tests.support.embedded import Embedded
from tests.support.issuer import Issuer
from tests.support.service import served

# Files of the store in which an insert lies: the journal, the log it would replicate from, and the rows themselves.
JOURNAL, OPLOG = "WiredTigerLog.", "secantus_oplog"
OF_THE_STORE = (JOURNAL, OPLOG, "secantus_", "coll")
OF_AN_ENTRY = {
    "_id",
    "h",
    "lsid",
    "ns",
    "o",
    "o2",
    "op",
    "prevOpTime",
    "stmtId",
    "t",
    "ts",
    "txnNumber",
    "ui",
    "v",
    "wall",
}


@dataclass(frozen=True)
class Disks:
    """Servers of this test alone, and the folder with everything they write."""

    mongo_url: str
    redis_url: str
    folder: Path

    def holding(self, word: bytes) -> set[str]:
        """Names of the files in which it can be read."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.name for path in files if word in path.read_bytes()}


@pytest.fixture
def disks(embedded: Embedded, tmp_path: Path) -> Iterator[Disks]:
    mongo, redis = free_port(), free_port()
    data = tmp_path / "data"
    children = [servers.mongo(mongo, data / "mongo"), servers.redis(redis, data / "redis")]
    running = embedded.start(children, data / "logs")
    yield Disks(f"mongodb://127.0.0.1:{mongo}/?directConnection=true", f"redis://127.0.0.1:{redis}/2", data)
    embedded.stop_one(running)


@pytest.fixture
async def lasting(disks: Disks, oidc: Issuer, key_folder: Path) -> AsyncIterator[Hall]:
    settings = settings_on(disks.mongo_url, "disks", disks.redis_url, oidc, key_folder)
    async with served(SERVICE, settings) as running:
        here = Hall(TOWN, running.client, running.resources, running.service, oidc)
        await here.tell(registered(TOWN))
        await here.tell(registered(NEIGHBOUR))
        yield here


async def voted(hall: Hall) -> tuple[Vote, list[dict[str, Any]]]:
    vote = await hall.drafted(contest("medina"))
    await vote.print(6)
    await vote.open()
    receipts = [(await vote.cast(vote.ballot(slip, f"c{slip % 3}"))).json() for slip in range(5)]
    paper = {"contest": "medina", "cred": vote.slips["medina"][5]["cred"], "choices": ["c2"]}
    await vote.close()
    for role in ("bureau", "second"):
        await hall.made(f"{vote.path}/paper", paper, role=role)
    await vote.roll()
    await hall.service.urn.sort(vote.id)
    return vote, receipts


async def test_no_file_of_any_server_holds_a_code_or_a_receipt(lasting: Hall, disks: Disks) -> None:
    vote, receipts = await voted(lasting)
    for slip in vote.slips["medina"]:
        assert disks.holding(slip["code"].encode()) == set()
    for receipt in receipts:
        assert disks.holding(receipt["sig"].encode()) == set()
        assert disks.holding(bytes.fromhex(receipt["sig"])) == set()
    assert disks.holding(TOWN.encode()), "the search finds what is there"


async def test_what_a_ballot_leaves_lies_in_the_named_files_of_the_store_only(lasting: Hall, disks: Disks) -> None:
    _, receipts = await voted(lasting)
    for receipt in receipts:
        left = disks.holding(receipt["cred"].encode())
        assert left
        assert {name for name in left if not name.startswith(OF_THE_STORE)} == set()


async def test_the_log_of_the_store_says_of_a_ballot_when_it_came_and_of_nobody_whose_it_was(
    lasting: Hall, disks: Disks
) -> None:
    """The order and time of arrival are what it cannot leave out; README and the hall's notice say so."""
    _, receipts = await voted(lasting)
    with MongoClient[dict[str, Any]](disks.mongo_url) as client:
        entries = list(client["local"]["oplog.rs"].find({"ns": {"$regex": r"\.ballots(_sorted)?$"}}))
    assert len(entries) >= len(receipts)
    for entry in entries:
        assert set(entry) <= OF_AN_ENTRY
        assert "lsid" not in entry
        rows = [part for part in (entry["o"], entry.get("o2")) if isinstance(part, dict) and "_id" in part]
        assert all(set(row) <= {"_id", "wire"} for row in rows)
        assert "bureau" not in str(entry)
