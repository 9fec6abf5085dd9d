"""From the review to the approved programme: the steps of an edition, which are done, and which comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.services import Json

STEPS = ("shortlist", "vote", "selection", "draft", "remarks", "council")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the road; `state` is done, now or next."""

    name: str
    state: str


def road(shortlist: Json | None, programme: Json | None) -> list[Step]:
    """The first step that is not done is the one under way."""
    done = _done(shortlist, programme)
    first = next((name for name in STEPS if name not in done), None)
    return [Step(name, "done" if name in done else "now" if name == first else "next") for name in STEPS]


def current(steps: Sequence[Step]) -> str:
    return next((step.name for step in steps if step.state == "now"), "")


def _voted(shortlist: Json) -> bool:
    """A council that decides by itself waits for no vote."""
    return bool(shortlist.get("declared")) or shortlist["rule"]["method"] == "council"


def _done(shortlist: Json | None, programme: Json | None) -> set[str]:
    done = {"shortlist"} if shortlist else set()
    done |= {"vote"} if shortlist and _voted(shortlist) else set()
    done |= {"selection"} if (shortlist or {}).get("selected") else set()
    if programme:
        done |= {"shortlist", "vote", "selection", "draft"}
        done |= {"remarks"} if not programme.get("remarks_open") or programme.get("request_id") else set()
        done |= set(STEPS) if programme["status"] in ("approved", "delivery", "closed") else set()
    return done
