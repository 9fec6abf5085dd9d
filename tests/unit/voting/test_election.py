"""What may happen to an election when, and what happens only once."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from services.voting.domain.announcements import base64url
from services.voting.domain.candidacies import stand_down
from services.voting.domain.draw import DiceUnreadable
from services.voting.domain.election import (
    ClosingInstantPassed,
    ContestUnknown,
    DiceAlreadyRolled,
    Election,
    ElectionNotOpen,
    Kind,
    NobodyStands,
    NotADraft,
    NotYetClosed,
    PublishedHead,
    State,
)
from services.voting.domain.late import SecondStatement, StatementForged, state_batch
from services.voting.domain.manifest import Census, CensusDoesNotAdd, SlipInTwoPools, Tablet
from tests.unit.voting.elections import ELECTION, TABLET, ballot, contest, cred

AT = datetime(2025, 2, 15, 13, 0, tzinfo=UTC)
KEYS = {"box": "00", "head": "00"}


def election(**more: Any) -> Election:
    said: dict[str, Any] = {
        "municipality": "ma-beni-mellal",
        "id": ELECTION,
        "edition": "2025",
        "kind": Kind.DELEGATES,
        "title": {"ar": "انتخاب"},
        "contests": [contest(name="medina"), contest(name="kasbah")],
        "tablets": [Tablet("t1", TABLET.public_key().public_bytes_raw().hex())],
    }
    return Election(**said | more)


def census(name: str, *numbers: int, **more: Any) -> Census:
    return Census(name, frozenset(map(cred, numbers)), **more)


def opened() -> Election:
    one = election()
    one.open(one.freeze([census("medina", 1, 2), census("kasbah", 3)], KEYS, "seed"), AT)
    return one


def closed() -> Election:
    head = PublishedHead(1, "ab" * 32, 3, "cd" * 32, "00", "00")
    return election(state=State.CLOSED, heads=[head], closed_at=AT)


def test_voting_opens_once_and_nothing_is_put_right_afterwards() -> None:
    one = opened()
    with pytest.raises(NotADraft):
        one.freeze([], KEYS, "another seed")
    with pytest.raises(NotADraft):
        stand_down(one, "c0")
    assert len(one.contests[0].candidates) == 3


def test_everything_the_hall_relies_on_stands_in_the_manifest() -> None:
    one = election(term_months=24, closes_at=AT)
    frozen = one.freeze([census("medina", 1), census("kasbah", 2)], KEYS, "seed", "http").document()
    said = {name: frozen[name] for name in ("term_months", "transport", "closes_at", "tie_rule", "order_seed")}
    assert said == {
        "term_months": 24,
        "transport": "http",
        "closes_at": AT.isoformat(),
        "tie_rule": "sha256-root-dice",
        "order_seed": "seed",
    }
    rules = ("seats", "alternates", "method", "max_choices", "rounding", "quota", "quorum", "census", "candidates")
    assert all(set(rules) <= set(contest) for contest in frozen["contests"])


def test_the_order_on_the_ballot_is_that_of_the_dice_where_dice_were_rolled_for_it() -> None:
    orders = set()
    for seed in ("a server's own", "another"):
        one = election(order_dice="351624")
        frozen = one.freeze([census("medina", 1), census("kasbah", 2)], KEYS, seed)
        assert frozen.order_seed == "351624"
        orders.add(tuple(candidate.id for candidate in frozen.contests[0].candidates))
    by_hand = sorted(["c0", "c1", "c2"], key=lambda one: sha256(f"351624/{one}".encode()).hexdigest())
    assert orders == {tuple(by_hand)}


def test_voting_closes_once_and_its_hour_stays_the_first() -> None:
    with pytest.raises(ElectionNotOpen):
        election().close(AT)
    one = opened()
    assert one.close(AT)
    assert not one.close(AT + timedelta(seconds=1))
    assert (one.state, one.closed_at) == (State.CLOSING, AT)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(milliseconds=1)])
def test_voting_does_not_open_at_or_after_its_closing_instant(late: timedelta) -> None:
    one = election(closes_at=AT)
    with pytest.raises(ClosingInstantPassed):
        one.open(one.freeze([census("medina", 1), census("kasbah", 2)], KEYS, "seed"), AT + late)


@pytest.mark.parametrize(
    ("censuses", "error", "named"),
    [
        ([census("medina", 1)], NobodyStands, "kasbah"),
        ([census("medina", 1), census("kasbah")], NobodyStands, "kasbah"),
        ([census("medina", 1), census("kasbah", 2, voids=frozenset({cred(2)}))], NobodyStands, "kasbah"),
        ([census("medina", 1, 2, present=1), census("kasbah", 3)], CensusDoesNotAdd, "medina"),
        ([census("medina", 1, 2), census("kasbah", 2)], SlipInTwoPools, "medina"),
    ],
)
def test_what_keeps_voting_from_opening_names_the_neighbourhood(
    censuses: list[Census], error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        election().freeze(censuses, KEYS, "seed")


def test_a_contest_without_candidates_keeps_voting_from_opening() -> None:
    one = election(contests=[contest(name="medina"), contest(name="kasbah", standing=())])
    with pytest.raises(NobodyStands, match="kasbah"):
        one.freeze([census("medina", 1), census("kasbah", 2)], KEYS, "seed")


def test_dice_are_written_down_once_a_contest() -> None:
    one = closed()
    one.roll({"medina": "351624"})
    one.roll({"medina": "351624"})
    with pytest.raises(DiceAlreadyRolled):
        one.roll({"medina": "351625", "kasbah": "1111"})
    assert one.waiting_for() == ["dice:kasbah"]
    one.roll({"kasbah": "1111"})
    assert one.waiting_for() == []


@pytest.mark.parametrize("typed", ["123", "1237", "", "1 2 3 4", "٣٥١٦", "1" * 41])
def test_what_is_no_row_of_dice_is_refused_and_nothing_of_it_is_kept(typed: str) -> None:
    one = closed()
    with pytest.raises(DiceUnreadable):
        one.roll({"medina": "351624", "kasbah": typed})
    with pytest.raises(ContestUnknown):
        one.roll({"elsewhere": "351624"})
    assert one.dice == {}


def test_nothing_is_rolled_stated_or_published_before_voting_has_closed() -> None:
    one = opened()
    with pytest.raises(NotYetClosed):
        one.roll({"medina": "351624"})
    with pytest.raises(NotYetClosed):
        one.state_batch(state_batch("t1", ELECTION, [], TABLET))


def test_a_tablet_states_once_what_it_holds_of_this_very_election() -> None:
    one = closed()
    stated = state_batch("t1", ELECTION, [ballot(1, ["c0"])], TABLET)
    with pytest.raises(StatementForged):
        one.state_batch(state_batch("t1", "0191-another", [ballot(1, ["c0"])], TABLET))
    one.state_batch(stated)
    one.state_batch(stated)
    with pytest.raises(SecondStatement):
        one.state_batch(state_batch("t1", ELECTION, [], TABLET))
    assert one.waiting_for() == ["dice:medina", "dice:kasbah", "tablet:t1"]
    one.roll({"medina": "351624"})
    with pytest.raises(DiceAlreadyRolled):
        one.state_batch(stated)


def test_signatures_travel_in_the_letters_addresses_may_hold() -> None:
    assert base64url("fbff") == "-_8"
