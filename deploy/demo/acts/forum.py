"""The citizen forum of Beni Mellal, 15 February 2025: check-in, working groups, and the election in fifteen minutes."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from deploy.demo.acts.election import Plan, count, print_slips, until_state, void_leftovers, vote
from deploy.demo.data import document, forum, towns
from deploy.demo.play import Json, Play

TOWN, EDITION = "ma-beni-mellal", "2025"
DAY = "2025-02-15"
ELECTION_ITEM = 8
SPARE = 4  # slips printed beyond those expected, so that there is something to void
DESKS = ("desk-1", "desk-2", "desk-3")
ABSTAIN = 6  # one in six of those present does not vote
CLERK = "registration-clerk"
WRITTEN = {
    "object": "المنتدى المواطن للميزانية التشاركية",
    "chair": "رئيس الجماعة",
    "present": [{"role": "رئيس الجماعة"}, {"role": "الكاتب العام"}, {"role": "سكان الأحياء", "count": 240}],
    "interventions": [{"speaker": "ساكنة القصبة", "text": "المطالبة بترميم السقايات"}],
    "decisions": [{"text": "انتخاب مندوبي الأحياء الستة"}],
}


async def beni_mellal(play: Play) -> None:
    await prepare(play)
    await morning(play)
    await groups(play)
    await elect(play)
    await sign_minutes(play)


async def prepare(play: Play) -> None:
    await play.it_is("2025-01-20T09:00:00Z")
    play.tell("Béni Mellal: the edition opens and the forum is convened")
    source = document("beni-mellal-forum-2025")
    edition = {"year": int(EDITION), "template": source["template"], "title": source["title"]}
    await play.platform.post("proposals", f"/{TOWN}/editions", edition, by="cell")
    meeting = {"document": source, "edition": EDITION}
    made = await play.platform.post("scheduling", f"/{TOWN}/meetings", meeting, by="cell", again=("unknown-edition",))
    play.found["forum"] = made["meeting_id"]
    play.tell("Béni Mellal: people announce that they will come")
    announced = [row for row in forum()["people"] if "organisation" in row]
    await play.platform.post("scheduling", f"{forum_path(play)}/registrations", {"rows": announced}, by=CLERK)


def forum_path(play: Play) -> str:
    return f"/{TOWN}/forums/{play.found['forum']}"


async def item(play: Play, number: int, what: str, clock: str) -> None:
    await play.it_is(clock)
    path = f"/{TOWN}/meetings/{play.found['forum']}/agenda/{number}/{what}"
    await play.platform.post("scheduling", path, {}, by="facilitator")


def hour(slot: Json, end: bool = False) -> str:
    """The slot's start or end in UTC; Morocco was one hour ahead that day."""
    local = datetime.fromisoformat(f"{DAY}T{slot['end' if end else 'start']}:00+01:00")
    return local.isoformat()


async def morning(play: Play) -> None:
    agenda = document("beni-mellal-forum-2025")["agenda"]
    await item(play, 1, "start", hour(agenda[0]))
    play.tell("Forum: 240 people are checked in at three desks")
    people = forum()["people"]
    await asyncio.gather(*(desk(play, name, people[number::3]) for number, name in enumerate(DESKS)))
    play.tell("Forum: candidates stand in six neighbourhoods")
    for neighbourhood, standing in forum()["candidates"].items():
        for one in standing:
            body = {"neighbourhood": neighbourhood, "name": one["name"], "consent": True}
            await play.platform.post("scheduling", f"{forum_path(play)}/candidacies", body, by="facilitator")
    await item(play, 1, "end", hour(agenda[0], end=True))


async def desk(play: Play, device: str, people: Sequence[Json]) -> None:
    """The first ones are ticked one by one, the rest sent in bundles as after a cut of the network."""
    path = f"{forum_path(play)}/attendance"
    one_by_one, later = people[:10], people[10:]
    for person in one_by_one:
        await play.platform.post("scheduling", path, {**sighting(person), "device": device}, by=CLERK)
    for start in range(0, len(later), 35):
        entries = [sighting(person) for person in later[start : start + 35]]
        body = {"device": device, "entries": entries}
        await play.platform.post("scheduling", f"{path}/batches", body, by=CLERK)


def sighting(person: Json) -> Json:
    return {**person, "seen_at": f"{DAY}T08:45:00Z"}


async def groups(play: Play) -> None:
    agenda = document("beni-mellal-forum-2025")["agenda"]
    for slot in agenda[1:7]:
        play.tell(f"Forum: {slot['label']['fr']}")
        await item(play, slot["n"], "start", hour(slot))
        if slot.get("step") == "drafting":
            await report(play)
        await item(play, slot["n"], "end", hour(slot, end=True))


async def report(play: Play) -> None:
    play.tell("Forum: four working groups hand in their proposals; a notebook page is typed in")
    for group in forum()["groups"]:
        ideas = [
            {
                "title": p["title"]["ar"],
                "body": p["body"]["ar"],
                "zone": group["zone"],
                "neighbourhood": group["neighbourhood"],
            }
            for p in group["proposals"]
        ]
        body = {"theme": group["theme"], "proposals": ideas}
        path = f"{forum_path(play)}/groups/{group['n']}/report"
        await play.platform.post("scheduling", path, body, by="facilitator")
    page = {
        "edition": EDITION,
        "channel": "notebook",
        "place": "دار الشباب",
        "received_on": DAY,
        "rows": forum()["notebook"],
    }
    await play.platform.post("proposals", f"/{TOWN}/proposals/batches", page, by="cell")


def plans() -> list[Plan]:
    standing = forum()["candidates"]
    return [
        Plan(
            contest=name,
            printed=size + SPARE,
            drawn=size,
            voting=size - size // ABSTAIN,
            most=2,
            weights={one["name"]: one["weight"] for one in standing[name]},
        )
        for name, size in forum()["neighbourhoods"].items()
    ]


async def elect(play: Play) -> None:
    play.tell("Election: slips are printed, candidates accepted, leftovers cancelled")
    slot = document("beni-mellal-forum-2025")["agenda"][ELECTION_ITEM - 1]
    made = await play.platform.post(
        "voting", f"/{TOWN}/elections", wanted(play), by="bureau", again=("unknown-meeting",)
    )
    election = await print_slips(play, TOWN, made["election_id"], plans())
    await accept(play, election.path)
    await play.platform.post("scheduling", f"{forum_path(play)}/check-in/close", {}, by=CLERK)
    await void_leftovers(play, election, plans())
    await item(play, ELECTION_ITEM, "start", hour(slot))
    await until_state(play, election, "open")
    play.tell("Election: open for fifteen minutes; voters cast their ballots")
    play.found["receipts"] = await vote(play, election, plans())
    await item(play, ELECTION_ITEM, "end", hour(slot, end=True))
    await until_state(play, election, "closed", "counted", "declared")
    play.tell("Election: closed; dice are rolled and the ballots counted")
    play.found["delegates"] = await count(play, election, plans())
    play.found["election"] = election


def wanted(play: Play) -> Json:
    town = next(town for town in towns() if town["slug"] == TOWN)
    names = {place["slug"]: place["name"] for place in town["neighbourhoods"]}
    contests = [
        {
            "contest": plan.contest,
            "neighbourhood": plan.contest,
            "label": names[plan.contest],
            "seats": 2,
            "alternates": 1,
            "method": "block",
            "max_choices": 2,
        }
        for plan in plans()
    ]
    return {
        "edition": EDITION,
        "kind": "delegates",
        "meeting_id": play.found["forum"],
        "agenda_n": ELECTION_ITEM,
        "contests": contests,
        "rules": {},
    }


async def accept(play: Play, path: str) -> None:
    """The bureau accepts every candidate scheduling announced."""
    number = sum(len(standing) for standing in forum()["candidates"].values())
    found = await play.platform.until(
        "every candidate is known to the bureau",
        lambda: play.platform.get("voting", f"{path}/nominations", by="bureau"),
        lambda found: len(found["items"]) == number,
    )
    for one in found["items"]:
        await play.platform.post("voting", f"{path}/candidates/{one['candidate_id']}/acceptance", {}, by="bureau")


async def sign_minutes(play: Play) -> None:
    agenda = document("beni-mellal-forum-2025")["agenda"]
    await item(play, 9, "start", hour(agenda[8]))
    play.tell("Forum: the minutes are filled with what was counted, then signed")
    path = f"/{TOWN}/meetings/{play.found['forum']}/minutes"
    await play.platform.until(
        "the declared result stands in the minutes",
        lambda: play.platform.get("scheduling", path, by="council-secretary"),
        lambda found: bool(found["locked"]["results"]),
    )
    read = await play.platform.get("scheduling", path, by="council-secretary")
    await play.platform.put("scheduling", path, WRITTEN, by="council-secretary", version=read["version"])
    signature = {"signatories": [{"role": "president"}, {"role": "secretary_general"}]}
    await play.platform.post("scheduling", f"{path}/signature", signature, by="council-secretary")
