"""A programme whose remarks are open, with a survey beside it, for the tests of public forms."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.browser.cells import TOWN, open_edition
from tests.browser.forums import playing
from tests.browser.programmes import approve

EDITION = "2033"
PATH = f"/{TOWN}/editions/{EDITION}"
COST = 45_000_000
REASON = {"ar": "مطابق للمعايير", "fr": "Conforme aux critères"}


@dataclass(frozen=True)
class Opened:
    project: str
    survey: str


async def open_for_review(urls: Mapping[str, str]) -> None:
    await open_edition(urls, int(EDITION))


async def opened(urls: Mapping[str, str]) -> Opened:
    """One project chosen by the council, published; a survey of one question."""
    await open_edition(urls, int(EDITION))
    async with playing(urls) as play:
        zone = (await play.platform.get("proposals", f"/{TOWN}/zones"))["zones"][0]["slug"]
        idea = {"edition": EDITION, "title": "تهيئة مدخل السوق", "body": "الأرضية محفورة منذ سنوات.", "zone": zone}
        project = str((await play.platform.post("proposals", f"/{TOWN}/proposals", idea))["proposal_id"])
        here = f"/{TOWN}/proposals/{project}"
        for stage, verdict in (("formal", "admissible"), ("substantive", "feasible")):
            review = {"stage": stage, "verdict": verdict, "reason": REASON}
            await play.platform.post("proposals", f"{here}/reviews", review, by="technical-service")
        line = {"label": {"ar": "أشغال"}, "quantity": 1, "unit": "forfait", "unit_cost": COST}
        sheet = {"feasibility": {"verdict": "feasible"}, "components": [line]}
        await play.platform.post("proposals", f"{here}/sheets", sheet, by="technical-service")
        await play.platform.post("proposals", f"{here}/sheets/1/publish", {}, by="cell")
        shortlist = {
            "proposals": [project],
            "rule": {"method": "council"},
            "vote": {"method": "approval", "max_choices": 1},
            "envelope": {"kind": "proximity", "amount": 2 * COST},
        }
        await play.platform.post("proposals", f"{PATH}/shortlist", shortlist, by="cell")
        await play.platform.post("proposals", f"{PATH}/selection", {"reasons": {project: "الأولوية للسوق"}}, by="cell")
        await play.platform.post("proposals", f"{PATH}/programme/draft", {}, by="cell")
        question = {"id": "light", "label": {"ar": "هل الإنارة كافية؟", "fr": "L'éclairage suffit-il ?"}}
        asked = {
            "edition": EDITION,
            "title": {"ar": "الإنارة", "fr": "Éclairage"},
            "opens_at": "2025-01-01T08:00:00Z",
            "closes_at": "2025-12-31T22:00:00Z",
            "questions": [question | {"kind": "scale", "required": True}],
        }
        survey = await play.platform.post("proposals", f"/{TOWN}/surveys", asked, by="cell")
    return Opened(project, str(survey["survey_id"]))


async def delivered(urls: Mapping[str, str], project: str) -> None:
    """The council approves what was published, and the works are done."""
    async with playing(urls) as play:
        await approve(play, TOWN, EDITION, "2025/9")
        done = f"/{TOWN}/projects/{project}/delivery"
        await play.platform.post("proposals", done, {}, by="technical-service")


async def refused(urls: Mapping[str, str]) -> str:
    """A proposal that was found inadmissible, with its public reason."""
    async with playing(urls) as play:
        zone = (await play.platform.get("proposals", f"/{TOWN}/zones"))["zones"][0]["slug"]
        idea = {"edition": EDITION, "title": "مطار صغير", "body": "نريد مطارا قرب القرية.", "zone": zone}
        proposal = str((await play.platform.post("proposals", f"/{TOWN}/proposals", idea))["proposal_id"])
        review = {"stage": "formal", "verdict": "inadmissible", "reason": {"ar": "ليس من اختصاص البلدية"}}
        await play.platform.post("proposals", f"/{TOWN}/proposals/{proposal}/reviews", review, by="technical-service")
    return proposal


async def waiting(urls: Mapping[str, str]) -> str:
    """A proposal nobody was given yet."""
    async with playing(urls) as play:
        zone = (await play.platform.get("proposals", f"/{TOWN}/zones"))["zones"][0]["slug"]
        idea = {"edition": EDITION, "title": "مقاعد أمام المستوصف", "body": "المرضى ينتظرون واقفين.", "zone": zone}
        return str((await play.platform.post("proposals", f"/{TOWN}/proposals", idea))["proposal_id"])
