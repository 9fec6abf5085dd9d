"""The delegate register says who holds which mandate, for how long, and who came to the meetings."""

from datetime import UTC, datetime
from typing import Any

from shared.contracts.event import Text3
from shared.contracts.proposals import Neighbourhood, Zone, ZonesDefined
from shared.contracts.scheduling import MeetingConvened
from tests.integration.voting.hall import TOWN, Hall, Vote, contest

ELECTED_ON = "2025-02-15T12:00:00+00:00"
MEETING = datetime(2025, 4, 10, 17, 0, tzinfo=UTC)


def convened(starts_at: datetime = MEETING, title: str = "لقاء المندوبين", own: str = "m1") -> MeetingConvened:
    return MeetingConvened(
        municipality=TOWN,
        meeting_id=own,
        edition="2025",
        kind="delegates_meeting",
        title=Text3(ar=title),
        starts_at=starts_at,
        mode="in_person",
    )


def places() -> ZonesDefined:
    medina = Neighbourhood(slug="medina", name=Text3(ar="المدينة"), zone="centre")
    return ZonesDefined(municipality=TOWN, zones=[Zone(slug="centre", name=Text3(ar="الوسط"))], neighbourhoods=[medina])


async def elected(hall: Hall, **rules: Any) -> Vote:
    """Two delegates and two alternates of the medina, by three ballots."""
    await hall.step(ELECTED_ON)
    await hall.tell(places())
    one = contest("medina", ("c0", "c1", "c2", "c3"), seats=2, alternates=2, method="approval", neighbourhood="medina")
    vote = await hall.opened(slips=3, contests=[one], rules={"term_months": 24} | rules)
    for slip, choices in enumerate((("c0", "c1"), ("c0", "c1", "c2"), ("c0",))):
        await vote.cast(vote.ballot(slip, *choices))
    await vote.close()
    await vote.roll()
    return vote


async def register(hall: Hall) -> dict[str, dict[str, Any]]:
    """By the candidates' names, which end in their number."""
    return {one["name"][-2:]: one for one in (await hall.get("/mandates"))["items"]}


async def roll(hall: Hall, own: str = "m1") -> tuple[dict[str, Any], str]:
    answer = await hall.client.get(f"/{TOWN}/rolls/{own}", headers=hall.headers("council_secretary"))
    assert answer.status_code == 200, answer.text
    return answer.json(), answer.headers["ETag"]


async def call(hall: Hall, tag: str, own: str = "m1", **marks: list[str]) -> Any:
    headers = hall.headers("council_secretary") | {"If-Match": tag}
    return await hall.client.put(f"/{TOWN}/rolls/{own}", json=marks, headers=headers)


async def test_the_register_says_zone_edition_and_term(hall: Hall) -> None:
    vote = await elected(hall)
    held = (await register(hall))["c0"]
    assert (held["zone"], held["neighbourhood"], held["contest"]) == ("centre", "medina", "medina")
    assert (held["edition"], held["election_id"], held["state"]) == ("2025", vote.id, "held")
    assert (held["starts_on"], held["ends_on"]) == ("2025-02-15", "2027-02-15")
    await hall.step("2027-02-15T08:00:00+00:00")
    assert (await register(hall))["c0"]["state"] == "ended"


async def test_delegates_are_called_at_a_later_meeting_and_the_register_counts_who_came(hall: Hall) -> None:
    await elected(hall)
    await hall.tell(convened())
    found, tag = await roll(hall)
    assert [(one["name"][-2:], one["zone"], one["mark"]) for one in found["delegates"]] == [
        ("c0", "centre", None),
        ("c1", "centre", None),
    ]
    first, second = (one["mandate_id"] for one in found["delegates"])
    await hall.step("2025-04-10T17:05:00+00:00")
    answer = await call(hall, tag, present=[first])
    assert [one["mark"] for one in answer.json()["delegates"]] == ["present", "absent"]
    late = await call(hall, answer.headers["ETag"], present=[first], excused=[second])
    assert (late.json()["present"], late.json()["excused"], late.json()["absent"]) == (1, 1, 0)
    held = await register(hall)
    assert held["c0"]["meetings"] == {"called": 1, "present": 1, "excused": 0, "absent": 0}
    assert held["c1"]["meetings"] == {"called": 1, "present": 0, "excused": 1, "absent": 0}
    assert held["c2"]["meetings"]["called"] == 0
    (meeting,) = (await hall.get("/rolls"))["items"]
    assert (meeting["meeting_id"], meeting["kind"], meeting["present"]) == ("m1", "delegates_meeting", 1)
    audited = await hall.resources.db["_audit"].count_documents({"command": "call-roll"})
    assert audited == 2


async def test_a_roll_is_not_called_too_early_by_two_at_once_or_for_somebody_else(hall: Hall) -> None:
    await elected(hall)
    await hall.tell(convened())
    alternate = (await register(hall))["c2"]["mandate_id"]
    _, tag = await roll(hall)
    assert (await call(hall, tag, present=[])).json()["word"] == "meeting-not-begun"
    await hall.step("2025-04-10T17:05:00+00:00")
    assert (await call(hall, tag, present=[alternate])).json()["word"] == "not-a-delegate-that-day"
    twice = await call(hall, tag, present=[alternate], excused=[alternate])
    assert twice.json()["errors"][0]["word"] == "marked-twice"
    assert (await call(hall, tag, present=[])).status_code == 200
    assert (await call(hall, tag, present=[])).json()["word"] == "stale-version"
    assert (await call(hall, tag, "none", present=[])).json()["word"] == "meeting-unknown"
    clerk = await hall.client.get(f"/{TOWN}/rolls/m1", headers=hall.headers("registration_clerk"))
    assert clerk.json()["word"] == "role-missing"


async def test_whoever_replaces_a_delegate_is_called_from_the_next_meeting_on(hall: Hall) -> None:
    await elected(hall)
    await hall.tell(convened())
    await hall.tell(convened(datetime(2025, 6, 1, 17, 0, tzinfo=UTC), own="m2"))
    await hall.step("2025-05-01T09:00:00+00:00")
    leaving = (await register(hall))["c0"]["mandate_id"]
    answer = await hall.made(f"/mandates/{leaving}/end", {"reason": "absence"}, role="cell")
    assert (answer["ended"]["state"], answer["ended"]["ended"]) == ("ended", "absence")
    assert answer["follows"]["name"].endswith("c2")
    before, after = [await roll(hall, own) for own in ("m1", "m2")]
    assert [one["name"][-2:] for one in before[0]["delegates"]] == ["c0", "c1"]
    assert [one["name"][-2:] for one in after[0]["delegates"]] == ["c2", "c1"]


async def test_a_meeting_put_off_takes_its_roll_along_and_the_one_that_elects_has_none(hall: Hall) -> None:
    await elected(hall)
    await hall.tell(convened(datetime(2025, 2, 15, 8, 0, tzinfo=UTC), own="forum"))
    assert (await roll(hall, "forum"))[0]["delegates"] == []
    await hall.tell(convened())
    await hall.tell(convened(datetime(2025, 4, 17, 17, 0, tzinfo=UTC), "لقاء مؤجل"), sequence=2)
    found, _ = await roll(hall)
    assert (found["starts_at"], found["title"]) == ("2025-04-17T17:00:00Z", {"ar": "لقاء مؤجل"})


async def test_the_open_data_of_mandates_says_nothing_of_attendance(hall: Hall) -> None:
    await elected(hall)
    popolo = (await hall.client.get(f"/{TOWN}/mandates/popolo.json")).json()
    assert set(popolo) == {"persons", "organizations", "posts", "memberships"}
    assert len(popolo["memberships"]) == 4
    assert "meetings" not in str(popolo)
