"""Who may be written to, how, and what they agreed to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from services.notifications.domain.channels import FALLBACK, Channel
from services.notifications.domain.rules import Rule


class ContactKind(StrEnum):
    """What a contact is to the municipality."""

    ASSOCIATION = "association"
    CITIZEN = "citizen"
    STAFF = "staff"
    DELEGATE = "delegate"
    COUNCIL = "council"


class NoAddress(Exception):
    """A contact has at least one address: e-mail, telephone, or another the channels know."""

    field = "email"


@dataclass(frozen=True, slots=True)
class Consent:
    """One yes or no, kept for ever: when, by which door."""

    given: bool
    at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person or body; the only place in the product where addresses live."""

    id: str
    municipality: str
    kind: ContactKind
    language: str
    token: str
    name: str | None = None
    addresses: Mapping[Channel, str] = field(default_factory=dict)
    zone: str | None = None
    roles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    daily_digest: bool = False
    consents: tuple[Consent, ...] = ()
    version: int = 0

    @property
    def consented(self) -> bool:
        return bool(self.consents) and self.consents[-1].given

    @property
    def withdrawn(self) -> bool:
        return bool(self.consents) and not self.consents[-1].given

    def agree(self, at: datetime, source: str, topics: Sequence[str]) -> "Contact":
        """Subscribing twice adds topics and changes nothing else."""
        wanted = tuple(dict.fromkeys([*self.topics, *topics])) if self.consented else tuple(topics)
        consents = self.consents if self.consented else (*self.consents, Consent(True, at, source))
        return replace(self, topics=wanted, consents=consents)

    def withdraw(self, at: datetime, source: str) -> "Contact":
        """Unsubscribing twice is the same as once."""
        if self.withdrawn:
            return self
        return replace(self, consents=(*self.consents, Consent(False, at, source)))

    def wants(self, rule: Rule) -> bool:
        """A legal notice goes to its addressees whatever they chose, an answer to one's own act unless refused;
        anything else needs consent and the topic."""
        if rule.legal:
            return True
        if rule.audience.personal:
            return not self.withdrawn
        return self.consented and (not self.topics or rule.topic in self.topics)

    def channel(self, wished: Iterable[Channel], working: Collection[Channel]) -> Channel:
        """The first wished channel that works and has an address here, else any that does, else the feed."""
        order = dict.fromkeys([*wished, *FALLBACK])
        return next((c for c in order if c in working and c in self.addresses), Channel.FEED)


def new_contact(contact: Contact) -> Contact:
    """Raises NoAddress."""
    if not any(contact.addresses.values()):
        raise NoAddress
    return contact
