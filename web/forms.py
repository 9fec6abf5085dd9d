"""Forms of staff: made for one session, and sent with the key they were made with."""

import secrets
from uuid import uuid4

from starlette.datastructures import FormData

from web.services import Refused
from web.visit import Visit

ALEFS = str.maketrans("أإآ", "ااا")


class FormForged(Refused):
    """The form was not made for this session."""

    def __init__(self) -> None:
        super().__init__(403, {"word": "form-forged"})


async def own_form(visit: Visit) -> FormData:
    """What was filled in. Raises `FormForged` when another site, or another session, made the form."""
    form = await visit.request.form()
    check_form_key(visit, str(form.get("form_key", "")))
    return form


def check_form_key(visit: Visit, given: str) -> None:
    person = visit.person
    if person is None or not secrets.compare_digest(given.encode(), person.form_key.encode()):
        raise FormForged


def new_key() -> str:
    """An idempotency key, made with the page: sending the same form twice does one thing."""
    return str(uuid4())


def confirmed(form: FormData, word: str) -> bool:
    """A dangerous act needs its word typed."""
    return same_word(str(form.get("confirm", "")), word)


def same_word(typed: str, word: str) -> bool:
    """Capitals, spaces around it and the hamza of an alef are forgiven."""
    return _plain(typed) == _plain(word)


def _plain(text: str) -> str:
    return text.strip().casefold().translate(ALEFS)
