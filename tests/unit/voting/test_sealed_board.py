"""A sealed board shows no choice, opens to the result of the choices, and no operator can change it."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.voting.domain.ballot import sign
from services.voting.domain.canonical import canonical
from services.voting.domain.contest import Contest, GroupQuota, Method, Quorum, Shortfall
from services.voting.domain.late import state_batch
from services.voting.domain.sealed import SealedVote
from services.voting.domain.sealed_group import ORDER, encode, height, scalar_bytes
from services.voting.domain.sealed_sums import SumsDoNotOpen
from services.voting.verifier.verify import BASE, HEIGHT, nothing, point, verify
from tests.unit.voting.elections import ELECTION, HEAD, TABLET, ballot, contest, declared, key
from tests.unit.voting.sealed_elections import (
    openings,
    sealed_ballot,
    sealed_closed,
    sealed_declared,
    sealed_paper,
)
from tests.unit.voting.test_sealed import NOT_ELEMENTS, stolen
from tests.unit.voting.test_verifier import STANDING, resigned

Board = dict[str, Any]
NAMES = [one.id for one in STANDING]


def rules() -> Contest:
    return contest(Method.BLOCK, 4, seats=2)


@cache
def honest() -> tuple[Board, str, str]:
    """Six ballots online, one of them blank; one on a tablet, one on paper."""
    one = rules()
    online = [sealed_ballot(one, number, *("c0", "c1") if number % 2 else ("c1",)) for number in range(1, 6)]
    online.append(sealed_ballot(one, 6))
    late = (sealed_ballot(one, 8, "c2"),)
    paper, opening = sealed_paper(one, 7, "c3")
    assert paper.sealed is not None
    whole = sealed_declared(
        [one],
        online,
        {paper.sealed.digest: opening},
        void=(10,),
        statements=(state_batch("t1", ELECTION, late, TABLET),),
        batches={"t1": late},
        paper=(paper,),
    )
    return json.loads(whole.content(HEAD)), whole.closed.manifest.digest, whole.head().value


def board() -> Board:
    return copy.deepcopy(honest()[0])


def test_an_honest_sealed_board_is_verified_and_says_that_it_is_experimental() -> None:
    shown, manifest, head = honest()
    assert verify(shown, manifest, head) == (0, [])
    assert verify(shown) == (2, [])
    assert (shown["manifest"]["disclosure"], shown["manifest"]["experimental"]) == ("sealed", True)
    (result,) = shown["outcome"]["results"]
    assert {one["candidate"]: one["votes"] for one in result["tally"]} == {"c0": 3, "c1": 5, "c2": 1, "c3": 1}
    assert (result["ballots"], result["blank"], result["elected"]) == (8, 1, ["c1", "c0"])


def test_a_sealed_board_shows_no_choice_and_nothing_that_opens_one_ballot() -> None:
    text = json.dumps(honest()[0])
    assert "choices" not in text.replace("max_choices", "")
    assert "opening" not in text


def test_a_sealed_board_of_the_moment_of_closing_verifies_too() -> None:
    closed = sealed_closed([rules()], [sealed_ballot(rules(), 1, "c0")])
    shown = json.loads(closed.content({"heads": [closed.head().signed(HEAD)]}))
    assert verify(shown, closed.manifest.digest, closed.head().value) == (0, [])
    assert "opened" not in shown


RULES = st.fixed_dictionaries(
    {
        "seats": st.integers(1, 3),
        "alternates": st.integers(0, 2),
        "quota": st.none() | st.builds(GroupQuota, st.just({"w": 1}), st.sampled_from(Shortfall)),
        "quorum": st.none() | st.builds(Quorum, st.sampled_from(["present", "ballots"]), st.integers(0, 1000)),
    }
)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from([Method.SINGLE, Method.BLOCK, Method.APPROVAL]),
    RULES,
    st.lists(st.permutations(NAMES).flatmap(lambda order: st.integers(0, 5).map(lambda n: order[:n])), max_size=6),
)
def test_sums_of_sealed_ballots_give_the_result_of_the_same_open_ballots(
    method: Method, how: dict[str, Any], chosen: list[list[str]]
) -> None:
    one = contest(method, standing=STANDING, **how)
    choices = [sorted(names[: one.max_choices]) for names in chosen]
    sealed = sealed_declared([one], [sealed_ballot(one, n, *names) for n, names in enumerate(choices, 1)])
    opened = declared([one], [ballot(n, names) for n, names in enumerate(choices, 1)])
    counted = [found.results[0].document() for found in (sealed, opened)]
    untied = [{**found, "tally": sorted(found["tally"], key=str)} for found in counted]
    for name in ("ballots", "blank", "valid", "quorum", "tally", "vacant", "shortfall", "method"):
        assert untied[0][name] == untied[1][name]
    assert verify(json.loads(sealed.content(HEAD)), sealed.closed.manifest.digest, sealed.head().value) == (0, [])


def test_counting_again_gives_the_same_bytes_and_without_openings_nothing_is_declared() -> None:
    ballots = [sealed_ballot(rules(), number, "c0") for number in (1, 2)]
    whole = sealed_declared([rules()], ballots)
    assert whole.content(HEAD) == sealed_declared([rules()], ballots[::-1]).content(HEAD)
    other = openings(sealed_ballot(rules(), 3, "c1"))
    first = ballots[0].ballot.sealed
    assert first is not None
    for wrong in ({}, {first.digest: next(iter(other.values()))}):
        with pytest.raises(SumsDoNotOpen):
            type(whole).count(whole.closed, whole.additions, wrong)


def test_two_late_ballots_of_one_slip_and_one_used_online_are_shown_and_not_summed() -> None:
    one = rules()
    late = (sealed_ballot(one, 1, "c2"), sealed_ballot(one, 2, "c2"), sealed_ballot(one, 2, "c3", chance=1))
    whole = sealed_declared(
        [one],
        [sealed_ballot(one, 1, "c0")],
        statements=(state_batch("t1", ELECTION, late, TABLET),),
        batches={"t1": late},
    )
    assert whole.opened is not None
    assert whole.opened[0].votes == (1, 0, 0, 0, 0)
    assert {refused.reason for refused in whole.merged.refused} == {"already-voted", "two-ballots-of-one-slip"}
    assert verify(json.loads(whole.content(HEAD)), whole.closed.manifest.digest, whole.head().value) == (0, [])


def signed_again(shown: Board, sealed: SealedVote) -> None:
    """The operator printed the slips: it can sign in a voter's name."""
    one = sealed_ballot(rules(), 1, "c0", "c1")
    place = next(n for n, posted in enumerate(shown["ballots"]) if posted["key"] == one.key.hex())
    shown["ballots"][place] = sign(replace(one.ballot, sealed=sealed), key(1)).document()


def sealed_of(number: int, *chosen: str) -> SealedVote:
    sealed = sealed_ballot(rules(), number, *chosen).ballot.sealed
    assert sealed is not None
    return sealed


def changed_commitment(shown: Board) -> None:
    mine, other = sealed_of(1, "c0", "c1"), sealed_of(2, "c1")
    signed_again(shown, replace(mine, commitments=(other.commitments[0], *mine.commitments[1:])))


def proof_of_another_ballot(shown: Board) -> None:
    honest_one = sealed_ballot(rules(), 1, "c0", "c1")
    replayed = stolen(honest_one, 1, sealed_ballot(rules(), 3, "c0", "c1"))
    shown["ballots"][0] = replayed.document()


def proof_of_another_option(shown: Board) -> None:
    mine = sealed_of(1, "c0", "c1")
    signed_again(shown, replace(mine, proofs=(mine.proofs[1], mine.proofs[0], *mine.proofs[2:])))


def no_proof(shown: Board) -> None:
    signed_again(shown, replace(sealed_of(1, "c0", "c1"), total=bytes(8 * 32)))


def neutral_commitment(shown: Board) -> None:
    mine = sealed_of(1, "c0", "c1")
    signed_again(shown, replace(mine, commitments=(bytes(32), *mine.commitments[1:])))


def swapped_sums(shown: Board) -> None:
    votes = shown["opened"]["contests"][0]["votes"]
    votes[0], votes[1] = votes[1], votes[0]


def swapped_sums_with_their_blindings(shown: Board) -> None:
    swapped_sums(shown)
    blindings = shown["opened"]["contests"][0]["blindings"]
    blindings[0], blindings[1] = blindings[1], blindings[0]


def one_more_vote(shown: Board) -> None:
    shown["opened"]["contests"][0]["votes"][0] += 1


def sum_out_of_range(shown: Board) -> None:
    shown["opened"]["contests"][0]["votes"][2] = -1


def more_votes_than_ballots(shown: Board) -> None:
    shown["opened"]["contests"][0]["votes"][1] = 9


def second_spelling_of_a_blinding(shown: Board) -> None:
    blindings = shown["opened"]["contests"][0]["blindings"]
    number = int.from_bytes(bytes.fromhex(blindings[0]), "little")
    blindings[0] = (number + ORDER).to_bytes(32, "little").hex()


def other_blinding(shown: Board) -> None:
    shown["opened"]["contests"][0]["blindings"][0] = scalar_bytes(5).hex()


def no_sums(shown: Board) -> None:
    shown["opened"]["contests"] = []


def one_ballot_opened(shown: Board) -> None:
    shown["ballots"][0]["opening"] = {"values": [1], "blindings": []}


def one_ballot_readable(shown: Board) -> None:
    shown["ballots"][0] = ballot(1, ["c3"]).document()


def not_experimental(shown: Board) -> None:
    del shown["manifest"]["experimental"]


ATTACKS = [
    changed_commitment,
    proof_of_another_ballot,
    proof_of_another_option,
    no_proof,
    neutral_commitment,
    swapped_sums,
    swapped_sums_with_their_blindings,
    one_more_vote,
    sum_out_of_range,
    more_votes_than_ballots,
    second_spelling_of_a_blinding,
    other_blinding,
    no_sums,
    one_ballot_readable,
    not_experimental,
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_changed_sealed_board_does_not_agree_with_itself_whoever_signs_it(attack: Callable[[Board], None]) -> None:
    """Without the values of the official record: the proofs and sums betray it, not the missing anchor."""
    shown = board()
    attack(shown)
    code, reasons = verify(resigned(shown))
    assert code == 1
    assert reasons


@pytest.mark.parametrize("data", NOT_ELEMENTS.values(), ids=NOT_ELEMENTS)
def test_a_second_spelling_and_a_point_of_small_order_are_found_out(data: str) -> None:
    shown, mine = board(), sealed_of(1, "c0", "c1")
    signed_again(shown, replace(mine, commitments=(bytes.fromhex(data), *mine.commitments[1:])))
    code, reasons = verify(resigned(shown))
    assert code == 1
    assert any("bad-proof" in reason for reason in reasons)


def test_a_published_opening_is_said_even_where_everything_else_holds() -> None:
    shown = board()
    one_ballot_opened(shown)
    assert verify(shown)[0] == 1


def test_the_verifier_derives_the_same_second_generator_by_itself() -> None:
    assert nothing([(1, HEIGHT), (-1, point(encode(height())))])
    assert not nothing([(1, BASE), (-1, HEIGHT)])


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_any_flipped_bit_of_a_sealed_ballot_on_the_board_fails(data: st.DataObject) -> None:
    shown = board()
    sealed = shown["ballots"][data.draw(st.integers(0, 5))]["ballot"]["sealed"]
    part = data.draw(st.sampled_from(["commitments", "proofs"]))
    place = data.draw(st.integers(0, len(sealed[part]) - 1))
    digit = data.draw(st.integers(0, len(sealed[part][place]) - 1))
    flipped = f"{int(sealed[part][place][digit], 16) ^ 1 << data.draw(st.integers(0, 3)):x}"
    sealed[part][place] = sealed[part][place][:digit] + flipped + sealed[part][place][digit + 1 :]
    assert canonical(shown) != canonical(honest()[0])
    assert verify(shown)[0] == 1
