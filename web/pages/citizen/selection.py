"""How projects were chosen: the declared rule, its steps one by one, and another rule on the same ballots."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from web.pages.facts import if_there, naming, zones
from web.services import Json, together
from web.views.bars import Bar, part
from web.visit import Town, Visit

router = APIRouter()
ISOLATE, END = "\u2068", "\u2069"  # an Arabic title would turn the numbers of a French sentence round
OTHERS = ("equal_shares", "greedy_skip", "greedy")


@router.get("/{language}/{municipality}/programme/{edition}/selection", response_class=HTMLResponse)
async def selection(visit: Town, edition: str, other: str | None = None) -> HTMLResponse:
    here = ("editions", edition)
    opened, found, shortlist, known = await together(
        visit.ask("proposals", *here),
        visit.ask("proposals", *here, "selection"),
        if_there(visit.find("proposals", *here, "shortlist"), None),
        zones(visit),
    )
    choices = [method for method in OTHERS if method != found["rule"]["method"]]
    asked = other if other in choices else choices[0]
    # What is left is spent by votes: adding coin by coin takes long with few voters, and anybody may ask.
    how = {"method": asked, "completion": "greedy"}
    compared = await if_there(visit.find("proposals", *here, "comparison", **how), None)
    return visit.page(
        "citizen/selection.html",
        edition=opened,
        found=found,
        ballots=((shortlist or {}).get("declared") or {}).get("ballots"),
        steps=[_step(visit, step, found["budget"]) for step in found["trace"]],
        choices=choices,
        asked=asked,
        compared=_compared(visit, found, compared) if compared else None,
        zone_name=naming(visit, known),
    )


def _step(visit: Visit, step: Json, budget: int) -> dict[str, Any]:
    title = step.get("title") or ""
    isolated = {
        code: said.replace(title, f"{ISOLATE}{title}{END}") if title else said for code, said in step["text"].items()
    }
    return {"text": isolated, "decision": step["decision"], "left": _left(visit, step, budget)}


def _left(visit: Visit, step: Json, budget: int) -> Bar | None:
    """What is left in the envelope after this step, as a part of it."""
    if step.get("left") is None or step["decision"] == "told":
        return None
    return part(step["left"], budget, rtl=visit.reader.direction == "rtl")


def _compared(visit: Visit, found: Json, compared: Json) -> Json:
    """Each project once, with its word under either rule; the ones that differ first."""
    first, second = set(compared["first"]["selected"]), set(compared["second"]["selected"])
    entries = [*found["funded"], *found["not_funded"]]
    rows = [
        entry | {"first": entry["project_id"] in first, "second": entry["project_id"] in second} for entry in entries
    ]
    rows.sort(key=lambda row: row["first"] == row["second"])
    rule = compared["second"]["rule"]
    sums = {"spent_first": compared["first"]["spent"], "spent_second": compared["second"]["spent"]}
    return {"rows": rows, "ballots": compared["ballots"], "rule": rule, **sums}
