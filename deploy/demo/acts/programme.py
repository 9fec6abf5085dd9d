"""From the forum's ideas to an approved programme: sheets, a prioritisation vote, selection, remarks, the council's decision."""

from deploy.demo.acts.election import Plan, count, print_slips, until_state, vote
from deploy.demo.acts.forum import EDITION, TOWN
from deploy.demo.data import forum
from deploy.demo.play import Json, Play

VOTERS, DRAWN = 120, 126
CONTEST = "projects"
EDITION_PATH = f"/{TOWN}/editions/{EDITION}"
REMARKS = (
    ("fountains", "نريد رخام الزليج التقليدي في السقايات"),
    ("sorting", "Quatre points ne suffisent pas : ajoutez-en un près de l'école"),
    (None, "شكرا على هذا المسار، نتمنى أن يستمر"),
)


async def beni_mellal(play: Play) -> None:
    """Ends with a consultation window that is still open on the last civil day."""
    await review(play)
    await sheets(play)
    await shortlist(play)
    await prioritise(play)
    await select(play)
    await discuss(play)
    await decide(play)
    await consult(play)


async def review(play: Play) -> None:
    await play.it_is("2025-03-10T09:00:00Z")
    play.tell("Programme: proposals are reviewed, a duplicate is merged")
    found = await play.platform.until(
        "the groups' proposals have arrived", lambda: submitted(play), lambda items: len(items) >= expected()
    )
    by_title = {one["title"]: one["proposal_id"] for one in found}
    keys = {p["key"]: by_title[p["title"]["ar"]] for group in forum()["groups"] for p in group["proposals"]}
    play.found["proposals"] = keys
    twin = by_title[forum()["notebook"][0]["title"]]
    merge = {"into": keys["fountains"], "merged": [twin]}
    await play.platform.post("proposals", f"/{TOWN}/proposals/merges", merge, by="cell")
    for key, proposal in keys.items():
        await judge(play, proposal, "formal", "admissible", "ضمن اختصاصات الجماعة")
        verdict = "feasible" if key in forum()["sheets"] else "infeasible"
        await judge(play, proposal, "substantive", verdict, "دراسة المصلحة التقنية")


def expected() -> int:
    return sum(len(group["proposals"]) for group in forum()["groups"]) + len(forum()["notebook"])


async def submitted(play: Play) -> list[Json]:
    return await play.platform.all("proposals", f"/{TOWN}/proposals", edition=EDITION)


async def judge(play: Play, proposal: str, stage: str, verdict: str, reason: str) -> None:
    body = {"stage": stage, "verdict": verdict, "reason": {"ar": reason}}
    await play.platform.post("proposals", f"/{TOWN}/proposals/{proposal}/reviews", body, by="technical-service")


async def sheets(play: Play) -> None:
    play.tell("Programme: four preliminary sheets with quantities and unit costs")
    for key, plan in forum()["sheets"].items():
        path = f"/{TOWN}/proposals/{play.found['proposals'][key]}/sheets"
        made = await play.platform.post("proposals", path, sheet(plan["components"]), by="technical-service")
        await play.platform.post("proposals", f"{path}/{made['sheet_version']}/publish", {}, by="cell")


def sheet(components: list[Json]) -> Json:
    return {
        "feasibility": {"verdict": "feasible"},
        "components": [{**line, "unit": line["unit"]["ar"]} for line in components],
        "total": sum(line["quantity"] * line["unit_cost"] for line in components),
        "schedule": {"start": "2025-09-01", "end": "2025-12-15"},
    }


async def shortlist(play: Play) -> None:
    await play.it_is("2025-05-20T09:00:00Z")
    play.tell("Programme: the shortlist and its rule are frozen before the vote")
    envelope = forum()["envelope"]
    envelopes = {**envelope, "by_kind": [{"kind": "citizen_projects", "amount": envelope["total"]}]}
    await play.platform.put("proposals", f"{EDITION_PATH}/envelopes", envelopes, by="financial-service")
    body = {
        "proposals": [play.found["proposals"][key] for key in forum()["sheets"]],
        "rule": {"method": "greedy_skip"},
        "vote": {"method": "approval", "max_choices": 2},
        "envelope": {"kind": "citizen_projects", "amount": envelope["total"]},
    }
    made = await play.platform.post("proposals", f"{EDITION_PATH}/shortlist", body, by="cell")
    play.found["shortlist"] = made["shortlist_id"]


async def prioritise(play: Play) -> None:
    await play.it_is("2025-06-22T09:00:00Z")
    play.tell("Programme: residents vote on the four projects")
    drafted = await play.platform.until(
        "the frozen shortlist has become an election",
        lambda: play.platform.all("voting", f"/{TOWN}/elections"),
        lambda found: bool(of_shortlist(play, found)),
    )
    election = await print_slips(play, TOWN, of_shortlist(play, drafted)[0], [plan()])
    await play.platform.post("voting", f"{election.path}/opening", {}, by="bureau")
    await until_state(play, election, "open")
    await vote(play, election, [plan()])
    await play.platform.post("voting", f"{election.path}/closing", {}, by="bureau")
    await until_state(play, election, "closed", "counted", "declared")
    play.found["priorities"] = await count(play, election, [plan()])
    play.found["prioritisation"] = election


def of_shortlist(play: Play, elections: list[Json]) -> list[str]:
    return [each["election_id"] for each in elections if each["shortlist_id"] == play.found["shortlist"]]


def plan() -> Plan:
    titles = {p["key"]: p["title"]["ar"] for group in forum()["groups"] for p in group["proposals"]}
    weights = {titles[key]: sheet["weight"] for key, sheet in forum()["sheets"].items()}
    return Plan(CONTEST, printed=DRAWN, drawn=DRAWN, voting=VOTERS, most=2, weights=weights)


async def select(play: Play) -> None:
    play.tell("Programme: projects are chosen within the envelope, step by step; the draft is published")
    await play.platform.until(
        "the published board is fetched and read",
        lambda: play.platform.get("proposals", f"{EDITION_PATH}/shortlist"),
        lambda found: bool(found["declared"] and found["declared"]["read"]),
    )
    await play.platform.post("proposals", f"{EDITION_PATH}/selection", {}, by="cell")
    play.found["selection"] = await play.platform.get("proposals", f"{EDITION_PATH}/selection")
    await play.it_is("2025-07-01T09:00:00Z")
    await play.platform.post("proposals", f"{EDITION_PATH}/programme/draft", {}, by="cell")


async def discuss(play: Play) -> None:
    play.tell("Programme: remarks come in and the programme is amended")
    remarks = {}
    for key, words in REMARKS:
        body = {"text": words, **({"project_id": play.found["proposals"][key]} if key else {})}
        made = await play.platform.post("proposals", f"{EDITION_PATH}/programme/remarks", body)
        remarks[key] = made["remark_id"]
    change = {
        "project_id": play.found["proposals"]["fountains"],
        "remark_ids": [remarks["fountains"]],
        "note": "زليج تقليدي من نفس الكلفة",
        "reason": {"ar": "استجابة لملاحظة السكان", "fr": "à la demande des habitants"},
    }
    await play.it_is("2025-07-10T09:00:00Z")
    await play.platform.post("proposals", f"{EDITION_PATH}/programme/amendments", {"changes": [change]}, by="cell")


async def decide(play: Play) -> None:
    play.tell("Programme: the council decides; the programme is approved")
    asked = await play.platform.post("proposals", f"{EDITION_PATH}/programme/request-decision", {}, by="cell")
    await play.it_is("2025-07-24T15:00:00Z")
    decision = {
        "number": "2025/47",
        "decided_on": "2025-07-24",
        "outcome": "approved",
        "votes": {"for": 28, "against": 2, "abstain": 5},
    }
    path = f"/{TOWN}/decisions/{asked['request_id']}"
    await play.platform.post("scheduling", path, decision, by="council-secretary")
    play.found["programme"] = await play.platform.until(
        "the programme is approved",
        lambda: play.platform.get("proposals", f"{EDITION_PATH}/programme"),
        lambda found: found["status"] == "approved",
    )


async def consult(play: Play) -> None:
    play.tell("Programme: a consultation on the next edition opens by itself")
    window = {
        "edition": EDITION,
        "title": {"ar": "تشاور رقمي حول النسخة المقبلة", "fr": "Consultation numérique sur la prochaine édition"},
        "opens_at": "2025-07-24T14:00:00Z",
        "closes_at": "2025-08-31T22:00:00Z",
        "kind": "digital",
    }
    made = await play.platform.post("scheduling", f"/{TOWN}/consultations", window, by="cell")
    path = f"/{TOWN}/consultations/{made['consultation_id']}"
    await play.platform.until(
        "the consultation has opened",
        lambda: play.platform.get("scheduling", path),
        lambda found: found["state"] == "open",
    )
