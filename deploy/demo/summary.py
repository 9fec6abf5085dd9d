"""What came of the played edition, read back through HTTP: for the table at the end and for comparing two runs."""

from collections import Counter
from collections.abc import Iterable

from deploy.demo.data import document, towns
from deploy.demo.play import ADMINISTRATOR, Json, Play

FORUM_TOWN, FORUM_EDITION = "ma-beni-mellal", "2025"
SETTLED = frozenset({"sent", "delivered", "uncertain", "printed"})
"""A message whose sender was killed may be `uncertain`: it counts as sent, once."""


async def final_state(play: Play) -> Json:
    """Statuses, counts, winners and audiences; no ids and no instants, so that two runs can be compared."""
    return {
        "towns": {town["slug"]: await town_state(play, town["slug"]) for town in towns()},
        "elections": await elections(play),
        "mandates": await mandates(play),
        "programme": await programme(play),
        "verified": play.found.get("verified"),
    }


async def town_state(play: Play, slug: str) -> Json:
    ask = play.platform
    publications = await ask.all("scheduling", f"/{slug}/publications")
    proposals = await ask.all("proposals", f"/{slug}/proposals")
    editions = await ask.all("proposals", f"/{slug}/editions")
    meetings = await ask.all("scheduling", f"/{slug}/meetings")
    return {
        "editions": sorted(edition["edition"] for edition in editions),
        "proposals": counted(f"{each['channel']} {each['status']}" for each in proposals),
        "calendars": counted(each["state"] for each in await ask.all("scheduling", f"/{slug}/calendars")),
        "publications": sorted(
            f"{each['kind']} {each['state']} {each['first_lawful_session']}" for each in publications
        ),
        "meetings": sorted(f"{each['kind']} signed={each['minutes_signed']}" for each in meetings),
        "present": sum(each["check_in"]["total"] for each in meetings),
        "action_plans": [each["counts"] for each in await ask.all("scheduling", f"/{slug}/action-plans")],
        "open_programmes": [each["counts"] for each in await ask.all("scheduling", f"/{slug}/open-programmes")],
        "messages": await messages(play, slug),
    }


async def messages(play: Play, slug: str) -> Json:
    """How many people each kind of event was told to, and whether any message is not settled."""
    found = await play.platform.all("notifications", f"/{slug}/deliveries", by=ADMINISTRATOR)
    return counted(f"{each['event_type']} {'told' if each['status'] in SETTLED else each['status']}" for each in found)


async def elections(play: Play) -> Json:
    found = {}
    for each in await play.platform.all("voting", f"/{FORUM_TOWN}/elections"):
        path = f"/{FORUM_TOWN}/elections/{each['election_id']}"
        results = await play.platform.get("voting", f"{path}/results")
        found[each["kind"]] = {contest["contest"]: result(contest) for contest in results["contests"]}
    return found


def result(contest: Json) -> Json:
    names = {line["candidate"]: label(line["name"]) for line in contest["tally"]}
    return {
        "ballots": contest["ballots"],
        "tally": {names[line["candidate"]]: line["votes"] for line in contest["tally"]},
        "elected": sorted(names[candidate] for candidate in contest["elected"]),
    }


def label(name: Json | str) -> str:
    return name if isinstance(name, str) else str(name.get("ar") or next(iter(name.values())))


async def mandates(play: Play) -> list[str]:
    found = await play.platform.all("voting", f"/{FORUM_TOWN}/mandates")
    return sorted(
        f"{each['neighbourhood']}: {label(each['name'])}{' (alternate)' * each['alternate']}" for each in found
    )


async def programme(play: Play) -> Json:
    path = f"/{FORUM_TOWN}/editions/{FORUM_EDITION}"
    found = await play.platform.get("proposals", f"{path}/programme")
    answers = await play.platform.get("proposals", f"{path}/you-said-we-did")
    return {
        "state": found["status"],
        "funded": sorted(f"{each['title']}: {money(each['cost'], found['currency'])}" for each in found["projects"]),
        "carried_over": sorted(each["title"] for each in found["carry_over"]),
        "total": found["total"],
        "remarks": answers["received"],
        "changes": answers["led_to_change"],
        "decision": found["decision"] and found["decision"]["number"],
    }


def money(amount: int, currency: str) -> str:
    decimals = 3 if currency == "TND" else 2
    return f"{amount / 10**decimals:,.{decimals}f} {currency}"


def counted(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def summary(play: Play) -> Json:
    """The rows of the table, in plain words."""
    state = play.found["state"]
    said = play.found["verdicts"]
    told = Counter[str]()
    for town in state["towns"].values():
        told.update({name.rpartition(" ")[2]: number for name, number in town["messages"].items()})
    return {
        "municipalities": len(state["towns"]),
        "documents loaded": len(DOCUMENTS),
        **{f"verdicts {slug}": ", ".join(f"{n} {word}" for word, n in said[slug].items()) for slug in said},
        "first lawful session, Nefta": play.found["publication"]["first_lawful_session"],
        "checked in at the forum": state["towns"][FORUM_TOWN]["present"],
        "proposals": sum(state["towns"][FORUM_TOWN]["proposals"].values()),
        "ballots for delegates": sum(c["ballots"] for c in state["elections"]["delegates"].values()),
        "elected": "\n".join(each for each in state["mandates"] if not each.endswith("(alternate)")),
        "ballots on projects": sum(c["ballots"] for c in state["elections"]["prioritisation"].values()),
        "funded": "\n".join(state["programme"]["funded"]),
        "carried over": "\n".join(state["programme"]["carried_over"]),
        "council decision": state["programme"]["decision"],
        "messages": ", ".join(f"{number} {word}" for word, number in told.items()),
        "board, forged board": "accepted, refused",
        "papers": play.found["folder"],
    }


DOCUMENTS = tuple(
    document(name)["id"]
    for name in (
        "beni-hassen-2021-calendar",
        "nefta-2022-calendar",
        "el-jadida-open-commune-2024-2025",
        "beni-mellal-action-plan-2024",
        "beni-mellal-forum-2025",
    )
)
