"""What may become of a message."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.channels import Channel
from services.notifications.domain.delivery import SETTLED, TRIES, Delivery, DeliveryState, NotClaimed
from services.notifications.domain.dispatch import Dispatch, table

NOW = datetime(2025, 2, 15, 12, 0, tzinfo=UTC)


def delivery(legal: bool = False, channel: Channel = Channel.EMAIL) -> Delivery:
    return Delivery("e.c", "tn-nefta", "e", "c", "rule", channel, legal, "<id@x>", NOW, NOW)


def test_only_who_claimed_a_message_may_say_it_was_sent() -> None:
    claimed = delivery().claimed("mine", NOW)
    assert claimed.sent("mine", NOW).state is DeliveryState.SENT
    with pytest.raises(NotClaimed):
        claimed.sent("other", NOW)
    with pytest.raises(NotClaimed):
        delivery().sent("mine", NOW)


def test_a_message_of_unknown_fate_is_repeated_only_where_the_law_asks() -> None:
    assert delivery(legal=False).claimed("c", NOW).lost("c", NOW, NOW).state is DeliveryState.UNCERTAIN
    again = delivery(legal=True).claimed("c", NOW).lost("c", NOW, NOW)
    assert again.state is DeliveryState.PENDING
    assert again.message_id == "<id@x>"


def test_pauses_grow_and_tries_end() -> None:
    waiting, pauses = delivery(), []
    while waiting.state is DeliveryState.PENDING:
        waiting = waiting.claimed("c", NOW).postponed("c", NOW, NOW, "mail-server-away")
        pauses.append(waiting.retry_at - NOW)
    assert waiting.state is DeliveryState.FAILED
    assert waiting.tries == TRIES
    assert pauses[:4] == [timedelta(seconds=s) for s in (2, 4, 8, 16)]
    assert max(pauses) <= timedelta(minutes=30)


def test_a_gateway_that_keeps_refusing_gives_way_to_another_channel() -> None:
    waiting = delivery(channel=Channel.SMS)
    for _ in range(3):
        assert not waiting.should_change_channel
        waiting = waiting.claimed("c", NOW).postponed("c", NOW, NOW, "gateway-busy")
    assert waiting.should_change_channel
    assert not waiting.by(Channel.EMAIL).should_change_channel


def test_a_legal_notice_nobody_can_be_given_has_failed_and_any_other_is_in_the_feed() -> None:
    assert delivery(legal=True).unreachable(NOW).state is DeliveryState.FAILED
    assert delivery(legal=False).unreachable(NOW).state is DeliveryState.SENT


STEPS = st.lists(st.sampled_from(["sent", "failed", "postponed", "lost"]), max_size=60)


@given(st.booleans(), STEPS)
def test_whatever_happens_a_settled_message_stays_settled(legal: bool, steps: list[str]) -> None:
    one = delivery(legal=legal)
    for step in steps:
        if one.state in SETTLED:
            with pytest.raises(NotClaimed):
                one.sent("c", NOW)
            return
        held = one.claimed("c", NOW)
        one = {
            "sent": lambda held=held: held.sent("c", NOW),
            "failed": lambda held=held: held.failed("c", NOW, "address-refused"),
            "postponed": lambda held=held: held.postponed("c", NOW, NOW, "away"),
            "lost": lambda held=held: held.lost("c", NOW, NOW),
        }[step]()
        assert one.tries <= TRIES


def test_a_dispatch_table_names_no_address_and_counts_what_was_sent() -> None:
    dispatch = Dispatch("d", "tn-nefta", "2022", "diagnosis-1", "type", "associations", "ab" * 32, True)
    sent = delivery(legal=True).claimed("c", NOW).sent("c", NOW)
    failed = delivery(legal=True).unreachable(NOW)
    written = table(dispatch, [sent, failed])
    assert (written["recipients"], written["sent"]) == (2, 1)
    assert [row["status"] for row in written["rows"]] == ["sent", "failed: no-address"]  # type: ignore[attr-defined]  # rows is a list of dictionaries
