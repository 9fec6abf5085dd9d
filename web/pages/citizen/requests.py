"""P9: a complaint, a petition or a request for information: sent without an account, followed by its code, counted in public."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from web.pages.citizen.sending import Refusal, accepted, deliver, fresh, marks
from web.pages.facts import if_there, zones
from web.services import Json, together
from web.visit import Town, Visit

router = APIRouter()
PURPOSE = "request"
KINDS = ("complaint", "petition", "information")
FIELDS = ("kind", "subject", "body", "zone", "signatures", "name", "email", "consent")
NEEDED = ("kind", "subject", "body")
SHORTEST = {"subject": 5, "body": 10}


@router.get("/{language}/{municipality}/requests", response_class=HTMLResponse)
async def start(visit: Town, kind: str = "", subject: str = "") -> HTMLResponse:
    """The form, and how many were received and answered so far; a link may name what it is about, such as an appeal."""
    begun = {"kind": kind if kind in KINDS else "", "subject": subject[:150]}
    return await _page(visit, begun, await fresh(visit, PURPOSE))


@router.post("/{language}/{municipality}/requests", response_class=HTMLResponse)
async def send(visit: Town) -> Response:
    """What was typed comes back with what is wrong beside it."""
    form = await visit.request.form()
    typed = {name: str(form.get(name, "")).strip() for name in FIELDS}
    if found := _missing(visit, typed):
        return await _page(visit, typed, marks(form, PURPOSE), found)
    try:
        done = await deliver(visit, "requests", body=_body(typed), form=form)
    except Refusal as refusal:
        return refusal.as_data or await _page(visit, typed, await fresh(visit, PURPOSE), refusal.mistakes)
    return _accepted(visit, typed, str(done["tracking_code"]))


def _accepted(visit: Visit, typed: Json, code: str) -> Response:
    follow = f"{visit.path('track')}?code={code}"
    return accepted(visit, f"{follow}&fresh=1", kind=PURPOSE, title=typed["subject"], follow=follow, code=code)


def _missing(visit: Visit, typed: Json) -> dict[str, str]:
    say = visit.reader.say
    found = {field: say(f"requests.missing_{field}") for field in NEEDED if not typed[field]}
    found |= {f: say(f"requests.short_{f}") for f, least in SHORTEST.items() if 0 < len(typed[f]) < least}
    if typed["signatures"] and not _whole(typed["signatures"]):
        found["signatures"] = say("requests.missing_signatures")
    if (typed["name"] or typed["email"]) and not typed["consent"]:
        found["consent"] = say("propose.missing_consent")
    return found


def _whole(number: str) -> bool:
    """Digits of any script, as phones write them."""
    return number.isdecimal() and 0 < int(number) <= 10**9


def _body(typed: Json) -> Json:
    body: Json = {"kind": typed["kind"], "subject": typed["subject"], "body": typed["body"]}
    if typed["zone"]:
        body["zone"] = typed["zone"]
    if typed["kind"] == "petition" and typed["signatures"]:
        body["signatures"] = int(typed["signatures"])
    if typed["consent"]:
        given = {name: typed[name] for name in ("name", "email") if typed[name]}
        body["author"] = {"consent": True} | given
    return body


async def _page(visit: Visit, typed: Json, form: Json, found: dict[str, str] | None = None) -> HTMLResponse:
    known, counts = await together(zones(visit), if_there(visit.find("proposals", "requests", "counts"), None))
    values: dict[str, Any] = {name: typed.get(name, "") for name in FIELDS}
    say = visit.reader.say
    labels = {name: say(f"requests.{name}") for name in ("kind", "subject", "body", "signatures", "consent", "email")}
    return visit.page(
        "citizen/requests.html",
        status=422 if found else 200,
        typed=values,
        form=form,
        found=found or {},
        labels=labels,
        kinds=KINDS,
        zones=known["zones"],
        counts=counts,
    )
