"""The ballots of a declared vote, fetched from the published board."""

from typing import Any

from services.proposals.tasks import announce, read_board, sweep_boards
from shared.contracts.proposals import GrantGiven, MunicipalityRegistered, ZonesDefined
from shared.contracts.voting import PrioritisationDeclared, ProjectSupport
from shared.mongo import Database
from tests.integration.proposals.town import NEFTA, Town
from tests.integration.proposals.voting import Voting


async def test_the_ballots_of_the_board_decide_by_equal_shares(nefta: Town, voting: Voting) -> None:
    lamps, garden = await nefta.ready("إنارة الشارع", 60), await nefta.ready("حديقة عمومية", 50)
    shortlist = await nefta.shortlist([lamps, garden], 100, "equal_shares")
    assert (await nefta.post("/editions/2022/selection", expect=409))["word"] == "vote-not-declared"
    board = voting.publish([[lamps], [lamps], [lamps], [garden], [garden]])
    await nefta.deliver(declared(shortlist, board, {lamps: 3, garden: 2}))
    assert (await nefta.post("/editions/2022/selection", expect=409))["word"] == "vote-not-read-yet"
    await read_board(nefta.service, NEFTA, "vote-1")
    await read_board(nefta.service, NEFTA, "vote-1")
    assert voting.asked == [True]
    assert (await nefta.get("/editions/2022/shortlist"))["declared"]["read"] is True
    assert (await nefta.post("/editions/2022/selection"))["selected"] == [lamps]
    selection = await nefta.get("/editions/2022/selection")
    assert [step["decision"] for step in selection["trace"] if step["project_id"] == lamps] == ["funded"]


async def test_a_board_that_is_not_to_be_had_is_asked_for_again_later(nefta: Town, voting: Voting) -> None:
    lamps = await nefta.ready("إنارة الشارع", 60)
    shortlist = await nefta.shortlist([lamps], 100, "equal_shares")
    voting.away = True
    await nefta.deliver(declared(shortlist, voting.publish([[lamps]]), {lamps: 1}))
    await read_board(nefta.service, NEFTA, "vote-1")
    assert await _state(nefta.resources.db) == ("pending", 1)
    voting.away = False
    await nefta.resources.db["board_readings"].update_many({}, {"$set": {"due_at": nefta.resources.clock.system()}})
    await sweep_boards(nefta.service)
    assert await _state(nefta.resources.db) == ("read", 1)


async def test_a_board_with_other_bytes_than_announced_is_refused(nefta: Town, voting: Voting) -> None:
    lamps = await nefta.ready("إنارة الشارع", 60)
    shortlist = await nefta.shortlist([lamps], 100, "equal_shares")
    href, digest = voting.publish([[lamps]])
    voting.boards = {path: content + b" " for path, content in voting.boards.items()}
    await nefta.deliver(declared(shortlist, (href, digest), {lamps: 1}))
    await read_board(nefta.service, NEFTA, "vote-1")
    assert await _state(nefta.resources.db) == ("DigestMismatch", 0)
    assert (await nefta.post("/editions/2022/selection", expect=409))["word"] == "vote-not-read-yet"


async def test_a_board_that_contradicts_its_result_is_refused(nefta: Town, voting: Voting) -> None:
    lamps = await nefta.ready("إنارة الشارع", 60)
    shortlist = await nefta.shortlist([lamps], 100, "equal_shares")
    await nefta.deliver(declared(shortlist, voting.publish([[lamps]]), {lamps: 2}))
    await read_board(nefta.service, NEFTA, "vote-1")
    assert await _state(nefta.resources.db) == ("BoardDisagrees", 0)


async def test_no_token_is_sent_to_an_address_that_is_no_service_of_ours(nefta: Town, voting: Voting) -> None:
    lamps = await nefta.ready("إنارة الشارع", 60)
    shortlist = await nefta.shortlist([lamps], 100, "equal_shares")
    _, digest = voting.publish([[lamps]])
    foreign = ("http://127.0.0.1:1/board.json", digest)
    await nefta.deliver(declared(shortlist, foreign, {lamps: 1}))
    await read_board(nefta.service, NEFTA, "vote-1")
    assert (await _state(nefta.resources.db), voting.asked) == (("DocumentSourceUnknown", 0), [])


async def test_reference_state_can_be_said_again(nefta: Town) -> None:
    before = len(await nefta.announced())
    assert await announce(nefta.service) == 3
    said = [row["type"] for row in (await nefta.announced())[before:]]
    assert said == [MunicipalityRegistered.TYPE, ZonesDefined.TYPE, GrantGiven.TYPE]


def declared(shortlist: str, board: tuple[str, str], votes: dict[str, int]) -> PrioritisationDeclared:
    return PrioritisationDeclared(
        municipality=NEFTA,
        election_id="vote-1",
        edition="2022",
        shortlist_id=shortlist,
        ballots=sum(votes.values()),
        support=[ProjectSupport(project_id=project, votes=count) for project, count in votes.items()],
        board_href=board[0],
        board_sha256=board[1],
    )


async def _state(db: Database) -> tuple[Any, Any]:
    row = await db["board_readings"].find_one({"municipality": NEFTA})
    assert row is not None
    return row["state"], row["attempts"]
