"""Drafting an election: which contests, by which rule, until when; nothing is fixed before the vote opens."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out, filled, forms, status
from web.pages.facts import zones
from web.reader import Reader
from web.services import Json, together
from web.views import drafting
from web.views.drafting import Line, NotAPercentage, TabletLineUnreadable
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/new")
COLUMNS = ("hood", "label", "seats", "alternates", "standing", "own")
COMING = 10  # meetings whose running orders are looked through for the item of the vote
FREE_LINES = 2  # contests that are nobody's neighbourhood
RULES = ("method", "max_choices", "rounding", "shortfall", "quorum_of", "term_months")


@router.get("", response_class=HTMLResponse)
async def begin(visit: Staff) -> HTMLResponse:
    return await _page(visit)


@router.post("")
async def draft(visit: Staff) -> Response:
    async def work(sent: Sent) -> str:
        made = await sent.do("voting", "elections", body=_election(sent))
        return f"{visit.path('hall', 'votes', made['election_id'], 'preparation')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, typed))


def _election(sent: Sent) -> Json:
    sent.need("edition")
    used = used_lines(sent)
    body: Json = {"edition": sent["edition"], "kind": "delegates", "rules": rules(sent)}
    body["contests"] = [contest(sent, n, line) for n, line in enumerate(used, 1)]
    return body | when_and_where(sent) | _named(sent) | _disclosed(sent) | {"tablets": tablets(sent)}


def used_lines(sent: Sent) -> list[Line]:
    """Those somebody is elected in."""
    used = [line for line in drafting.lines([sent.all(column) for column in COLUMNS]) if line.used]
    if not used:
        raise Unfilled({"seats": sent.visit.reader.say("bureau.no_contest")})
    return used


def contest(sent: Sent, n: int, line: Line) -> Json:
    own = line.own or line.hood or f"contest-{n}"
    label = _label(sent, line)
    if not label:
        raise Unfilled({"label": sent.visit.reader.say("cell.fill_in")})
    place = {"neighbourhood": line.hood} if line.hood else {}
    return {
        "contest": own,
        "label": label,
        "candidates": people(own, line, sent.visit.reader),
        **place,
        **rule(sent, line),
    }


def rule(sent: Sent, line: Line) -> Json:
    """How many are elected there, and how votes are given."""
    found: Json = {"method": sent["method"]} if sent["method"] else {}
    found |= {"max_choices": sent.number("max_choices")} if sent["max_choices"] else {}
    return found | {
        "seats": _whole(sent, "seats", line.seats),
        "alternates": _whole(sent, "alternates", line.alternates),
    }


def people(own: str, line: Line, reader: Reader) -> list[Json]:
    return drafting.standing(own, line.standing, reader.language)


def _label(sent: Sent, line: Line) -> Json:
    """A neighbourhood keeps its names in every language; what was typed is in the reader's."""
    if not line.hood:
        return {sent.visit.reader.language: line.label} if line.label else {}
    return {code: text for code in ("ar", "fr", "en") if (text := sent[f"name-{line.hood}-{code}"])}


def _whole(sent: Sent, name: str, typed: str) -> int:
    if typed and not typed.isdecimal():
        raise Unfilled({name: sent.visit.reader.say("cell.whole_number")})
    return int(typed or 0)


def rules(sent: Sent) -> Json:
    """What holds for every contest; the term is the vote's."""
    found: Json = {"rounding": sent["rounding"] or drafting.ROUNDINGS[0]}
    minimum = {group: sent.number(f"least-{group}") for group in drafting.GROUPS if sent[f"least-{group}"]}
    if minimum:
        found["quota"] = {"minimum": minimum, "shortfall": sent["shortfall"] or drafting.SHORTFALLS[0]}
    if sent["quorum_of"]:
        found["quorum"] = {"of": sent["quorum_of"], "thousandths": _quorum(sent)}
    if sent["term_months"]:
        found["term_months"] = sent.number("term_months")
    return found


def _quorum(sent: Sent) -> int:
    try:
        return drafting.thousandths(sent["quorum"])
    except NotAPercentage:
        raise Unfilled({"quorum": sent.visit.reader.say("bureau.a_percentage")}) from None


def tablets(sent: Sent) -> list[Json]:
    try:
        return drafting.tablets(sent["tablets"])
    except TabletLineUnreadable:
        raise Unfilled({"tablets": sent.visit.reader.say("bureau.a_tablet")}) from None


def when_and_where(sent: Sent) -> Json:
    meeting, _, n = sent["slot"].partition("/")
    place: Json = {"meeting_id": meeting} if meeting else {}
    place |= {"agenda_n": int(n)} if n else {}
    return place | ({"closes_at": sent.instant("closes_at")} if sent["closes_at"] else {})


def _disclosed(sent: Sent) -> Json:
    """Open unless the bureau chose otherwise."""
    return {"disclosure": sent["disclosure"]} if sent["disclosure"] == "sealed" else {}


def _named(sent: Sent) -> Json:
    return {"title": sent.text3("title")} if sent["title"] else {}


async def _page(visit: Visit, typed: Typed | None = None) -> HTMLResponse:
    known = await surroundings(visit)
    newest = max((edition for edition, _ in known["editions"]), default="")
    fresh = filled("draft", edition=newest, alternates=["1"] * len(known["hoods"]))
    found = forms(typed, fresh)["draft"]
    values: dict[str, Any] = {"t": found, "rows": rows(found, known["hoods"]), "fixed": None, "accepted": 0}
    return visit.page("hall/drafting.html", status=status(typed), **known, **values)


async def surroundings(visit: Visit) -> dict[str, Any]:
    """What a draft can be about: editions, neighbourhoods, items of running orders, rules."""
    editions, known, meetings = await together(visit.items("proposals", "editions"), zones(visit), _meetings(visit))
    return {
        "editions": sorted(((str(one["edition"]), str(one["edition"])) for one in editions), reverse=True),
        "hoods": known["neighbourhoods"],
        "slots": [slot for meeting in meetings for slot in _slots(visit, meeting)],
        "options": {name: _named_options(visit, name, codes) for name, codes in OPTIONS.items()},
    }


async def _meetings(visit: Visit) -> list[Json]:
    """Those to come, with their running orders."""
    heads = await visit.items("scheduling", "meetings", limit=100)
    coming = sorted(
        (head for head in heads if str(head["date"]) >= str(visit.today)), key=lambda head: str(head["date"])
    )
    return await together(*(visit.ask("scheduling", "meetings", head["meeting_id"]) for head in coming[:COMING]))


OPTIONS: Mapping[str, tuple[str, ...]] = {
    "method": drafting.METHODS,
    "rounding": drafting.ROUNDINGS,
    "shortfall": drafting.SHORTFALLS,
    "quorum_of": drafting.QUORUMS,
    "disclosure": drafting.DISCLOSURES,
}


def _named_options(visit: Visit, name: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(code, visit.reader.say(f"bureau.{name}.{code}")) for code in codes]


def _slots(visit: Visit, meeting: Json) -> list[tuple[str, str]]:
    """Items of a running order in which a vote takes place."""
    reader = visit.reader
    held = [item for item in meeting.get("agenda", []) if item.get("election")]
    head = f"{reader.plain(meeting['title'])} · {reader.moment(meeting['starts_at'])}"
    return [(f"{meeting['meeting_id']}/{item['n']}", f"{head} · {reader.plain(item['label'])}") for item in held]


def rows(typed: Typed, hoods: list[Json]) -> list[Json]:
    """A line for each neighbourhood and two free ones, with what was typed in them."""
    given = {name: typed.all(name) for name in COLUMNS}
    blank = {"slug": "", "name": {}}
    more = max(0, len(given["own"]) - len(hoods))
    shown = [*hoods, *([blank] * max(FREE_LINES, more))]
    return [{"place": hood, **{name: _at(given[name], n) for name in COLUMNS}} for n, hood in enumerate(shown)]


def _at(values: list[str], place: int) -> str:
    return values[place] if place < len(values) else ""
