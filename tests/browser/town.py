"""A forum town with something on every page: proposals, an open vote, a vote about to close, a calendar, a programme of the day."""

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from deploy.demo.acts import diagnosis, forum, registration
from deploy.demo.data import towns
from deploy.demo.platform import Platform
from deploy.demo.play import Play
from services.voting.voter import ballot_bytes
from shared.authorities import authorities

T = TypeVar("T")
Json = dict[str, Any]

SLUG, NEFTA, EDITION = "ma-beni-mellal", "tn-nefta", "2025"
NAMES = {"souk": ("السوق القديم", "Vieux souk"), "ain": ("العين", "El Aïn")}
CANDIDATES = (("c-amina", "أمينة الإدريسي"), ("c-youssef", "يوسف المنصوري"), ("c-khadija", "خديجة أيت باها"))
IDEAS = (
    ("ترميم السقايات العمومية بالمدينة القديمة", "السقايات جزء من ذاكرة المدينة ويقصدها الزوار."),
    ("إنارة الممر المؤدي إلى المدرسة", "الأطفال يعودون في الظلام خلال الشتاء."),
    ("Réparer le trottoir devant le dispensaire", "Les personnes âgées ne peuvent plus y passer sans danger."),
)


@dataclass
class Town:
    """What was set up; slips by contest are used up by the tests that vote."""

    urls: Mapping[str, str]
    meeting: str = ""
    codes: list[str] = field(default_factory=list)
    open_vote: str = ""
    closing_vote: str = ""
    receipt: Json = field(default_factory=dict)
    tracking: str = ""
    proposal: str = ""

    def slip(self) -> str:
        return self.codes.pop()


def run(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: the browser's driver already runs a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


async def set_up(urls: Mapping[str, str]) -> Town:
    town = Town(urls)
    async with httpx.AsyncClient(timeout=30, verify=authorities()) as http:
        play = Play(Platform(urls, "browser", http), lambda _: None)
        await register(play)
        await diagnosis.nefta(play)
        await forum.prepare(play)
        town.meeting = play.found["forum"]
        await play.it_is("2025-02-15T08:40:00Z")
        await consultation(play)
        await proposals(play, town)
        town.open_vote = await vote(play, town.codes)
        town.closing_vote = await vote_with_ballots(play, town)
        await forum.item(play, 1, "start", "2025-02-15T08:45:00Z")
    return town


async def register(play: Play) -> None:
    """The network of the story, its towns side by side: nobody here reads the order."""
    await play.it_is("2020-10-01T08:00:00Z")
    await asyncio.gather(*(registration.municipality(play, town) for town in towns()))
    await asyncio.gather(*(registration.contacts(play, town["slug"], town["languages"]) for town in towns()))


async def consultation(play: Play) -> None:
    window = {
        "edition": EDITION,
        "title": {"ar": "جمع مقترحات السكان", "fr": "recueil des propositions", "en": "collecting proposals"},
        "opens_at": "2025-02-10T08:00:00Z",
        "closes_at": "2025-02-28T18:00:00Z",
    }
    await play.platform.post("scheduling", f"/{SLUG}/consultations", window, by="cell")


async def proposals(play: Play, town: Town) -> None:
    zones = (await play.platform.get("proposals", f"/{SLUG}/zones"))["zones"]
    for title, body in IDEAS:
        idea = {"edition": EDITION, "title": title, "body": body, "zone": zones[0]["slug"]}
        made = await play.platform.post("proposals", f"/{SLUG}/proposals", idea)
        town.tracking, town.proposal = made["tracking_code"], made["proposal_id"]


async def vote(play: Play, codes: list[str], slips: int = 12) -> str:
    """An open election outside any agenda, with its slips' codes."""
    people = [{"id": code, "name": {"ar": name}} for code, name in CANDIDATES]
    contests = [
        {
            "contest": slug,
            "label": {"ar": ar, "fr": fr},
            "seats": 2,
            "alternates": 1,
            "method": "block",
            "candidates": people,
        }
        for slug, (ar, fr) in NAMES.items()
    ]
    body = {"edition": EDITION, "kind": "delegates", "contests": contests}
    step = f"vote {len(codes)} {slips}"
    made = await play.platform.post("voting", f"/{SLUG}/elections", body, by="bureau", step=step)
    path = f"/{SLUG}/elections/{made['election_id']}"
    for contest in NAMES:
        count = slips if contest == "souk" else 1  # each slip's code is as slow to make as it is to guess
        printed = await play.platform.post("voting", f"{path}/slips", {"contest": contest, "count": count}, by="bureau")
        if contest == "souk":
            codes += [slip["code"] for slip in printed["slips"]]
    await play.platform.post("voting", f"{path}/opening", {}, by="bureau")
    return str(made["election_id"])


async def vote_with_ballots(play: Play, town: Town) -> str:
    """Eleven people of the old market have voted."""
    codes: list[str] = []
    election = await vote(play, codes, slips=11)
    for place, code in enumerate(codes):
        choices = ("c-amina", "c-youssef") if place % 3 else ("c-khadija",)
        ballot = ballot_bytes(code, election, "souk", choices, place.to_bytes(16, "big"))
        answer = await play.platform.ask("POST", "voting", f"/elections/{election}/ballots", content=ballot)
        town.receipt = answer.json()
    return election


async def declare(urls: Mapping[str, str], election: str) -> None:
    """The vote closes, dice are rolled, the result is declared."""
    async with httpx.AsyncClient(timeout=30, verify=authorities()) as http:
        play = Play(Platform(urls, "browser", http), lambda _: None)
        path = f"/{SLUG}/elections/{election}"
        await play.platform.post("voting", f"{path}/closing", {}, by="bureau")
        await play.platform.until(
            "the board is out", lambda: play.platform.get("voting", path), lambda found: bool(found["heads"])
        )
        await play.platform.post("voting", f"{path}/dice", dict.fromkeys(NAMES, "3516"), by="bureau")
