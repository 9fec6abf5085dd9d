"""A whole election in a hall: by command and by the running order, to the record, the register and the verifier."""

import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from services.voting.domain.canonical import canonical
from services.voting.domain.manifest import spoken
from services.voting.tasks import report_turnout, sweep_clock, sweep_heads
from services.voting.verifier.verify import main
from shared.contracts.proposals import Project, ShortlistFrozen
from shared.contracts.scheduling import (
    AgendaItemEnded,
    AgendaItemStarted,
    CandidateNominated,
    CheckInClosed,
    NeighbourhoodCount,
)
from shared.contracts.voting import (
    BoardCosigned,
    BoardHeadPublished,
    ElectionClosed,
    ElectionOpened,
    ElectionPrepared,
    MandateAssigned,
    MandateEnded,
    PrioritisationDeclared,
    ResultDeclared,
    TurnoutReported,
)
from shared.ids import new_id
from tests.integration.voting.hall import NEIGHBOUR, TOWN, Hall, Vote, contest

NOW = "2025-02-15T12:45:00+00:00"
FORUM, DELEGATES = "forum-1", {"seats": 2, "alternates": 1}


def item(kind: Any, n: int = 8) -> Any:
    instant = {"started_at": NOW} if kind is AgendaItemStarted else {"ended_at": NOW}
    return kind(municipality=TOWN, meeting_id=FORUM, n=n, type="election", **instant)


async def forum(hall: Hall, present: int = 12) -> Vote:
    """A forum with one neighbourhood, three people who stand, and twelve slips."""
    await hall.step(NOW)
    rules = contest("hay-1", (), neighbourhood="hay-1", **DELEGATES)
    vote = await hall.drafted(rules, meeting_id=FORUM, agenda_n=8)
    for n in range(3):
        nominated = CandidateNominated(
            municipality=TOWN, meeting_id=FORUM, candidate_id=f"c{n}", neighbourhood="hay-1", name=f"مرشح {n}"
        )
        await hall.tell(nominated)
        await hall.made(f"{vote.path}/candidates/c{n}/acceptance", {})
    await vote.print(12, "hay-1")
    counts = [NeighbourhoodCount(neighbourhood="hay-1", present=present)]
    await hall.tell(CheckInClosed(municipality=TOWN, meeting_id=FORUM, present=counts, total=present))
    return vote


async def test_the_running_order_opens_and_closes_and_the_verifier_agrees(hall: Hall, tmp_path: Path) -> None:
    vote = await forum(hall)
    await hall.tell(item(AgendaItemStarted))
    assert (await vote.read())["state"] == "open"
    receipts = []
    for slip in range(5):
        cast = await vote.cast(vote.ballot(slip, *(["c0", "c1"] if slip < 3 else ["c2"]), name="hay-1"))
        assert cast.status_code == 201
        receipts.append(cast.content)
    await hall.tell(item(AgendaItemEnded))
    await sweep_heads(hall.service)
    assert (await vote.read())["state"] == "closed"
    answer = await vote.roll(names=["hay-1"])
    (result,) = answer["results"]
    assert set(result["elected"]) == {"c0", "c1"}
    assert result["alternates"] == ["c2"]
    view = await vote.read()
    board, receipt = tmp_path / "board.json", tmp_path / "receipt.json"
    board.write_text(json.dumps(await vote.board()))
    receipt.write_bytes(receipts[0])
    anchors = ["--manifest", view["manifest"]["spoken"], "--head", view["heads"][-1]["hash"]]
    assert main([str(board), *anchors, "--receipt", str(receipt)]) == 0
    assert view["manifest"]["spoken"] == spoken(view["manifest"]["digest"])
    assert (await hall.get(f"{vote.path}/manifest"))["transport"] == "http"
    await hall.tell(item(AgendaItemEnded))
    assert len(await hall.announced(ElectionClosed)) == 1


async def test_everything_about_an_election_is_announced_once(hall: Hall) -> None:
    vote = await forum(hall)
    await hall.tell(item(AgendaItemStarted))
    for slip in range(10):
        await vote.cast(vote.ballot(slip, "c1", name="hay-1"))
    await report_turnout(hall.service)
    await report_turnout(hall.service)
    await hall.tell(item(AgendaItemEnded))
    await sweep_heads(hall.service)
    await vote.roll(names=["hay-1"])
    again = await hall.post(f"{vote.path}/dice", {"hay-1": "666666"})
    assert again.json()["word"] == "already-declared"
    kinds = (ElectionPrepared, ElectionOpened, TurnoutReported, ElectionClosed, ResultDeclared)
    for kind in kinds:
        assert len(await hall.announced(kind)) == 1, kind
    assert [one["head"] for one in await hall.announced(BoardHeadPublished)] == [1, 2]
    (turnout,) = await hall.announced(TurnoutReported)
    assert turnout["contests"] == [{"contest": "hay-1", "ballots": 10, "eligible": 12}]
    (declared,) = await hall.announced(ResultDeclared)
    assert next(one["name"] for one in declared["contests"][0]["elected"]) == "مرشح 1"
    assert [one["alternate"] for one in await hall.announced(MandateAssigned)] == [False, False, True]


async def test_turnout_under_ten_is_hidden_and_no_partial_result_is_ever_shown(hall: Hall) -> None:
    vote = await forum(hall)
    await hall.tell(item(AgendaItemStarted))
    await vote.cast(vote.ballot(0, "c1", name="hay-1"))
    await report_turnout(hall.service)
    view = await vote.read()
    assert view["contests"][0]["turnout"] == {"given": 12, "ballots": None}
    assert view["results"] is None
    assert (await hall.client.get(f"/{TOWN}{vote.path}/board")).json()["word"] == "board-not-published"
    assert (await hall.client.get(f"/{TOWN}{vote.path}/results")).json()["word"] == "not-declared"


async def test_voting_does_not_open_before_check_in_has_closed(hall: Hall) -> None:
    vote = await hall.drafted(meeting_id=FORUM, agenda_n=8)
    await vote.print(2)
    answer = await hall.post(f"{vote.path}/opening", {})
    assert (answer.status_code, answer.json()["word"]) == (409, "check-in-still-open")
    await hall.tell(item(AgendaItemStarted))
    view = await vote.read()
    assert (view["state"], len(view["incidents"])) == ("draft", 1)


async def test_voting_does_not_open_with_more_slips_out_than_people_present(hall: Hall) -> None:
    vote = await forum(hall, present=11)
    assert (await hall.post(f"{vote.path}/opening", {})).json()["word"] == "census-does-not-add"
    leftover = [vote.slips["hay-1"][0]["cred"]]
    assert (await hall.made(f"{vote.path}/voids", {"contest": "hay-1", "creds": leftover}))["void"] == 1
    await vote.open()
    late = await hall.post(f"{vote.path}/voids", {"contest": "hay-1", "creds": leftover})
    assert late.json()["word"] == "election-not-a-draft"


async def test_voting_closes_by_the_clock(hall: Hall) -> None:
    await hall.step(NOW)
    vote = await hall.opened(closes_at="2025-02-15T13:00:00Z")
    assert (await vote.cast(vote.ballot(0, "c0"))).status_code == 201
    await hall.step("2025-02-15T12:59:59+00:00")
    await sweep_clock(hall.service)
    assert (await vote.read())["state"] == "open"
    await hall.step("2025-02-15T13:00:00+00:00")
    await sweep_clock(hall.service)
    assert (await vote.read())["state"] == "closing"


async def test_a_vote_on_projects_is_drafted_with_the_shortlist_and_declared_with_its_board(hall: Hall) -> None:
    projects = [Project(id=f"p{n}", title=f"مشروع {n}", cost=100 * n) for n in range(1, 4)]
    frozen = ShortlistFrozen(
        municipality=TOWN,
        shortlist_id=new_id(),
        edition="2025",
        projects=projects,
        budget=500,
        currency="MAD",
        vote_method="approval",
        max_choices=2,
        selection_rule="greedy",
    )
    await hall.tell(frozen)
    (drafted,) = (await hall.get("/elections"))["items"]
    assert drafted["kind"] == "prioritisation"
    vote = Vote(hall, drafted["election_id"])
    await vote.print(3, "projects")
    await vote.open()
    for slip in range(3):
        assert (await vote.cast(vote.ballot(slip, "p1", "p2", name="projects"))).status_code == 201
    await vote.close()
    await vote.roll(names=["projects"])
    (declared,) = await hall.announced(PrioritisationDeclared)
    assert {one["project_id"]: one["votes"] for one in declared["support"]} == {"p1": 3, "p2": 3, "p3": 0}
    board = await hall.client.get(declared["board_href"].removeprefix(hall.service.public_url))
    assert len(board.json()["ballots"]) == declared["ballots"] == 3
    assert await hall.announced(MandateAssigned) == []
    votes = await hall.client.get(f"/{TOWN}{vote.path}/votes.pb")
    assert votes.text.endswith("VOTES\nvoter_id;vote\n1;p1,p2\n2;p1,p2\n3;p1,p2\n")
    assert (await hall.client.get(f"/{TOWN}/mandates/popolo.json")).json()["memberships"] == []


async def test_other_municipalities_sign_the_heads_they_saw(hall: Hall) -> None:
    """And everybody may check what they signed."""
    vote = await hall.opened()
    await vote.close()
    (seen,) = await hall.announced(BoardHeadPublished)
    await hall.tell(BoardHeadPublished.model_validate(seen))
    (cosigned,) = await hall.announced(BoardCosigned)
    assert (cosigned["municipality"], cosigned["of_municipality"]) == (NEIGHBOUR, TOWN)
    (shown,) = (await hall.get(f"{vote.path}/cosignatures"))["items"]
    head = (await vote.board())["heads"][0]["head"]
    assert (shown["witness"], shown["said"]["root"], shown["said"]["size"]) == (NEIGHBOUR, head["root"], head["size"])
    key, signature = (urlsafe_b64decode(shown[name] + "==") for name in ("public_key", "signature"))
    Ed25519PublicKey.from_public_bytes(key).verify(signature, canonical(shown["said"]))


async def test_the_record_is_an_arabic_pdf_and_a_mandate_passes_to_the_next_of_the_list(hall: Hall) -> None:
    vote = await forum(hall)
    await hall.tell(item(AgendaItemStarted))
    await vote.cast(vote.ballot(0, "c2", name="hay-1"))
    await hall.tell(item(AgendaItemEnded))
    await sweep_heads(hall.service)
    await vote.roll(names=["hay-1"])
    record = await hall.client.get(f"/{TOWN}{vote.path}/pv.pdf")
    assert record.content.startswith(b"%PDF")
    register = (await hall.get("/mandates"))["items"]
    first = next(one for one in register if one["name"] == "مرشح 2")
    answer = await hall.made(f"/mandates/{first['mandate_id']}/end", {"reason": "resignation"}, role="cell")
    assert answer["follows"]["alternate"] is False
    assert len(await hall.announced(MandateEnded)) == 1
    sheet = await hall.client.post(
        f"/{TOWN}{(await hall.drafted()).path}/slips",
        json={"contest": "medina", "count": 1},
        headers=hall.headers() | {"Accept": "application/pdf"},
    )
    assert sheet.content.startswith(b"%PDF")


async def test_codes_are_given_once_and_never_kept(hall: Hall) -> None:
    vote = await hall.drafted()
    key, body = new_id(), {"contest": "medina", "count": 2}
    first = await hall.post(f"{vote.path}/slips", body, key=key)
    again = await hall.post(f"{vote.path}/slips", body, key=key)
    assert first.status_code == 201
    assert (again.status_code, again.json()["word"]) == (409, "slips-given-once")
    codes = [slip["code"] for slip in first.json()["slips"]]
    for name in await hall.resources.db.list_collection_names():
        text = str(await hall.resources.db[name].find({}).to_list(None))
        assert not any(code in text for code in codes), name


async def test_staff_of_another_municipality_or_role_cannot_run_an_election(hall: Hall) -> None:
    vote = await hall.drafted()
    clerk = await hall.post(f"{vote.path}/opening", {}, role="registration_clerk")
    assert (clerk.status_code, clerk.json()["word"]) == (403, "role-missing")
    foreign = await hall.client.post(f"/ma-el-jadida{vote.path}/opening", json={}, headers=hall.headers())
    assert (foreign.status_code, foreign.json()["word"]) == (403, "foreign-municipality")
    hall.slug, hall.tokens = "ma-el-jadida", {}
    assert (await hall.post(f"{vote.path}/opening", {})).json()["word"] == "unknown-election"
