"""Changing a drafted vote: the form it was drafted with, filled, until voting opens."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.pages.facts import if_there
from web.pages.hall import drafting
from web.services import Json, together
from web.views import redrafting
from web.views.drafting import Line
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}/draft")
FOR_ALL = ("rounding", "quota", "quorum")


@router.get("", response_class=HTMLResponse)
async def begin(visit: Staff, election: str) -> HTMLResponse:
    return await _page(visit, election)


@router.post("")
async def change(visit: Staff, election: str) -> Response:
    async def work(sent: Sent) -> str:
        found = await visit.ask("voting", "elections", election)
        body = _change(sent, found)
        await visit.services.patch("voting", f"/{visit.slug}/elections/{election}", body, sent.number("version"))
        return f"{visit.path('hall', 'votes', election, 'preparation')}?saved=1"

    return await carry_out(visit, work, lambda typed: _page(visit, election, typed))


def _change(sent: Sent, found: Json) -> Json:
    """The whole form; what it cannot say, such as projects of a shortlist, stays as it is."""
    sent.need("edition")
    rules = drafting.rules(sent)
    body: Json = {
        "edition": sent["edition"],
        "disclosure": sent["disclosure"] or "open",
        "tablets": drafting.tablets(sent),
    }
    body |= {"meeting_id": None, "agenda_n": None, "closes_at": None, **drafting.when_and_where(sent)}
    if sent["closes_at"] == _hour(sent.visit, found):
        body["closes_at"] = found["closes_at"]
    body["term_months"] = rules.get("term_months")
    if sent["title"] not in ("", sent.visit.reader.plain(found["title"])):
        body["title"] = sent.text3("title")
    if _fixed(found) is None:
        shared = {name: rules[name] for name in FOR_ALL if name in rules}
        body["contests"] = [
            _contest(sent, n, line, found) | shared for n, line in enumerate(drafting.used_lines(sent), 1)
        ]
    return body


def _contest(sent: Sent, n: int, line: Line, found: Json) -> Json:
    """One that was there keeps its name in every language, and whoever stood keeps their number."""
    reader = sent.visit.reader
    known = next((one for one in found["contests"] if one["contest"] == line.own), None)
    own = line.own or line.hood or _free(n, found)
    typed = drafting.contest(sent, n, line) if known is None else drafting.rule(sent, line)
    same = known is not None and (line.hood or line.label == reader.plain(known["label"]))
    if known is not None:
        typed |= {"label": known["label"] if same else {reader.language: line.label}}
        typed |= {"neighbourhood": known["neighbourhood"]} if known["neighbourhood"] else {}
    people = drafting.people(own, line, reader)
    return typed | {"contest": own, "candidates": redrafting.kept_people(people, known, reader)}


def _free(n: int, found: Json) -> str:
    """A name no contest has; `n` is the line it was typed in."""
    ends = (str(one["contest"]).removeprefix("contest-") for one in found["contests"])
    highest = max((int(end) for end in ends if end.isdecimal()), default=0)
    return f"contest-{highest + n}"


def _fixed(found: Json) -> str | None:
    """Why contests cannot be changed here, where they cannot."""
    if found["kind"] != "delegates":
        return "projects"
    return None if redrafting.one_rule(found["contests"]) else "rules"


def _hour(visit: Visit, found: Json) -> str:
    """The closing instant as the hour on the town's wall."""
    moment = visit.reader.local(found["closes_at"]) if found["closes_at"] else None
    return moment.strftime("%Y-%m-%dT%H:%M") if moment else ""


def _filled(visit: Visit, found: Json, hoods: list[Json], accepted: set[str]) -> Typed:
    rule = redrafting.one_rule(found["contests"]) if found["kind"] == "delegates" else None
    known: dict[str, Any] = {name: found[name] for name in ("edition", "term_months", "disclosure")}
    known["title"] = visit.reader.plain(found["title"])
    known["closes_at"] = _hour(visit, found)
    known["slot"] = _slot(found)
    known["tablets"] = "\n".join(f"{one['tablet']} {one['key']}" for one in found["tablets"])
    if rule:
        known |= redrafting.rule_fields(rule) | redrafting.columns(found["contests"], hoods, accepted, visit.reader)
    return filled("draft", **known)


def _slot(found: Json) -> str:
    return f"{found['meeting_id']}/{found['agenda_n'] or ''}" if found["meeting_id"] else ""


async def _page(visit: Visit, election: str, typed: Typed | None = None) -> HTMLResponse:
    found, nominated, known = await together(
        visit.ask("voting", "elections", election),
        if_there(visit.items("voting", "elections", election, "nominations"), []),
        drafting.surroundings(visit),
    )
    accepted = {one["candidate_id"] for one in nominated if one["accepted"]}
    form = forms(typed, _filled(visit, found, known["hoods"], accepted))["draft"]
    here = _slot(found)
    if here and here not in dict(known["slots"]):
        known["slots"] = [(here, visit.reader.say("bureau.slot_now")), *known["slots"]]
    if found["edition"] not in dict(known["editions"]):
        known["editions"] = [(found["edition"], found["edition"]), *known["editions"]]
    stale = typed is not None and typed.word == "stale-version"
    values: dict[str, Any] = {
        "t": form,
        "election": found,
        "rows": drafting.rows(form, known["hoods"]),
        "fixed": _fixed(found),
        "version": found["version"] if stale or not form["version"] else form["version"],
        "accepted": sum(1 for contest in found["contests"] for one in contest["candidates"] if one["id"] in accepted),
    }
    return visit.page("hall/drafting.html", status=status(typed), **known, **values)
