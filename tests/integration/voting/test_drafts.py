"""A vote is put right until it opens, and never after."""

from typing import Any

import httpx

from shared.contracts.proposals import Project, ShortlistFrozen
from shared.contracts.scheduling import CandidateNominated, CheckInClosed, NeighbourhoodCount
from shared.contracts.voting import ElectionPrepared
from tests.integration.voting.hall import NEIGHBOUR, TOWN, Hall, Vote, contest


async def change(
    hall: Hall, vote: Vote, body: Any, *, version: int | None = None, role: str = "bureau"
) -> httpx.Response:
    """On the version that is there, unless another is named."""
    if version is None:
        tag = (await hall.client.get(f"/{TOWN}{vote.path}")).headers["ETag"]
        version = int(tag.strip('"'))
    headers = hall.headers(role) | {"If-Match": f'"{version}"'}
    return await hall.client.patch(f"/{TOWN}{vote.path}", json=body, headers=headers)


async def audited(hall: Hall) -> list[str]:
    return [row["command"] async for row in hall.resources.db["_audit"].find({}).sort("_id", 1)]


async def test_a_draft_is_put_right_before_it_opens(hall: Hall) -> None:
    vote = await hall.drafted(contest("medina", seats=1), title={"fr": "Vote"}, closes_at="2025-03-01T20:00:00+01:00")
    body = {"title": {"fr": "Délégués"}, "closes_at": None, "term_months": 24, "order_dice": "351624"}
    answer = await change(hall, vote, body)
    assert answer.status_code == 200, answer.text
    shown = await vote.read()
    assert (shown["title"], shown["closes_at"]) == ({"fr": "Délégués"}, None)
    assert [one["contest"] for one in shown["contests"]] == ["medina"]
    again = await change(
        hall, vote, {"contests": [contest("hay", seats=2), contest("medina", seats=3, method="limited")]}
    )
    assert again.headers["ETag"] == (await hall.client.get(f"/{TOWN}{vote.path}")).headers["ETag"]
    assert [(one["contest"], one["seats"]) for one in again.json()["contests"]] == [("hay", 2), ("medina", 3)]
    told = await hall.announced(ElectionPrepared)
    assert [[one["contest"] for one in event["contests"]] for event in told] == [
        ["medina"],
        ["medina"],
        ["hay", "medina"],
    ]
    assert (await audited(hall)).count("change-draft") == 2


async def test_the_same_change_again_changes_nothing_and_another_on_an_old_version_is_refused(hall: Hall) -> None:
    vote = await hall.drafted()
    first = {"title": {"fr": "Délégués"}}
    for _ in range(2):
        assert (await change(hall, vote, first, version=1)).status_code == 200
    assert len(await hall.announced(ElectionPrepared)) == 2
    assert (await audited(hall)).count("change-draft") == 1
    stale = await change(hall, vote, {"title": {"fr": "Autre"}}, version=1)
    assert (stale.status_code, stale.json()["word"], stale.json()["version"]) == (409, "stale-version", 2)
    unnamed = await hall.client.patch(f"/{TOWN}{vote.path}", json=first, headers=hall.headers())
    assert (unnamed.status_code, unnamed.json()["word"]) == (428, "precondition-required")


async def test_nothing_changes_once_voting_has_opened(hall: Hall) -> None:
    vote = await hall.opened()
    answer = await change(hall, vote, {"title": {"fr": "Autre"}}, version=1)
    assert (answer.status_code, answer.json()["word"]) == (409, "election-not-a-draft")
    assert "ETag" not in (await hall.client.get(f"/{TOWN}{vote.path}")).headers


async def test_a_contest_with_slips_in_hands_stays_and_its_slips_keep_their_worth(hall: Hall) -> None:
    vote = await hall.drafted(contest("medina"), contest("hay"))
    await vote.print(3)
    gone = await change(hall, vote, {"contests": [contest("hay")]})
    assert (gone.status_code, gone.json()["word"], gone.json()["contest"]) == (409, "contest-has-slips", "medina")
    kept = await change(hall, vote, {"contests": [contest("medina", candidates=("c7", "c8"))]})
    assert kept.status_code == 200
    await vote.open()
    assert (await vote.cast(vote.ballot(0, "c8"))).status_code == 201


async def test_a_neighbourhood_nobody_came_from_leaves_the_vote_once_its_slips_are_cancelled(hall: Hall) -> None:
    """Otherwise one empty contest would keep all the others from opening."""
    vote = await hall.drafted(contest("medina"), contest("hay", candidates=()))
    await vote.print(2)
    await vote.print(2, "hay")
    shut = await hall.post(f"{vote.path}/opening", {})
    assert (shut.json()["word"], shut.json()["contest"]) == ("nobody-stands", "hay")
    only = {"contests": [contest("medina")]}
    assert (await change(hall, vote, only)).json()["word"] == "contest-has-slips"
    await hall.made(f"{vote.path}/voids", {"contest": "hay", "creds": [slip["cred"] for slip in vote.slips["hay"]]})
    assert (await change(hall, vote, only)).status_code == 200
    await vote.open()
    assert (await vote.cast(vote.ballot(0, "c1"))).status_code == 201
    await vote.close()
    await vote.roll()
    assert [one["contest"] for one in (await vote.board())["census"]["contests"]] == ["medina"]


async def test_whoever_was_accepted_by_mistake_is_taken_off_again_until_voting_opens(hall: Hall) -> None:
    vote = await hall.drafted(contest("medina") | {"neighbourhood": "medina"}, meeting_id="forum")
    await hall.tell(
        CandidateNominated(
            municipality=TOWN, meeting_id="forum", candidate_id="k1", neighbourhood="medina", name="خديجة"
        )
    )
    path = f"{vote.path}/candidates/k1"
    await hall.made(f"{path}/acceptance", {})
    for _ in range(2):
        assert await hall.made(f"{path}/withdrawal", {}) == {"candidate_id": "k1", "accepted": False}
    assert [one["id"] for one in (await vote.read())["contests"][0]["candidates"]] == ["c0", "c1", "c2"]
    assert (await audited(hall)).count("withdraw-candidate") == 2
    assert (await hall.post(f"{path}/withdrawal", {}, role="cell")).status_code == 403
    unknown = await hall.post(f"{vote.path}/candidates/k9/withdrawal", {})
    assert unknown.json()["word"] == "candidate-unknown"
    here = [NeighbourhoodCount(neighbourhood="medina", present=1)]
    await hall.tell(CheckInClosed(municipality=TOWN, meeting_id="forum", present=here, total=1))
    await vote.print(1)
    await vote.open()
    late = await hall.post(f"{path}/withdrawal", {})
    assert (late.status_code, late.json()["word"]) == (409, "election-not-a-draft")


async def test_whoever_was_nominated_and_accepted_stays_when_the_rules_change(hall: Hall) -> None:
    place = {"neighbourhood": "medina", "candidates": []}
    vote = await hall.drafted(contest("medina") | place, meeting_id="forum")
    nominated = CandidateNominated(
        municipality=TOWN, meeting_id="forum", candidate_id="k1", neighbourhood="medina", name="خديجة", group="woman"
    )
    await hall.tell(nominated)
    await hall.made(f"{vote.path}/candidates/k1/acceptance", {})
    answer = await change(
        hall, vote, {"contests": [contest("medina", candidates=("c0",), seats=2) | {"neighbourhood": "medina"}]}
    )
    assert answer.status_code == 200, answer.text
    standing = [one["id"] for one in (await vote.read())["contests"][0]["candidates"]]
    assert standing == ["k1", "c0"]
    elsewhere = await change(hall, vote, {"meeting_id": "other", "contests": [contest("medina", candidates=("c0",))]})
    assert elsewhere.status_code == 200
    assert [one["id"] for one in (await vote.read())["contests"][0]["candidates"]] == ["c0"]


async def test_rules_that_contradict_each_other_are_refused_in_a_change_too(hall: Hall) -> None:
    vote = await hall.drafted()
    twice = [{"id": "c1", "name": {"ar": "أ"}}, {"id": "c1", "name": {"ar": "ب"}}]
    cases: list[tuple[Any, str]] = [
        ({"order_dice": "351627"}, "invalid-input"),
        ({"contests": [contest("medina"), contest("medina")]}, "contest-repeated"),
        ({"contests": [contest("medina", method="single", max_choices=2)]}, "contest-not-sound"),
        ({"contests": [contest("medina") | {"candidates": twice}]}, "contest-not-sound"),
        ({"contests": [contest("medina", quorum={"of": "present", "thousandths": 100})]}, "quorum-of-nobody-counted"),
        ({"tablets": [{"tablet": "t1", "key": "0" * 64}, {"tablet": "t1", "key": "1" * 64}]}, "tablet-repeated"),
        ({"disclosure": "sealed", "contests": [contest("medina", method="stv", seats=4)]}, "sealed-not-possible"),
    ]
    for body, word in cases:
        answer = await change(hall, vote, body)
        assert (answer.status_code, answer.json()["word"]) == (422, word)
    assert (await vote.read())["contests"][0]["contest"] == "medina"
    assert len(await hall.announced(ElectionPrepared)) == 1


async def test_projects_of_a_frozen_shortlist_are_not_changed_here_but_the_hour_is(hall: Hall) -> None:
    projects = [Project(id=f"p{n}", title=f"مشروع {n}", kind=None, cost=100 * n) for n in (1, 2)]
    await hall.tell(
        ShortlistFrozen(
            municipality=TOWN,
            edition="2025",
            shortlist_id="s1",
            vote_method="approval",
            max_choices=2,
            budget=300,
            currency="MAD",
            selection_rule="greedy",
            projects=projects,
        )
    )
    listed = await hall.get("/elections")
    vote = Vote(hall, listed["items"][0]["election_id"])
    cheaper = contest("projects", candidates=("p1", "p2"), seats=0, method="approval")
    refused = await change(hall, vote, {"contests": [cheaper]})
    assert (refused.status_code, refused.json()["word"]) == (409, "projects-are-frozen")
    assert (await change(hall, vote, {"closes_at": "2031-03-01T20:00:00+00:00"})).status_code == 200


async def test_only_the_cell_and_the_bureau_of_the_town_change_a_draft(hall: Hall) -> None:
    vote = await hall.drafted()
    body = {"title": {"fr": "Autre"}}
    assert (await change(hall, vote, body, role="registration_clerk")).status_code == 403
    stranger = hall.issuer.headers(f"{NEIGHBOUR}-bureau") | {"If-Match": '"1"'}
    assert (await hall.client.patch(f"/{TOWN}{vote.path}", json=body, headers=stranger)).status_code == 403
    assert (await change(hall, vote, body, role="cell")).status_code == 200


async def test_voting_does_not_open_after_the_hour_at_which_it_was_to_close(hall: Hall) -> None:
    vote = await hall.drafted(meeting_id=None, closes_at="2001-01-01T10:00:00+00:00")
    await vote.print(2)
    late = await hall.post(f"{vote.path}/opening", {})
    assert (late.status_code, late.json()["word"]) == (409, "closing-instant-passed")
    assert (await change(hall, vote, {"closes_at": None})).status_code == 200
    await vote.open()


async def test_a_check_in_that_closed_before_the_change_still_counts(hall: Hall) -> None:
    vote = await hall.drafted(contest("medina") | {"neighbourhood": "medina"}, meeting_id="forum")
    await hall.tell(
        CheckInClosed(
            municipality=TOWN,
            meeting_id="forum",
            present=[NeighbourhoodCount(neighbourhood="medina", present=2)],
            total=2,
        )
    )
    await vote.print(2)
    assert (await change(hall, vote, {"term_months": 12})).status_code == 200
    await vote.open()
