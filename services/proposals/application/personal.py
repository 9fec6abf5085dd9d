"""Commands on what people said about themselves: read with a reason and a trace, given back, erased. Counts never change."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.proposals.application.ports import Stores


class NobodyNamed(ValueError):
    """Personal data is looked for by an address or a number."""

    field = "email"


async def read_personal_data(
    municipality: str, email: str | None, phone: str | None, reason: str, actor: str, stores: Stores
) -> dict[str, Any]:
    """Everything kept under an address or a number; that it was read, by whom and why, is kept too."""
    if not email and not phone:
        raise NobodyNamed
    found = await stores.notes.contacts(municipality, email, phone)
    about = [str(row["about"]) for row in found]
    await stores.notes.note_reading(municipality, actor, about, reason)
    stores.audit(municipality, actor, "read-personal-data", ",".join(about) or "-")
    return {"items": [_shown(row) for row in found]}


async def erase_personal_data(municipality: str, about: Sequence[str], actor: str, stores: Stores) -> dict[str, Any]:
    """Names and addresses go; proposals, remarks, requests and every count stay as they are."""
    erased = await stores.notes.erase_contacts(municipality, about)
    stores.audit(municipality, actor, "erase-personal-data", ",".join(about))
    return {"erased": erased}


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("about", "name", "email", "phone", "consent")
    return {name: row.get(name) for name in names} | {"kept_at": row["kept_at"].isoformat()}
