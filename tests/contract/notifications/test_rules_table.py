"""The rules table speaks only of events that exist, fields they have, messages that are written."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from services.notifications.adapters.data_files import load_phrasebook, load_rules
from services.notifications.consumers import HANDLERS
from shared.contracts import notifications, proposals, scheduling, voting
from shared.contracts.event import Event, event_types

TABLE, BOOK = load_rules(), load_phrasebook()
KNOWN = {kind.TYPE: kind for kind in event_types()}
LOCAL = {"notifications.subscribed"}
COMPUTED = {"town", "days", "document_sha256", "digest", "elected", "ballots", "titles", "titles_count"}
MODULES = (notifications, proposals, scheduling, voting)


def fields(kind: type[Event]) -> set[str]:
    names = set(kind.model_fields)
    return names | {f"{name}_count" for name in names} | COMPUTED


def test_every_event_of_the_table_is_listened_to_and_nothing_else() -> None:
    reference = {kind.TYPE for kind in HANDLERS} - TABLE.events
    assert {t for t in TABLE.events - LOCAL if KNOWN[t] not in HANDLERS} == set()
    assert reference == {
        "pb.proposals.grant-given.v1",
        "pb.proposals.grant-revoked.v1",
        "pb.proposals.municipality-registered.v1",
        "pb.proposals.zones-defined.v1",
    }


def test_every_name_a_message_uses_is_a_field_of_its_event() -> None:
    pairs = {(rule.event, rule.template) for rule in TABLE.rules} | {(p.event, p.template) for p in TABLE.public}
    missing = [
        (event, template, language, name)
        for event, template in pairs - {("notifications.subscribed", "welcome")}
        for language, phrases in BOOK.by_language.items()
        for name in names_of(phrases.templates[template])
        if name not in fields(KNOWN[event])
    ]
    assert missing == []


def test_every_link_names_fields_of_its_event() -> None:
    pairs = {(rule.event, rule.template) for rule in TABLE.rules} | {(p.event, p.template) for p in TABLE.public}
    wrong = [
        (event, template)
        for event, template in pairs - {("notifications.subscribed", "welcome")}
        for _, name, _, _ in Formatter().parse(BOOK.links.get(template, ""))
        if name and name not in KNOWN[event].model_fields
    ]
    assert wrong == []


def test_audiences_and_attachments_name_fields_that_exist() -> None:
    for rule in TABLE.rules:
        named = [rule.audience.zone_of, rule.audience.contact_of, rule.audience.authors_of, rule.attach, *rule.when]
        if rule.event not in LOCAL:
            assert {name for name in named if name} <= set(KNOWN[rule.event].model_fields), rule.id


def test_the_first_rule_of_an_event_is_the_most_personal_one() -> None:
    for event in TABLE.events:
        personal = [rule.audience.personal for rule in TABLE.rules if rule.event == event]
        assert personal == sorted(personal, reverse=True), event


def names_of(entry: Mapping[str, Any]) -> set[str]:
    lines = [entry["subject"], *entry["lines"]]
    texts = [text for line in lines for text in ([line] if isinstance(line, str) else line.values())]
    counted = {line["by"] for line in lines if not isinstance(line, str)}
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name} | counted
