"""When messages go, and to whom."""

from datetime import UTC, datetime, time

import pytest

from services.notifications.domain.channels import Channel
from services.notifications.domain.contact import Consent, Contact, ContactKind, NoAddress, new_contact
from services.notifications.domain.hours import QuietHours, next_digest
from services.notifications.domain.rules import Audience, Rule

NIGHT = datetime(2025, 2, 15, 23, 30, tzinfo=UTC)
SUBSCRIBERS = Audience("subscribers", subscribers=True)


def rule(**more: object) -> Rule:
    return Rule("r", "event", SUBSCRIBERS, "template", "votes", **more)  # type: ignore[arg-type]  # flags by name


def citizen(**more: object) -> Contact:
    given = {"addresses": {Channel.EMAIL: "c@example.org"}, **more}
    return Contact("c", "tn-nefta", ContactKind.CITIZEN, "ar", "token", **given)  # type: ignore[arg-type]  # fields by name


def test_a_message_of_the_night_waits_for_the_local_morning() -> None:
    quiet = QuietHours()
    assert quiet.next_allowed(NIGHT, "Africa/Tunis") == datetime(2025, 2, 16, 7, 0, tzinfo=UTC)
    noon = datetime(2025, 2, 15, 12, 0, tzinfo=UTC)
    assert quiet.next_allowed(noon, "Africa/Tunis") == noon


def test_the_morning_is_the_one_of_the_town_also_when_ramadan_moves_the_clock() -> None:
    ramadan = datetime(2025, 3, 10, 2, 0, tzinfo=UTC)
    assert QuietHours().next_allowed(ramadan, "Africa/Casablanca") == datetime(2025, 3, 10, 8, 0, tzinfo=UTC)
    before = datetime(2025, 2, 10, 2, 0, tzinfo=UTC)
    assert QuietHours().next_allowed(before, "Africa/Casablanca") == datetime(2025, 2, 10, 7, 0, tzinfo=UTC)


def test_quiet_hours_of_an_afternoon_end_the_same_day() -> None:
    siesta = QuietHours(time(13), time(16))
    assert siesta.next_allowed(datetime(2025, 2, 15, 13, 0, tzinfo=UTC), "UTC").hour == 16
    assert not siesta.covers(time(12, 59))


def test_a_digest_goes_at_the_next_evening() -> None:
    assert next_digest(datetime(2025, 2, 15, 10, 0, tzinfo=UTC), "Africa/Tunis") == datetime(
        2025, 2, 15, 17, tzinfo=UTC
    )
    assert next_digest(datetime(2025, 2, 15, 17, 0, tzinfo=UTC), "Africa/Tunis") == datetime(
        2025, 2, 16, 17, tzinfo=UTC
    )


def test_nobody_is_written_to_without_consent_but_by_law() -> None:
    silent = citizen()
    assert not silent.wants(rule())
    assert silent.wants(rule(legal=True))
    agreed = silent.agree(NIGHT, "subscription", ["votes"])
    assert agreed.wants(rule())
    assert not agreed.wants(Rule("r", "event", SUBSCRIBERS, "template", "meetings"))


def test_an_author_is_answered_unless_they_refused() -> None:
    answer = Rule("r", "event", Audience("author", contact_of="contact_id"), "template", "proposals")
    assert citizen().wants(answer)
    assert not citizen(consents=(Consent(False, NIGHT, "staff"),)).wants(answer)


def test_leaving_and_coming_back_are_remembered_and_repeating_changes_nothing() -> None:
    once = citizen().agree(NIGHT, "subscription", ["votes"])
    assert once.agree(NIGHT, "subscription", ["votes"]).consents == once.consents
    left = once.withdraw(NIGHT, "unsubscribe")
    assert left.withdraw(NIGHT, "unsubscribe") == left
    back = left.agree(NIGHT, "subscription", ["meetings"])
    assert [consent.given for consent in back.consents] == [True, False, True]
    assert back.topics == ("meetings",)


def test_a_missing_gateway_gives_way_to_what_reaches_the_person() -> None:
    both = citizen(addresses={Channel.SMS: "+216", Channel.EMAIL: "c@example.org"})
    wish = (Channel.PUSH, Channel.SMS, Channel.EMAIL)
    assert both.channel(wish, {Channel.SMS, Channel.EMAIL}) is Channel.SMS
    assert both.channel(wish, {Channel.EMAIL}) is Channel.EMAIL
    assert both.channel(wish, set()) is Channel.FEED


def test_a_contact_without_any_address_is_refused() -> None:
    with pytest.raises(NoAddress):
        new_contact(citizen(addresses={}))
