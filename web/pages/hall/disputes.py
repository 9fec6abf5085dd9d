"""What is said against a vote and what is answered; and its end by a decision that was taken and numbered."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.cell.sending import Sent, Typed, carry_out, filled, forms, status
from web.services import Json, together
from web.visit import Staff, Visit

router = APIRouter(prefix="/{language}/{municipality}/hall/votes/{election}")
OUTCOMES = ("upheld", "dismissed")
ENDED = ("closed", "declared")


@router.get("/complaints", response_class=HTMLResponse)
async def complaints(visit: Staff, election: str) -> HTMLResponse:
    return await _complaints(visit, election)


@router.post("/complaints")
async def record(visit: Staff, election: str) -> Response:
    """As it was said, without the name of who said it."""

    async def work(sent: Sent) -> str:
        sent.need("text")
        about = {"contest": sent["contest"]} if sent["contest"] else {}
        await sent.do("voting", "elections", election, "complaints", body={"text": sent["text"], **about})
        return _here(visit, election, "complaints")

    return await carry_out(visit, work, lambda typed: _complaints(visit, election, typed))


@router.post("/incidents")
async def note(visit: Staff, election: str) -> Response:
    """What happened, as the record will say it."""

    async def work(sent: Sent) -> str:
        sent.need("text")
        await sent.do("voting", "elections", election, "incidents", body={"text": sent.text3("text")})
        return _here(visit, election, "complaints")

    return await carry_out(visit, work, lambda typed: _complaints(visit, election, typed))


@router.post("/complaints/{n}")
async def answer(visit: Staff, election: str, n: int) -> Response:
    async def work(sent: Sent) -> str:
        sent.need("outcome", "reasons")
        body = {"outcome": sent["outcome"], "reasons": sent.text3("reasons")}
        await sent.do("voting", "elections", election, "complaints", str(n), "answer", body=body)
        return _here(visit, election, "complaints")

    return await carry_out(visit, work, lambda typed: _complaints(visit, election, typed))


@router.get("/annulment", response_class=HTMLResponse)
async def annulment(visit: Staff, election: str) -> HTMLResponse:
    return await _annulment(visit, election)


@router.post("/annulment")
async def annul(visit: Staff, election: str) -> Response:
    """Typed word by word: the mandates end, the board stays."""

    async def work(sent: Sent) -> str:
        sent.need("decision_number", "decided_on", "reasons")
        sent.confirm("bureau.annul_word")
        body: Json = {"decision_number": sent["decision_number"], "decided_on": sent.day("decided_on")}
        body |= {"reasons": sent.text3("reasons"), "rerun": bool(sent["rerun"])}
        made = await sent.do("voting", "elections", election, "annulment", body=body)
        if made.get("rerun"):
            return _here(visit, str(made["rerun"]), "preparation")
        return _here(visit, election, "annulment")

    return await carry_out(visit, work, lambda typed: _annulment(visit, election, typed))


def _here(visit: Visit, election: str, part: str) -> str:
    return f"{visit.path('hall', 'votes', election, part)}?saved=1"


async def _complaints(visit: Visit, election: str, typed: Typed | None = None) -> HTMLResponse:
    found, known = await together(
        visit.ask("voting", "elections", election), visit.items("voting", "elections", election, "complaints")
    )
    answers = [filled(f"answer-{one['complaint']}") for one in known if not one["outcome"]]
    say, plain = visit.reader.say, visit.reader.plain
    labels = {one["contest"]: plain(one["label"]) for one in found["contests"]}
    values: dict[str, Any] = {
        "election": found,
        "complaints": sorted(known, key=lambda one: (bool(one["outcome"]), -int(one["complaint"]))),
        "labels": labels,
        "outcomes": [(code, say(f"bureau.outcome.{code}")) for code in OUTCOMES],
        "forms": forms(typed, filled("complain"), filled("incident"), *answers),
    }
    return visit.page("hall/complaints.html", status=status(typed), **values)


async def _annulment(visit: Visit, election: str, typed: Typed | None = None) -> HTMLResponse:
    found = await visit.ask("voting", "elections", election)
    fresh = filled("annul", decided_on=visit.today.isoformat())
    values = {"election": found, "ended": found["state"] in ENDED, "t": forms(typed, fresh)["annul"]}
    return visit.page("hall/annulment.html", status=status(typed), **values)
