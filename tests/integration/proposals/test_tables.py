"""Tables of proposals and votes, coming in and going out."""

import io
from typing import Any

import pytest
from openpyxl import Workbook

from services.proposals.tasks import read_board
from shared.tables import XLSX
from tests.integration.proposals.test_vote import declared
from tests.integration.proposals.town import LAMPS, NEFTA, Town
from tests.integration.proposals.voting import Voting

CSV = """العنوان;النص;المنطقة;الحي;تاريخ الاستلام
تعبيد نهج الواحة;الطريق ترابي منذ سنوات;وسط المدينة;السوق;2022-01-05
حديقة عمومية;فضاء أخضر للأطفال;الصحراء;;
=HYPERLINK("http://x");نص مقبول لا غير;oasis;;
ملعب;- ملعب حي للشباب;oasis;;05/31/2022
ملعب حي للشباب;- قرب المدرسة الإعدادية;الواحه;;٠٧/٠١/٢٠٢٢
"""


async def send(town: Town, content: bytes, media_type: str) -> str:
    answer = await town.client.post(
        f"/{NEFTA}/files", files={"file": ("table", content, media_type)}, headers=town.headers("cell")
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["sha256"])


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def wanted(sha256: str, keep: bool) -> dict[str, Any]:
    body = {"edition": "2022", "channel": "suggestion_box", "place": "دار الثقافة", "received_on": "2022-01-10"}
    return {**body, "sha256": sha256, "keep": keep}


async def test_good_rows_of_a_table_are_kept_and_bad_ones_named_by_line_and_field(nefta: Town) -> None:
    sha256 = await send(nefta, CSV.encode(), "text/csv")
    looked = await nefta.post("/proposals/imports", wanted(sha256, keep=False))
    assert (looked["import_id"], looked["good"]) == (None, 2)
    assert [(each["line"], each["field"], each["word"]) for each in looked["errors"]] == [
        (3, "zone", "zone-unknown"),
        (4, "title", "formula-cell"),
        (5, "received_on", "not-a-date"),
        (5, "title", "too-short"),
    ]
    assert (await nefta.get("/proposals"))["items"] == []
    kept = await nefta.post("/proposals/imports", wanted(sha256, keep=True))
    first, last = [await nefta.get(f"/proposals/{row['proposal_id']}") for row in kept["accepted"]]
    assert (first["neighbourhood"], first["received_on"], first["place"]) == ("souk", "2022-01-05", "دار الثقافة")
    assert (last["zone"], last["received_on"], last["channel"]) == ("oasis", "2022-01-07", "suggestion_box")


async def test_an_import_is_undone_whole_or_not_at_all(nefta: Town) -> None:
    sha256 = await send(nefta, CSV.encode(), "text/csv")
    kept = await nefta.post("/proposals/imports", wanted(sha256, keep=True))
    path = f"/{NEFTA}/proposals/imports/{kept['import_id']}"
    undone = await nefta.ask("DELETE", path, who="cell")
    assert undone.json() == {"import_id": kept["import_id"], "withdrawn": 2}
    assert (await nefta.get("/proposals"))["items"] == []
    again = await nefta.post("/proposals/imports", wanted(sha256, keep=True))
    reviewed = again["accepted"][0]["proposal_id"]
    body = {"stage": "formal", "verdict": "admissible", "reason": {"ar": "مطابق"}}
    await nefta.post(f"/proposals/{reviewed}/reviews", body)
    refused = await nefta.ask("DELETE", f"/{NEFTA}/proposals/imports/{again['import_id']}", who="cell")
    assert (refused.status_code, refused.json()["proposal_id"]) == (409, reviewed)
    assert len((await nefta.get("/proposals"))["items"]) == 2
    nobodys = await nefta.ask("DELETE", f"/{NEFTA}/proposals/imports/nobodys", who="cell")
    assert (nobodys.status_code, nobodys.json()["word"]) == (404, "batch-unknown")


async def test_a_spreadsheet_is_read_like_a_table_of_text(nefta: Town) -> None:
    header, row = ["Titre", "Description", "Zone"], [LAMPS["title"], LAMPS["body"], "centre"]
    sha256 = await send(nefta, workbook(header, row, ["=1+1", "نص مقبول لا غير", "centre"]), XLSX)
    looked = await nefta.post("/proposals/imports", wanted(sha256, keep=False))
    assert (looked["good"], [each["word"] for each in looked["errors"]]) == (1, ["formula-cell", "too-short"])


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"title;body\na;b\n", "column-missing"),
        (b"title;body;zone\n" + b"a;b;c\n" * 1001, "table-too-long"),
        (b"title\nb,ody\n", "column-missing"),
    ],
)
async def test_a_table_that_cannot_be_taken_is_refused_with_the_reason(nefta: Town, content: bytes, word: str) -> None:
    sha256 = await send(nefta, content, "text/csv")
    assert (await nefta.post("/proposals/imports", wanted(sha256, keep=True), expect=422))["word"] == word


async def test_a_declared_vote_leaves_as_a_file_anybody_can_compute_again(nefta: Town, voting: Voting) -> None:
    lamps, garden, road = [await nefta.ready(f"مشروع رقم {n}", 50) for n in (1, 2, 3)]
    shortlist = await nefta.shortlist([lamps, garden, road], 100, "greedy")
    board = voting.publish([[lamps, garden]] * 3 + [[road]] * 2)
    await nefta.deliver(declared(shortlist, board, {lamps: 3, garden: 3, road: 2}))
    assert (await nefta.get("/editions/2022/vote.pb", expect=409))["word"] == "vote-not-read-yet"
    await read_board(nefta.service, NEFTA, "vote-1")
    await nefta.post("/editions/2022/selection")
    written = (await nefta.ask("GET", f"/{NEFTA}/editions/2022/vote.pb")).text
    assert written.startswith("META\nkey;value\n")

    compared = await nefta.get("/editions/2022/comparison?method=equal_shares&completion=none")
    assert (compared["only_first"], compared["only_second"]) == ([garden], [])
    assert compared["second"]["rule"] | {"method": "greedy"} == compared["first"]["rule"] | {"completion": "none"}
    asked = (
        "method=greedy_skip&minimum_support=3&tie_break=higher_cost&tie_break=ballot_order&incompatible="
        + ",".join([lamps, garden])
    )
    second = (await nefta.get(f"/editions/2022/comparison?{asked}"))["second"]
    assert second["selected"] == [lamps]
    assert second["rule"]["tie_break"] == ["higher_cost", "ballot_order"]
    assert second["rule"]["incompatible"] == [[lamps, garden]]
    for refused in ("council", "equal_shares&unknown=1", "greedy&incompatible=nothing"):
        await nefta.get(f"/editions/2022/comparison?method={refused}", expect=422)
    sha256 = await send(nefta, written.encode(), "text/plain")
    trial = {"sha256": sha256, "rules": [{"method": "greedy"}, {"method": "equal_shares"}]}
    tried = await nefta.post("/votes/trials", trial, expect=200)
    assert [outcome["selected"][0] for outcome in tried["outcomes"]] == [lamps, lamps]


async def test_a_ballot_file_with_an_unknown_project_is_refused_with_its_line(nefta: Town) -> None:
    file = "META\nkey;value\nbudget;10\nPROJECTS\nproject_id;cost\na;5\nVOTES\nvoter_id;vote\n1;a\n2;a,z\n"
    trial = {"sha256": await send(nefta, file.encode(), "text/plain"), "rules": [{"method": "greedy"}]}
    problem = await nefta.post("/votes/trials", trial, expect=422)
    assert (problem["word"], problem["line"], problem["value"]) == ("pabulib-unreadable", 10, "z")
    assert [(each["field"], each["word"]) for each in problem["errors"]] == [("line 10", "pabulib-project-unknown")]
    assert "z" in problem["errors"][0]["message"]


async def test_the_rule_a_file_names_is_tried_and_compared_with_what_its_city_funded(nefta: Town) -> None:
    head = "META\nkey;value\nbudget;10\nrule;greedy\nPROJECTS\nproject_id;cost;votes;selected\n"
    file = head + "a;6;3;1\nb;5;2;0\nc;4;1;1\n"
    tried = await nefta.post("/votes/trials", {"sha256": await send(nefta, file.encode(), "text/plain")}, expect=200)
    outcome = tried["outcomes"][0]
    assert (tried["official"], outcome["selected"], outcome["agrees"]) == (["a", "c"], ["a", "c"], True)
    assert (outcome["rule"]["method"], outcome["missing"], outcome["added"]) == ("greedy_skip", [], [])
    assert tried["oddities"] == [{"line": 0, "word": "no-ballots", "value": ""}]
    lots = file.replace("rule;greedy", "rule;drawing-lots").encode()
    problem = await nefta.post("/votes/trials", {"sha256": await send(nefta, lots, "text/plain")}, expect=422)
    assert problem["word"] == "rule-unknown"
