"""The three parts of a proof of publication, what each of them says, and what is still awaited."""

from web.services import Json

PARTS = (("web_copy", "published_at"), ("posting", "posted_at"), ("dispatch", "completed_at"))


def proof(publication: Json) -> list[Json]:
    """Site copy, posting, dispatch: in the order in which they are usually done."""
    return [_part(publication, name, at) for name, at in PARTS]


def _part(publication: Json, name: str, at: str) -> Json:
    found = publication.get(name) or {}
    return {
        "name": name,
        "there": bool(found),
        "at": found.get(at),
        "sha256": found.get("sha256"),
        "url": found.get("url"),
        "sent": found.get("sent") or found.get("delivered"),
        "failed": found.get("failed"),
    }
