"""How desks, admissions and expected people look to a desk."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from services.scheduling.application.checkin import Admission
from services.scheduling.domain.attendance import Attendee
from services.scheduling.domain.desk import Desk
from services.scheduling.domain.registration_code import as_typed
from shared.http.catalogue import load_catalogue
from shared.http.language import LANGUAGES

View = dict[str, Any]


def admission(one: Admission) -> View:
    return {
        "attendance_id": one.attendee_id,
        "already_present": one.already_present,
        "refused": one.refused,
        "reason": reason(one.refused) if one.refused else None,
        "namesakes": list(one.namesakes),
    }


@cache
def reason(word: str) -> dict[str, str]:
    """What the desk shows the person in front of it."""
    catalogue = load_catalogue()
    return {language: catalogue.text(word, language) for language in LANGUAGES}


def desk(one: Desk, now: datetime) -> View:
    return {
        "device": one.device,
        "neighbourhoods": one.neighbourhoods,
        "admitted": one.admitted,
        "pending": one.pending,
        "waiting": not one.closed and one.waiting(now),
        "closed": one.closed,
    }


def attendee(one: Attendee) -> View:
    return {
        "attendee_id": one.id,
        "name": one.person.name,
        "neighbourhood": one.person.neighbourhood,
        "organisation": one.person.organisation,
        "homonym": one.person.homonym,
        "code": one.code,
        "present": one.seen_at is not None,
    }


def wanted(meeting: str, code: str | None, neighbourhoods: Sequence[str]) -> View:
    where: View = {"meeting_id": meeting}
    if code:
        where["code"] = as_typed(code)
    if neighbourhoods:
        where["person.neighbourhood"] = {"$in": list(neighbourhoods)}
    return where
