"""A town whose programme was voted on, decided and partly carried out, for the tests of residents' pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.demo.acts.election import Plan, count, print_slips, until_state, vote
from deploy.demo.play import Play
from tests.browser.forums import playing

Json = dict[str, Any]
TOWN, EDITION = "ma-el-jadida", "2025"
PATH = f"/{TOWN}/editions/{EDITION}"
PROJECTS = {"ممر آمن إلى المدرسة": 120_000_00, "ظلال في ساحة السوق": 90_000_00, "مكتبة متنقلة للأحياء": 60_000_00}
ENVELOPE = 220_000_00
VOTERS = 6
REMARK = "نريد ممرا أعرض للدراجات"
OPTIONS = (("roads", "الطرقات", "La voirie"), ("lamps", "الإنارة", "L'éclairage"))


@dataclass
class Programme:
    """What was set up, by id."""

    delivered: str = ""
    late: str = ""
    merged: str = ""
    survey: str = ""


async def carried_out(urls: Mapping[str, str]) -> Programme:
    """From three proposals to one delivered project, one that is late, and one carried over."""
    made = Programme()
    async with playing(urls) as play:
        zones = [zone["slug"] for zone in (await play.platform.get("proposals", f"/{TOWN}/zones"))["zones"]]
        await money(play, zones)
        ids = [await ready(play, title, cost, zones[0]) for title, cost in PROJECTS.items()]
        made.merged = await twin(play, ids[0], zones[0])
        await prioritised(play, ids)
        await approved(play, ids[0])
        made.late, made.delivered = ids[0], ids[1]
        await works(play, made)
        made.survey = await survey(play, "2025-12-31T22:00:00Z")
    return made


async def money(play: Play, zones: list[str]) -> None:
    body = {"year": int(EDITION), "template": "template-ma-participatory-budget", "title": {"ar": "ميزانية 2025"}}
    await play.platform.post("proposals", f"/{TOWN}/editions", body, by="cell")
    envelopes = {
        "currency": "MAD",
        "total": ENVELOPE,
        "by_kind": [{"kind": "citizen_projects", "amount": ENVELOPE}],
        "zone_formula": {"method": "population", "kind": "citizen_projects"},
    }
    await play.platform.put("proposals", f"{PATH}/envelopes", envelopes, by="financial-service")
    drawn = {"type": "FeatureCollection", "features": [square(zone, n) for n, zone in enumerate(zones)]}
    await play.platform.put("proposals", f"/{TOWN}/map", drawn, by="network-administrator")


def square(zone: str, place: int) -> Json:
    """Zones beside each other, as plain as can be."""
    west, south, size = -8.52 + 0.02 * place, 33.24, 0.018
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    shape = {"type": "Polygon", "coordinates": [[list(corner) for corner in corners]]}
    return {"type": "Feature", "properties": {"zone": zone}, "geometry": shape}


async def ready(play: Play, title: str, cost: int, zone: str) -> str:
    """A proposal all the way to a published sheet."""
    idea = {"edition": EDITION, "title": title, "body": "يستفيد منه سكان الحي كلهم.", "zone": zone}
    proposal = str((await play.platform.post("proposals", f"/{TOWN}/proposals", idea))["proposal_id"])
    here = f"/{TOWN}/proposals/{proposal}"
    for stage, verdict in (("formal", "admissible"), ("substantive", "feasible")):
        review = {"stage": stage, "verdict": verdict, "reason": {"ar": "مطابق للمعايير"}}
        await play.platform.post("proposals", f"{here}/reviews", review, by="technical-service")
    line = {"label": {"ar": "أشغال"}, "quantity": 1, "unit": "forfait", "unit_cost": cost}
    sheet = {"feasibility": {"verdict": "feasible"}, "components": [line]}
    await play.platform.post("proposals", f"{here}/sheets", sheet, by="technical-service")
    await play.platform.post("proposals", f"{here}/sheets/1/publish", {}, by="cell")
    return proposal


async def twin(play: Play, into: str, zone: str) -> str:
    idea = {"edition": EDITION, "title": "ممر آمن نحو المدرسة", "body": "الأطفال يعبرون بين السيارات.", "zone": zone}
    made = await play.platform.post("proposals", f"/{TOWN}/proposals", idea)
    merge = {"into": into, "merged": [made["proposal_id"]]}
    await play.platform.post("proposals", f"/{TOWN}/proposals/merges", merge, by="cell")
    return str(made["proposal_id"])


async def prioritised(play: Play, ids: list[str]) -> None:
    body = {
        "proposals": ids,
        "rule": {"method": "greedy_skip"},
        "vote": {"method": "approval", "max_choices": 2},
        "envelope": {"kind": "citizen_projects", "amount": ENVELOPE},
    }
    await play.platform.post("proposals", f"{PATH}/shortlist", body, by="cell")
    drafted = await play.platform.until(
        "the shortlist has become an election", lambda: play.platform.all("voting", f"/{TOWN}/elections"), bool
    )
    plans = [Plan("projects", VOTERS, VOTERS, VOTERS, 2, dict(zip(PROJECTS, (3.0, 2.0, 0.2), strict=True)))]
    election = await print_slips(play, TOWN, drafted[0]["election_id"], plans)
    await play.platform.post("voting", f"{election.path}/opening", {}, by="bureau")
    await until_state(play, election, "open")
    await vote(play, election, plans)
    await play.platform.post("voting", f"{election.path}/closing", {}, by="bureau")
    await until_state(play, election, "closed", "counted", "declared")
    await count(play, election, plans)


async def approved(play: Play, discussed: str) -> None:
    """Selected, published, discussed, amended, decided."""
    await play.platform.until(
        "the published board is read",
        lambda: play.platform.get("proposals", f"{PATH}/shortlist"),
        lambda found: bool(found["declared"] and found["declared"]["read"]),
    )
    await play.platform.post("proposals", f"{PATH}/selection", {}, by="cell")
    await play.platform.post("proposals", f"{PATH}/programme/draft", {}, by="cell")
    remark = {"text": REMARK, "project_id": discussed}
    told = await play.platform.post("proposals", f"{PATH}/programme/remarks", remark)
    change = {"project_id": discussed, "remark_ids": [told["remark_id"]], "reason": {"ar": "وُسّع الممر", "fr": "élargi"}}
    await play.platform.post("proposals", f"{PATH}/programme/amendments", {"changes": [change]}, by="cell")
    await approve(play, TOWN, EDITION, "2025/3")


async def approve(play: Play, town: str, edition: str, number: str) -> None:
    """The council takes an edition's programme as it was published."""
    programme = f"/{town}/editions/{edition}/programme"
    asked = await play.platform.post("proposals", f"{programme}/request-decision", {}, by="cell")
    votes = {"for": 9, "against": 1, "abstain": 0}
    decision = {"number": number, "decided_on": "2025-02-15", "outcome": "approved", "votes": votes}
    where = f"/{town}/decisions/{asked['request_id']}"
    await play.platform.post("scheduling", where, decision, by="council-secretary", again=("unknown-decision",))
    await play.platform.until(
        "the programme is approved",
        lambda: play.platform.get("proposals", programme),
        lambda found: found["status"] == "approved",
    )


async def works(play: Play, made: Programme) -> None:
    late = {"percent": 40, "committed": 60_000_00, "spent": 20_000_00, "delay_reason": "تأخر توريد المواد"}
    await play.platform.post("proposals", f"/{TOWN}/projects/{made.late}/progress", late, by="technical-service")
    done = f"/{TOWN}/projects/{made.delivered}"
    await play.platform.post("proposals", f"{done}/delivery", {}, by="technical-service")


async def survey(play: Play, closes_at: str) -> str:
    options = [{"id": name, "label": {"ar": ar, "fr": fr}} for name, ar, fr in OPTIONS]
    body = {
        "edition": EDITION,
        "title": {"ar": "أولويات الأحياء", "fr": "Priorités des quartiers"},
        "opens_at": "2025-01-01T08:00:00Z",
        "closes_at": closes_at,
        "questions": [
            {
                "id": "first",
                "label": {"ar": "ما الأهم؟", "fr": "Le plus important ?"},
                "kind": "choice",
                "required": True,
            }
            | {"options": options},
            {"id": "good", "label": {"ar": "هل أنتم راضون؟", "fr": "Êtes-vous satisfait ?"}, "kind": "scale"},
            {"id": "why", "label": {"ar": "لماذا؟", "fr": "Pourquoi ?"}, "kind": "text"},
        ],
    }
    return str((await play.platform.post("proposals", f"/{TOWN}/surveys", body, by="cell"))["survey_id"])
