"""Who may be given which role, where, and until when."""

from dataclasses import dataclass
from datetime import datetime

from shared.aggregate import Recording
from shared.contracts.proposals import GrantGiven, GrantRevoked
from shared.contracts.roles import Role

NETWORK_ROLES = frozenset({Role.NETWORK_ADMINISTRATOR, Role.SERVICE})
REGION_ROLES = frozenset({Role.REGIONAL_OPERATOR, Role.OBSERVER})


class RoleOutOfScope(ValueError):
    """A role of the whole network or of a region cannot be given for one municipality, nor the other way round."""

    fields = ("role", "scope")

    def __init__(self, role: Role, scope: str) -> None:
        super().__init__(f"{role} for {scope}")
        self.role, self.scope = role, scope


class GrantAlreadyRevoked(ValueError):
    """A grant ends once."""


class ExpiryInThePast(ValueError):
    """A grant that has already expired gives nothing."""


@dataclass(kw_only=True)
class Grant(Recording):
    municipality: str
    id: str
    issuer: str
    subject: str
    role: Role
    scope: str
    given_by: str
    given_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    version: int = 0

    def give(self, now: datetime) -> None:
        """`now` is the system's time: a right to act does not follow the demonstration's calendar."""
        if not _fits(self.role, self.scope):
            raise RoleOutOfScope(self.role, self.scope)
        if self.expires_at is not None and self.expires_at <= now:
            raise ExpiryInThePast
        self.announce()

    def announce(self) -> None:
        self.record(
            GrantGiven(
                municipality=self.municipality,
                grant_id=self.id,
                issuer=self.issuer,
                subject_id=self.subject,
                role=self.role,
                scope=self.scope,
                expires_at=self.expires_at,
            )
        )

    def revoke(self, by: str, at: datetime) -> None:
        if self.revoked_at is not None:
            raise GrantAlreadyRevoked
        self.revoked_at, self.revoked_by = at, by
        self.record(GrantRevoked(municipality=self.municipality, grant_id=self.id))


def _fits(role: Role, scope: str) -> bool:
    if scope == "network":
        return role in NETWORK_ROLES or role is Role.OBSERVER
    if scope.startswith("region:"):
        return role in REGION_ROLES
    return role not in NETWORK_ROLES and role is not Role.REGIONAL_OPERATOR
