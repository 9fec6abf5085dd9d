"""Other municipalities sign the heads they saw, so that a later board cannot pretend to have been there all along."""

from hashlib import sha256
from typing import Any, Final

from services.voting.application.ports import Keys, Witnesses
from services.voting.domain.announcements import base64url
from services.voting.domain.canonical import canonical
from services.voting.domain.credentials import public_bytes
from shared.contracts.voting import BoardCosigned, BoardHeadPublished

MOST_WITNESSES: Final = 3  # every municipality signing every head would be the square of their number


async def cosign_head(witnesses: Witnesses, keys: Keys, seen: BoardHeadPublished) -> list[BoardCosigned]:
    """Each witness is chosen by the election's id, so nobody chooses their own."""
    others = [one for one in await witnesses.candidates() if one != seen.municipality]
    chosen = sorted(others, key=lambda one: sha256(f"{seen.election_id}/{one}".encode()).digest())
    return [await _cosign(witnesses, keys, seen, witness) for witness in chosen[:MOST_WITNESSES]]


async def _cosign(witnesses: Witnesses, keys: Keys, seen: BoardHeadPublished, witness: str) -> BoardCosigned:
    key = keys.key("witness", witness)
    said = cosigned_statement(seen, witness)
    signature = key.sign(canonical(said)).hex()
    event = BoardCosigned(
        municipality=witness,
        election_id=seen.election_id,
        of_municipality=seen.municipality,
        head=seen.head,
        root=seen.root,
        signature=base64url(signature),
        public_key=base64url(public_bytes(key).hex()),
    )
    await witnesses.keep({**event.model_dump(), "said": said})
    return event


def cosigned_statement(seen: BoardHeadPublished, witness: str) -> dict[str, Any]:
    """What a witness signs: which head, of which election, with which root."""
    return {
        "v": 1,
        "kind": "cosignature",
        "witness": witness,
        "municipality": seen.municipality,
        "election": seen.election_id,
        "head": seen.head,
        "size": seen.tree_size,
        "root": seen.root,
    }
