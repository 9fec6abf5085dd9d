"""How the registrar looks from outside: keys and counts for everybody, people for the desk."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.scheduling.application.registrar import Card
from services.scheduling.domain.counting import shown_count
from services.scheduling.domain.registrar import Contest, Registrant, Registrar
from shared.blind_rsa import ALGORITHM, PrivateKey

View = dict[str, Any]


def contests_from(election: Mapping[str, Any], keys: Mapping[str, PrivateKey]) -> list[Contest]:
    return [contest_from(row, keys[row["contest"]].public.spki()) for row in election["contests"]]


def contest_from(row: Mapping[str, Any], spki: bytes) -> Contest:
    digest = hashlib.sha256(spki).hexdigest()
    return Contest(row["contest"], row["label"], row.get("neighbourhood"), ALGORITHM, spki.hex(), digest)


def public(one: Registrar, now: datetime, counts: Mapping[str, tuple[int, int]]) -> View:
    """Exact counts once closed, since the recount needs them; before that, few people are not shown."""
    return {
        "election_id": one.id,
        "edition": one.edition,
        "state": one.state(now),
        "opens_at": one.opens_at,
        "closes_at": one.closes_at,
        "closed_at": one.closed_at,
        "contests": [contest(row, counts.get(row.contest, (0, 0))) for row in one.contests],
        "version": one.version,
    }


def contest(row: Contest, counts: tuple[int, int]) -> View:
    registered, issued = counts
    return {
        "contest": row.contest,
        "label": row.label,
        "neighbourhood": row.neighbourhood,
        "algorithm": row.algorithm,
        "spki": row.spki,
        "sha256": row.sha256,
        "registered": shown_count(registered) if row.registered is None else row.registered,
        "issued": shown_count(issued) if row.issued is None else row.issued,
    }


def voter(one: Registrant) -> View:
    return {
        "person_id": one.id,
        "name": one.person.name,
        "neighbourhood": one.person.neighbourhood,
        "homonym": one.person.homonym,
        "contests": one.contests,
        "issued": sorted(one.issued),
    }


def card(one: Card) -> View:
    """What is remembered under a request's key: everything but the code."""
    return {
        "person_id": one.person_id,
        "number": one.code_number,
        "contests": list(one.contests),
        "new": one.new,
        "namesakes": list(one.namesakes),
    }
