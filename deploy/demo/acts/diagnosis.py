"""Nefta publishes its diagnosis: sent to the associations, copied from the web, posted on the board; then the seven-day clock runs."""

import hashlib
from collections.abc import Sequence

from deploy.demo.acts.calendars import load
from deploy.demo.data import photo
from deploy.demo.play import Json, Play

TOWN, EDITION = "tn-nefta", "2022"


async def nefta(play: Play) -> None:
    await play.it_is("2021-10-13T08:00:00Z")
    play.tell("Nefta: the calendar of the 2022 programme and its envelopes")
    calendar = await load(play, TOWN, EDITION)
    await play.platform.post("scheduling", f"/{TOWN}/calendars/{calendar}/adoption", {}, by="cell")
    await envelopes(play)
    await play.it_is("2021-11-02T08:00:00Z")
    play.tell("Nefta: the diagnosis is ready and goes to the associations by e-mail")
    await publish(play)
    play.tell("Nefta: web copy and posting photo complete the proof of publication")
    await prove(play)


async def envelopes(play: Play) -> None:
    kinds = [
        ("proximity", 420_000_000),
        ("economic_structuring", 310_000_000),
        ("administrative_buildings", 90_000_000),
    ]
    body = {
        "currency": "TND",
        "total": sum(amount for _, amount in kinds),
        "by_kind": [{"kind": kind, "amount": amount} for kind, amount in kinds],
        "zone_formula": {"method": "mixed", "weights": {"population": 50, "deficit": 50}, "kind": "proximity"},
    }
    await play.platform.put("proposals", f"/{TOWN}/editions/{EDITION}/envelopes", body, by="financial-service")


async def publish(play: Play) -> None:
    path = f"/{TOWN}/editions/{EDITION}/diagnosis"
    await play.platform.put("proposals", path, {"technical": technical(), "financial": financial()}, by="cell")
    await play.platform.post("proposals", f"{path}/ready", {}, by="cell")


def technical() -> Json:
    rows = [["الأحياء القديمة", 62, 41], ["الواحة", 48, 55], ["المدينة الجديدة", 25, 83]]
    return table("البنية الأساسية حسب المناطق", ["المنطقة", "نقص الطرقات %", "الربط بالتطهير %"], rows)


def financial() -> Json:
    rows = [["2019", 3_120_000, 2_980_000], ["2020", 2_870_000, 2_810_000], ["2021", 3_010_000, 2_900_000]]
    return table("الموارد والنفقات", ["السنة", "الموارد (د)", "النفقات (د)"], rows)


def table(title: str, columns: list[str], rows: Sequence[Sequence[object]]) -> Json:
    return {"tables": [{"title": {"ar": title}, "columns": [{"ar": name} for name in columns], "rows": rows}]}


async def prove(play: Play) -> None:
    publication = await play.platform.until(
        "the dispatch to the associations becomes evidence",
        lambda: publication_of(play),
        lambda found: bool(found and found.get("dispatch")),
    )
    where = f"/{TOWN}/publications/{publication['publication_id']}"
    copy = hashlib.sha256(b"https://www.commune-nefta.example/diagnostic-2022").hexdigest()
    web = {
        "url": "https://www.commune-nefta.example/diagnostic-2022",
        "sha256": copy,
        "published_at": "2021-11-02T09:00:00Z",
    }
    await play.platform.post("scheduling", f"{where}/web-copy", web, by="communication-officer")
    picture = await play.accept(TOWN, "board.jpg", photo(TOWN), "image/jpeg", "scheduling", "communication-officer")
    posting = {"sha256": picture["sha256"], "posted_at": "2021-11-02T10:30:00Z"}
    await play.platform.post("scheduling", f"{where}/posting", posting, by="communication-officer")
    proven = await play.platform.until("the publication is proven", lambda: publication_of(play), proof)
    play.found["publication"] = proven


async def publication_of(play: Play) -> Json:
    found = await play.platform.all("scheduling", f"/{TOWN}/publications")
    return found[0] if found else {}


def proof(publication: Json) -> bool:
    return bool(publication.get("proven_at"))
