"""Keys of box and heads can be changed between two forums without a board or a receipt becoming invalid."""

from dataclasses import replace
from pathlib import Path

from services.voting.adapters.declaring import declare_if_ready, publish_head
from services.voting.adapters.keys import SealedKeys
from services.voting.adapters.mongo import MongoElections
from services.voting.application.counting import roll_dice
from services.voting.verifier.verify import verify
from shared.sealed import SealedSecret
from tests.integration.voting.hall import Hall


async def test_an_election_opened_before_the_change_is_closed_and_declared_with_its_own_keys(hall: Hall) -> None:
    vote = await hall.opened(slips=1)
    receipt = (await vote.cast(vote.ballot(0, "c0"))).json()
    held = hall.service.keys
    assert isinstance(held, SealedKeys)
    changed = replace(hall.service, keys=replace(held, epoch=held.epoch + 1))
    await hall.made(f"{vote.path}/closing", {})
    await publish_head(changed, hall.slug, vote.id)
    await hall.resources.work.run(
        lambda tx: roll_dice(MongoElections.within(tx), hall.slug, vote.id, {"medina": "351624"})
    )
    assert await declare_if_ready(changed, hall.slug, vote.id) == []
    view, board = await vote.read(), await vote.board()
    assert verify(board, view["manifest"]["digest"], view["heads"][-1]["hash"], receipt) == (0, [])


def test_a_new_epoch_has_other_keys_and_the_first_epoch_those_it_always_had(tmp_path: Path) -> None:
    SealedSecret.create(tmp_path, "p")
    first, second = SealedKeys.open(tmp_path, "p"), SealedKeys.open(tmp_path, "p", 1)
    assert first.public("tn-nefta") != second.public("tn-nefta")
    assert second.key("box", "tn-nefta", 0).sign(b"x") == first.key("box", "tn-nefta").sign(b"x")
