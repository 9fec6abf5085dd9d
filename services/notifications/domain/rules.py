"""Which event concerns whom, in which words, by which channels: the rules table as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.notifications.domain.channels import Channel


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a rule addresses.

    `kinds` or `roles`: contacts of these; `subscribers`: whoever asked for the topic; `zone_of`: only those of the
    zone the event names in that field; `contact_of`: the one contact the event names; `authors_of`: those who
    wrote the proposals the event lists in that field.
    """

    name: str
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    subscribers: bool = False
    zone_of: str | None = None
    contact_of: str | None = None
    authors_of: str | None = None

    @property
    def personal(self) -> bool:
        return self.contact_of is not None or self.authors_of is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. `legal` notices pass digests, quiet hours and unsubscription; `dispatch` asks for a
    dispatch table when all is sent; `attach` names the event's field holding a document."""

    id: str
    event: str
    audience: Audience
    template: str
    topic: str
    channels: tuple[Channel, ...] = (Channel.EMAIL,)
    legal: bool = False
    urgent: bool = False
    dispatch: bool = False
    attach: str | None = None
    when: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def applies_to(self, facts: Mapping[str, object]) -> bool:
        return all(facts.get(name) in allowed for name, allowed in self.when.items())


@dataclass(frozen=True, slots=True)
class PublicLine:
    """What an event puts into the public feed, and whether a notice for the town hall is printed."""

    event: str
    template: str
    topic: str
    notice: bool = False
    when: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def applies_to(self, facts: Mapping[str, object]) -> bool:
        return all(facts.get(name) in allowed for name, allowed in self.when.items())


@dataclass(frozen=True, slots=True)
class RulesTable:
    """The whole table; personal audiences come first, so that an author is told as an author."""

    rules: tuple[Rule, ...]
    public: tuple[PublicLine, ...]

    def rules_for(self, event: str, facts: Mapping[str, object]) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.event == event and rule.applies_to(facts))

    def public_for(self, event: str, facts: Mapping[str, object]) -> PublicLine | None:
        return next((line for line in self.public if line.event == event and line.applies_to(facts)), None)

    def rule(self, rule_id: str) -> Rule | None:
        """None for a rule that a newer table no longer has."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    @property
    def events(self) -> frozenset[str]:
        return frozenset(rule.event for rule in self.rules) | frozenset(line.event for line in self.public)
