"""Forms anybody may send: a signed token, a trap, one key for one act; nothing typed is lost when they are refused."""

from collections.abc import Mapping
from typing import Any

from fastapi.responses import JSONResponse, RedirectResponse, Response

from web.forms import new_key
from web.services import Json, NotThere, Refused
from web.visit import Visit

Form = Mapping[str, Any]
STALE = "form-token"
"""How the words of a token that no longer holds begin: the page gets a new one, and asks to send again."""


class Refusal(Exception):
    """The act was not accepted; `mistakes` say why, by field, in the reader's language."""

    def __init__(self, mistakes: Mapping[str, str], as_data: Response | None = None) -> None:
        super().__init__(", ".join(mistakes))
        self.mistakes = dict(mistakes)
        self.as_data = as_data


async def fresh(visit: Visit, purpose: str) -> Json:
    """What every public form carries: its key, and a token that says when it was given out."""
    given = await visit.find("proposals", "forms", purpose) or {}
    return {"key": new_key(), "token": given.get("form_token", ""), "trap": "", "purpose": purpose}


def marks(form: Form, purpose: str) -> Json:
    """The same, as the form brought them back."""
    names = {"key": "key", "token": "form_token", "trap": "website"}
    return {name: str(form.get(field, "")) for name, field in names.items()} | {"purpose": purpose}


async def deliver(visit: Visit, *parts: str, body: Json, form: Form) -> Json:
    """Sends the act on. Raises `Refusal`; a script that asked for data gets the same as data."""
    sent = body | {name: value for name in ("form_token", "website") if (value := str(form.get(name, "")))}
    try:
        done: Json = await visit.command("proposals", *parts, body=sent, key=str(form.get("key", "")))
    except Refused as refused:
        mistakes = mistakes_of(visit, refused)
        raise Refusal(mistakes, _told(refused, mistakes) if wants_data(visit) else None) from refused
    except NotThere as gone:
        mistakes = {"": visit.reader.say("sending.gone")}
        raise Refusal(mistakes) from gone
    return done


def mistakes_of(visit: Visit, refused: Refused) -> dict[str, str]:
    """By field; what no field did is said at the head of the page."""
    if refused.word.startswith(STALE):
        return {"": visit.reader.say("sending.again")}
    if refused.status == 429:
        return {"": visit.reader.say("sending.too_many")}
    found = {mistake.field.split(".")[-1]: mistake.message for mistake in refused.mistakes}
    return found or {"": refused.message}


def accepted(visit: Visit, to: str, *, kind: str, title: str, follow: str, code: str = "") -> Response:
    """Where to go now; a script keeps the receipt on the device."""
    if wants_data(visit):
        return JSONResponse({"to": to, "kind": kind, "title": title, "code": code, "follow": follow})
    return RedirectResponse(to, 303)


def wants_data(visit: Visit) -> bool:
    return "application/json" in visit.request.headers.get("accept", "")


def _told(refused: Refused, mistakes: Mapping[str, str]) -> Response:
    again = refused.word.startswith(STALE)
    told = {"word": refused.word, "again": again, "messages": list(mistakes.values())}
    return JSONResponse(told, refused.status)
