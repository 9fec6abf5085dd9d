"""Anybody recounts the published board, with the values of the signed record; and a forged board is found out."""

import json
from pathlib import Path

from deploy.demo.acts.election import Election
from deploy.demo.play import Json, Play
from deploy.demo.verification import altered, expect, keep


async def recount(play: Play) -> None:
    election: Election = play.found["election"]
    play.tell("Recount: the stand-alone verifier reads the board with the digest and head of the record")
    folder: Path = play.found["folder"]
    board = await play.platform.raw("voting", f"{election.path}/board")
    manifest, head = anchors(await play.platform.get("voting", election.path))
    receipt = keep(folder, "receipt.json", play.found["receipts"][0])
    honest = keep(folder, "board.json", board)
    await expect(0, honest, manifest, head, receipt)
    play.tell("Recount: one ballot changed and signed again; the verifier refuses the board")
    forged = keep(folder, "board-forged.json", json.dumps(altered(json.loads(board))).encode())
    await expect(1, forged, manifest, head)
    play.found["verified"] = {"board": 0, "forged": 1}


def anchors(state: Json) -> tuple[str, str]:
    """What the signed record says: the manifest's digest and the hash of the last head."""
    return state["manifest"]["digest"], state["heads"][-1]["hash"]
