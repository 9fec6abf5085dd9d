"""What is written down of an answer is all of it: no field is lost or comes in another order on the way."""

import json
from typing import Any

import httpx

from services.voting.adapters.declaring import public_view
from services.voting.adapters.open_data import popolo
from services.voting.adapters.register import MongoMandates
from services.voting.api import ROUTERS
from services.voting.api.access import told
from services.voting.domain.ballot import read_ballot
from services.voting.domain.late import state_batch
from shared.contracts.scheduling import CandidateNominated
from tests.integration.voting.hall import TOWN, Hall, Vote, contest
from tests.unit.voting.elections import TABLET

GROWING = ("/late", "/paper", "/dice", "/slips", "/exchanges")  # to what is kept of these answers something is added


def text(view: dict[str, Any]) -> str:
    return json.dumps(told(view), ensure_ascii=False, separators=(",", ":"))


async def noted(hall: Hall) -> list[httpx.Response]:
    """Every answer the hall gets from now on."""
    answers: list[httpx.Response] = []

    async def note(answer: httpx.Response) -> None:
        await answer.aread()
        answers.append(answer)

    hall.client.event_hooks = {"response": [note]}
    return answers


async def as_shown(hall: Hall, vote: Vote) -> None:
    """The public page of the vote says the whole view."""
    answer = await hall.client.get(f"/{TOWN}{vote.path}")
    assert answer.text == text(await public_view(hall.service, TOWN, vote.id))


async def whole_day(hall: Hall) -> Vote:
    """Every command once: a forum's vote with tablet, paper, complaint and annulment."""
    quota = {"minimum": {"woman": 1}, "shortfall": "report"}
    rule = {"neighbourhood": "medina", "quota": quota, "quorum": {"of": "ballots", "thousandths": 10}}
    tablets = [{"tablet": "t1", "key": TABLET.public_key().public_bytes_raw().hex()}]
    vote = await hall.drafted(contest("medina", seats=4) | rule, meeting_id=None, tablets=tablets)
    await as_shown(hall, vote)
    await vote.print(5)
    spoiled = vote.slips["medina"].pop()
    await hall.made(f"{vote.path}/exchanges", {"contest": "medina", "code": spoiled["code"]})
    await hall.made(f"{vote.path}/voids", {"contest": "medina", "codes": [vote.slips["medina"].pop()["code"]]})
    await vote.open()
    await as_shown(hall, vote)
    await vote.cast(vote.ballot(0, "c1", "c0"))
    await vote.close()
    await as_shown(hall, vote)
    late = vote.ballot(1, "c2")
    statement = state_batch("t1", vote.id, [read_ballot(late)], TABLET)
    await hall.made(f"{vote.path}/statements", statement.document())
    await hall.made(f"{vote.path}/late", {"tablet": "t1", "ballots": [late.decode()]})
    paper = {"contest": "medina", "cred": vote.slips["medina"][2]["cred"], "choices": ["c2"]}
    for role in ("bureau", "second"):
        await hall.made(f"{vote.path}/paper", paper, role=role)
    await vote.roll()
    await as_shown(hall, vote)
    return vote


async def test_every_answer_is_the_one_that_was_made(hall: Hall) -> None:
    answers = await noted(hall)
    vote = await whole_day(hall)
    complaint = await hall.made(f"{vote.path}/complaints", {"text": "Une urne restait ouverte.", "contest": "medina"})
    answered = {"outcome": "dismissed", "reasons": {"fr": "Elle était vide."}}
    await hall.made(f"{vote.path}/complaints/{complaint['complaint']}/answer", answered)
    decided = {"decision_number": "7", "decided_on": "2025-03-01", "reasons": {"fr": "Entrées"}, "rerun": True}
    await hall.made(f"{vote.path}/annulment", decided, role="council_secretary")
    await as_shown(hall, vote)
    kept = {row["_id"]: row["answer"] async for row in hall.resources.db["_idempotency"].find({})}
    posted = [one for one in answers if one.request.method == "POST" and "Idempotency-Key" in one.request.headers]
    assert len(posted) >= 14
    for one in posted:
        path = one.request.url.path
        made = kept[f"POST {path} {one.request.headers['Idempotency-Key']}"]
        if not path.endswith(GROWING):
            assert one.text == text(made), path
        else:
            said = {name: value for name, value in made.items() if name != "batch"}
            assert said.items() <= one.json().items() or path.endswith("/exchanges"), path


async def test_lists_results_nominations_and_the_register_say_everything(hall: Hall) -> None:
    vote = await whole_day(hall)
    nominated = CandidateNominated(
        municipality=TOWN, meeting_id="forum", candidate_id="k1", neighbourhood="medina", name="خديجة", group="woman"
    )
    await hall.tell(nominated)
    other = await hall.drafted(contest("medina", seats=1), meeting_id="forum")
    (item,) = (await hall.get(f"{other.path}/nominations", role="bureau"))["items"]
    assert item == {
        "candidate_id": "k1",
        "neighbourhood": "medina",
        "name": "خديجة",
        "group": "woman",
        "accepted": False,
    }
    shown = await public_view(hall.service, TOWN, vote.id)
    results = await hall.client.get(f"/{TOWN}{vote.path}/results")
    head = shown["heads"][-1]["value"]
    assert results.text == text({"election_id": vote.id, "head": head, "contests": shown["results"]})
    (listed,) = [one for one in (await hall.get("/elections"))["items"] if one["election_id"] == vote.id]
    assert {name: value for name, value in told(shown).items() if name in listed and name != "contests"} == {
        name: value for name, value in listed.items() if name != "contests"
    }
    register = await hall.client.get(f"/{TOWN}/mandates/popolo.json")
    held = await MongoMandates(hall.service.db).of_town(TOWN)
    assert register.text == text(popolo(await hall.service.town(TOWN), held))


def test_no_route_of_the_service_answers_with_just_anything() -> None:
    loose = [
        route.path  # type: ignore[attr-defined]  # every route of ours has one
        for router in ROUTERS
        for route in router.routes
        if getattr(route, "response_model", None) == dict[str, Any]
    ]
    assert loose == []
