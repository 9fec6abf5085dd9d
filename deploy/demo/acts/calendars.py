"""Two Tunisian calendars as they were printed, and what the rules say of them."""

from deploy.demo.data import document
from deploy.demo.platform import StoryBroken
from deploy.demo.play import Json, Play

CALENDARS = {"tn-beni-hassen": "beni-hassen-2021-calendar", "tn-nefta": "nefta-2022-calendar"}


class VerdictsDiffer(StoryBroken):
    """The rules do not say what the readers of the document wrote down."""


async def beni_hassen(play: Play) -> None:
    await play.it_is("2020-11-05T09:00:00Z")
    play.tell("Beni Hassen: the calendar of the 2021 programme, as printed")
    await load(play, "tn-beni-hassen", "2021")


async def load(play: Play, slug: str, year: str) -> str:
    """Open the edition, load its calendar, compare every verdict with the one noted in the document."""
    source = document(CALENDARS[slug])
    edition = {"year": int(year), "template": source["template"], "title": source["title"]}
    await play.platform.post("proposals", f"/{slug}/editions", edition, by="cell")
    body = {"edition": year, "template": source["template"], "programme_year": source["programme_year"]}
    whole = {**body, "document": source, "historical": True}
    made = await play.platform.post("scheduling", f"/{slug}/calendars", whole, by="cell")
    compare(play, slug, source, made["verdicts"])
    return str(made["calendar_id"])


def compare(play: Play, slug: str, source: Json, verdicts: list[Json]) -> None:
    noted = {o["data"]["rule"]: o["data"]["verdict"] for o in source["observations"] if o["kind"] == "rule_verdict"}
    said = {verdict["rule"]: verdict["verdict"] for verdict in verdicts}
    if wrong := {rule: (said.get(rule), verdict) for rule, verdict in noted.items() if said.get(rule) != verdict}:
        raise VerdictsDiffer(f"{slug}: {wrong}")
    play.found.setdefault("verdicts", {})[slug] = count(noted)


def count(verdicts: Json) -> dict[str, int]:
    said = list(verdicts.values())
    return {verdict: said.count(verdict) for verdict in sorted(set(said))}
