"""The check-in desk through a network cut: nobody twice, nobody lost, and no electorate fixed too early."""

import random
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from shared.contracts.scheduling import CheckInClosed
from tests.integration.scheduling.conftest import BENI_MELLAL, Town, document

SEEN = "2025-02-15T09:10:00Z"
CLERK = "registration_clerk"


@pytest.fixture
async def forum(town: Town) -> tuple[Town, str]:
    here = town.at(BENI_MELLAL)
    await here.step("2025-02-15T08:30:00+00:00")
    made = await here.made("/meetings", {"edition": "2025", "document": document("beni-mellal-forum-2025")})
    return here, f"/forums/{made['meeting_id']}"


def person(n: int, offline: bool = False, place: int | None = None) -> dict[str, Any]:
    where = f"hay-{place or n % 6 + 1}"
    return {"name": f"Person {n}", "neighbourhood": where, "seen_at": SEEN, "offline": offline}


async def assigned(town: Town, path: str, device: str, places: list[str]) -> dict[str, Any]:
    answer = await town.client.put(
        f"/{town.slug}{path}/desks/{device}", json={"neighbourhoods": places}, headers=town.headers(CLERK)
    )
    return {"status": answer.status_code, **answer.json()}


async def sent(
    town: Town, path: str, device: str, entries: list[dict[str, Any]], pending: int = 0
) -> list[dict[str, Any]]:
    batch = {"device": device, "entries": entries, "pending": pending}
    answers: list[dict[str, Any]] = (await town.made(f"{path}/attendance/batches", batch, CLERK))["entries"]
    return answers


async def test_a_desk_that_is_cut_off_admits_only_its_own_neighbourhoods(forum: tuple[Town, str]) -> None:
    town, path = forum
    await assigned(town, path, "desk-1", ["hay-1", "hay-2"])
    answers = await sent(town, path, "desk-1", [person(1, True, 1), person(2, True, 3), person(3, False, 3)])
    assert [answer["refused"] for answer in answers] == [None, "foreign-neighbourhood", None]
    assert answers[1]["attendance_id"] is None
    assert set(answers[1]["reason"]) == {"ar", "fr", "en"}
    again = await sent(town, path, "desk-1", [person(2, False, 3)])  # the clerk admits them with a network
    assert (again[0]["refused"], again[0]["already_present"]) == (None, False)
    assert (await town.get(f"{path}/attendance/counts", CLERK))["total"] == 3


async def test_who_was_admitted_elsewhere_meanwhile_is_there_and_not_refused(forum: tuple[Town, str]) -> None:
    town, path = forum
    await assigned(town, path, "desk-1", ["hay-1"])
    await sent(town, path, "desk-2", [person(1, False, 3)])
    [answer] = await sent(town, path, "desk-1", [person(1, True, 3)])
    assert (answer["refused"], answer["already_present"]) == (None, True)


async def test_one_bad_entry_does_not_hold_up_the_others(forum: tuple[Town, str]) -> None:
    town, path = forum
    strange = {**person(1), "neighbourhood": "atlantis"}
    unknown = {"attendee_id": "nobody", "seen_at": SEEN}
    answers = await sent(town, path, "desk-1", [strange, person(2), unknown])
    assert [answer["refused"] for answer in answers] == ["neighbourhood-unknown", None, "attendee-unknown"]


async def test_no_neighbourhood_has_two_desks(forum: tuple[Town, str]) -> None:
    town, path = forum
    assert (await assigned(town, path, "desk-1", ["hay-1", "hay-2"]))["neighbourhoods"] == ["hay-1", "hay-2"]
    refused = await assigned(town, path, "desk-2", ["hay-2", "hay-3"])
    assert (refused["status"], refused["word"]) == (409, "neighbourhood-assigned")
    assert (refused["neighbourhood"], refused["device"]) == ("hay-2", "desk-1")
    await assigned(town, path, "desk-1", ["hay-1"])
    assert (await assigned(town, path, "desk-2", ["hay-2", "hay-3"]))["status"] == 200
    assert (await assigned(town, path, "desk-3", ["atlantis"]))["word"] == "neighbourhood-unknown"


async def test_check_in_waits_for_a_desk_that_never_spoke(forum: tuple[Town, str]) -> None:
    town, path = forum
    await assigned(town, path, "desk-1", ["hay-1"])
    refused = await town.post(f"{path}/check-in/close", {}, CLERK)
    assert (refused.status_code, refused.json()["desks"]) == (409, [{"device": "desk-1", "pending": None}])
    await sent(town, path, "desk-1", [])
    assert (await town.post(f"{path}/check-in/close", {}, CLERK)).status_code == 200


async def test_check_in_waits_for_a_desk_that_went_silent(forum: tuple[Town, str]) -> None:
    town, path = forum
    await assigned(town, path, "desk-1", ["hay-1"])
    await sent(town, path, "desk-1", [person(1, place=1)])
    long_ago = town.resources.clock.system() - timedelta(minutes=3)
    await town.resources.db["desks"].update_many({}, {"$set": {"heard_at": long_ago}})
    counts = await town.get(f"{path}/attendance/counts", CLERK)
    assert [desk["waiting"] for desk in counts["desks"]] == [True]
    refused = await town.post(f"{path}/check-in/close", {}, CLERK)
    assert refused.json()["word"] == "desks-not-synced"
    await sent(town, path, "desk-1", [])
    assert (await town.post(f"{path}/check-in/close", {}, CLERK)).status_code == 200


async def test_a_broken_desk_is_overridden_by_who_leads_and_with_a_reason(forum: tuple[Town, str]) -> None:
    town, path = forum
    await sent(town, path, "desk-1", [person(1)])
    await sent(town, path, "desk-2", [person(2)], pending=4)
    over = {"override": {"reason": "le téléphone est tombé dans l'eau"}}
    refused = await town.post(f"{path}/check-in/close", over, CLERK)
    assert (refused.status_code, refused.json()["word"]) == (403, "override-not-allowed")
    assert (await town.post(f"{path}/check-in/close", {"override": {"reason": ""}}, "cell")).status_code == 422
    closed = await town.made(f"{path}/check-in/close", over, "cell")
    assert closed["total"] == 2
    assert closed["override"]["devices"] == ["desk-2"]
    audited = [row["command"] async for row in town.resources.db["_audit"].find({"command": "override-desks"})]
    assert audited == ["override-desks"]
    late = {"device": "desk-2", "entries": [person(3, True)], "pending": 0}
    assert (await town.post(f"{path}/attendance/batches", late, CLERK)).json()["word"] == "check-in-closed"


@pytest.mark.parametrize("seed", [7, 15])
async def test_three_hundred_people_through_two_desks_cut_off_again_and_again(
    forum: tuple[Town, str], seed: int
) -> None:
    """Each desk loses the network at random, queues its own neighbourhoods, and repeats what it is not sure of."""
    town, path = forum
    order = random.Random(seed)
    own = {"desk-1": ["hay-1", "hay-2", "hay-3"], "desk-2": ["hay-4", "hay-5", "hay-6"]}
    for device, places in own.items():
        await assigned(town, path, device, places)
    queues: dict[str, list[dict[str, Any]]] = {device: [] for device in own}
    cut = dict.fromkeys(own, False)
    refused: list[dict[str, Any]] = []
    people = order.sample(range(300), 300)
    for n in people + order.sample(people, 60):
        device = order.choice(list(own))
        cut[device] = order.random() < 0.5
        queues[device].append(person(n, offline=cut[device]))
        if not cut[device] and len(queues[device]) >= 20:
            queue = order.sample(queues[device], len(queues[device]))
            answers = await sent(town, path, device, queue + queue[:4])
            refused += [row for row, answer in zip(queue, answers, strict=False) if answer["refused"]]
            queues[device] = []
    pending = {"device": "desk-1", "entries": [], "pending": len(queues["desk-1"]) or 1}
    await town.made(f"{path}/attendance/batches", pending, CLERK)
    assert (await town.post(f"{path}/check-in/close", {}, CLERK)).json()["word"] == "desks-not-synced"
    for device, queue in queues.items():
        answers = await sent(town, path, device, queue)
        refused += [row for row, answer in zip(queue, answers, strict=True) if answer["refused"]]
    assert refused  # people of other neighbourhoods came to a desk that was cut off
    for row in refused:
        await sent(town, path, "desk-1", [{**row, "offline": False}])
    closed = await town.made(f"{path}/check-in/close", {}, CLERK)
    assert closed["total"] == 300
    [event] = await town.announced(CheckInClosed)
    assert [row["present"] for row in event["present"]] == [50] * 6


async def test_a_desk_takes_with_it_what_it_needs_and_no_more(forum: tuple[Town, str]) -> None:
    town, path = forum
    rows = [{**person(n), "gender": "woman", "age_band": "18-35"} for n in range(3)]
    people = [{name: row[name] for name in ("name", "neighbourhood", "gender", "age_band")} for row in rows]
    await town.made(f"{path}/registrations", {"rows": people}, CLERK)
    await sent(town, path, "desk-1", [person(1)])
    listed = (await town.get(f"{path}/attendees", CLERK))["items"]
    assert {row["name"]: row["present"] for row in listed} == {"Person 0": False, "Person 1": True, "Person 2": False}
    fields = {"attendee_id", "name", "neighbourhood", "organisation", "homonym", "code", "present"}
    assert all(set(row) == fields for row in listed)
    [one] = (await town.get(f"{path}/attendees?neighbourhood=hay-1", CLERK))["items"]
    assert (one["name"], len(one["code"])) == ("Person 0", 8)
    [same] = (await town.get(f"{path}/attendees?code={one['code'].lower()}", CLERK))["items"]
    assert same == one
    audited = await town.resources.db["_audit"].count_documents({"command": "read-attendees"})
    assert audited == 3


async def test_somebody_of_the_same_name_is_pointed_out(forum: tuple[Town, str]) -> None:
    town, path = forum
    first = {"name": "أحمد الإدريسي", "neighbourhood": "hay-1", "seen_at": SEEN}
    second = {"name": "احمد الادريسى", "neighbourhood": "hay-2", "seen_at": SEEN}
    [one] = await sent(town, path, "desk-1", [first])
    [two] = await sent(town, path, "desk-1", [second])
    assert (one["namesakes"], two["namesakes"]) == ([], [one["attendance_id"]])
    found = (await town.made(f"{path}/attendees/search", {"name": "احمد الادريسي"}, CLERK))["items"]
    assert len(found) == 2


def listed(*rows: str) -> bytes:
    return "\n".join(rows).encode()


async def imported(town: Town, path: str, content: bytes, name: str = "list.csv") -> tuple[int, dict[str, Any]]:
    answer = await town.client.post(
        f"/{town.slug}{path}/registrations/import", files={"file": (name, content)}, headers=town.headers(CLERK)
    )
    return answer.status_code, answer.json()


async def test_a_list_typed_by_an_association_is_taken_in_with_its_wrong_lines_named(forum: tuple[Town, str]) -> None:
    town, path = forum
    table = listed(
        "الاسم الكامل;الحي;الجمعية",
        "فاطمة الزهراء;hay-1;جمعية نساء الأطلس",
        ";hay-1;",
        "Karim Haddad;HAY-2;",
        "أحمد;atlantis;",
        "فاطمة  الزهراء;hay-1;",
        "كريم;hay-1;",
        "كَرِيم;hay-3;",
    )
    status, found = await imported(town, path, table)
    assert (status, found["registered"], found["already"]) == (201, 4, 0)
    assert [(e["line"], e["column"], e["word"]) for e in found["errors"]] == [
        (3, "name", "field-missing"),
        (5, "neighbourhood", "neighbourhood-unknown"),
        (6, "name", "listed-before"),
    ]
    assert [row["people"] for row in found["namesakes"]] == [2]
    _, again = await imported(town, path, table)
    assert (again["registered"], again["already"]) == (0, 4)
    assert (await town.get(f"{path}/attendance/counts", CLERK))["registered"] == 4


async def test_a_spreadsheet_is_read_as_well(forum: tuple[Town, str]) -> None:
    town, path = forum
    out, book = BytesIO(), Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Nom", "Quartier"], ["Amina", "hay-2"], ["Said", "hay-3"]):
        sheet.append(row)
    book.save(out)
    _, found = await imported(town, path, out.getvalue(), "list.xlsx")
    assert (found["registered"], found["errors"]) == (2, [])


@pytest.mark.parametrize(
    ("content", "status", "word"),
    [
        (b"", 422, "list-without-columns"),
        (b"a;b\nc;d", 422, "list-without-columns"),
        (b"PK\x03\x04 not a book", 422, "table-unreadable"),
        (b"nom;quartier\n\xff\xfe", 422, "table-unreadable"),
        (b"x" * (1024 * 1024 + 1), 413, "body-too-large"),
    ],
    ids=["empty", "no columns", "no book", "no text", "too large"],
)
async def test_what_is_no_list_is_refused_and_named(
    forum: tuple[Town, str], content: bytes, status: int, word: str
) -> None:
    town, path = forum
    answered, problem = await imported(town, path, content)
    assert (answered, problem["word"]) == (status, word)


async def test_badges_are_printed_for_who_is_expected(forum: tuple[Town, str]) -> None:
    town, path = forum
    await town.made(f"{path}/registrations", {"rows": [{"name": "فاطمة", "neighbourhood": "hay-1"}]}, CLERK)
    answer = await town.client.get(f"/{town.slug}{path}/badges.pdf?language=fr", headers=town.headers(CLERK))
    assert answer.content.startswith(b"%PDF")
    assert (await town.client.get(f"/{town.slug}{path}/badges.pdf")).status_code == 401
