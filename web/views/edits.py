"""Two people edit one row: what I changed, what somebody else changed meanwhile, and what is sent."""

from collections.abc import Mapping
from typing import Any, Protocol

from web.services import Json

FIELDS = ("planned_date", "sessions", "by_letters", "notes", "responsible_role")


class Filled(Protocol):
    """A form that was filled: its values by name."""

    def __getitem__(self, name: str) -> str: ...


class Returned(Filled, Protocol):
    """A form that came back refused."""

    @property
    def word(self) -> str: ...

    def all(self, name: str) -> list[str]: ...


def edited(row: Json) -> dict[str, Any]:
    """The columns of a row as a form shows them."""
    return {
        "planned_date": row.get("planned_date") or "",
        "sessions": [str(day) for day in row.get("sessions") or []],
        "by_letters": "yes" if row.get("by_letters") else "",
        "notes": row.get("notes") or "",
        "responsible_role": row.get("responsible_role") or "",
    }


def to_send(now: Mapping[str, Any], form: Filled) -> dict[str, Any]:
    """What differs from what was read; of what is disputed, only what is mine."""
    wanted = {name: value for name, value in now.items() if written(value) != form[f"was-{name}"]}
    return {name: value for name, value in wanted.items() if form[f"take-{name}"] != "theirs"}


def written(value: Any) -> str:
    """A value as it stands in a hidden field."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value or "")


def conflicts(form: Returned, row: Json) -> list[Json]:
    """Columns where what was typed is not what now stands, after somebody else saved first."""
    if form.word not in ("changed-since-read", "stale-version"):
        return []
    theirs = edited(row)
    touched = [name for name in FIELDS if name not in untouched(form)]
    found = [{"name": name, "mine": _mine(form, name), "theirs": written(theirs[name])} for name in touched]
    return [one for one in found if one["mine"] != one["theirs"]]


def untouched(form: Returned) -> list[str]:
    """Columns that stand in the form as they were read: somebody else's change of them needs no question."""
    return [name for name in FIELDS if _mine(form, name) == form[f"was-{name}"]]


def _mine(form: Returned, name: str) -> str:
    return " ".join(sorted(day for day in form.all(name) if day)) if name == "sessions" else form[name]
