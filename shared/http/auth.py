"""Who may use which staff route, and for which municipality."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.contracts.roles import Role
from shared.grants import Grant, GrantBook
from shared.http.problems import Problem
from shared.http.tokens import TokenMissing, Verifier

BEARER = HTTPBearer(auto_error=False, scheme_name="staff", description="An access token of the issuer.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
NETWORK = "network"

Municipality = Annotated[str, Path(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80, description="Its slug.")]
"""The first part of nearly every path."""


class RoleMissing(Problem):
    """The token is good, but none of the roles this route asks for was granted."""

    status, word = 403, "role-missing"
    fields = ("roles",)

    def __init__(self, roles: frozenset[str]) -> None:
        super().__init__()
        self.roles = ", ".join(sorted(roles))


class ForeignMunicipality(Problem):
    """The role was granted, but for another municipality."""

    status, word = 403, "foreign-municipality"
    fields = ("municipality",)

    def __init__(self, municipality: str) -> None:
        super().__init__()
        self.municipality = municipality


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody signed in, with what they may do now."""

    issuer: str
    subject: str
    grants: tuple[Grant, ...]

    @property
    def actor(self) -> str:
        """How the audit log names them: an id, no personal text."""
        return self.subject

    def has(self, role: str, municipality: str, region: str | None = None) -> bool:
        return any(g.role == role and g.covers(municipality, region) for g in self.grants)


class Access:
    """Turns a token into a principal and checks what it covers."""

    def __init__(self, verifier: Verifier, grants: GrantBook) -> None:
        self._verifier, self._grants = verifier, grants

    async def principal(self, credentials: HTTPAuthorizationCredentials | None) -> Principal:
        """Raises `TokenMissing`, `TokenInvalid`, `TokenExpired`, `SignInUnavailable`."""
        if credentials is None:
            raise TokenMissing
        who = await self._verifier.verify(credentials.credentials)
        return Principal(who.issuer, who.subject, await self._grants.of(who.issuer, who.subject))

    async def require(self, principal: Principal, roles: frozenset[str], municipality: str) -> None:
        """Raises `RoleMissing` or `ForeignMunicipality`."""
        held = [grant for grant in principal.grants if grant.role in roles]
        if not held:
            raise RoleMissing(roles)
        region = await self._grants.region_of(municipality) if any(_regional(g) for g in held) else None
        if not any(grant.covers(municipality, region) for grant in held):
            raise ForeignMunicipality(municipality)


def _regional(grant: Grant) -> bool:
    return grant.scope.startswith("region:")


class Staff:
    """A dependency: the principal must hold one of the roles for the route's municipality (or all of the network)."""

    def __init__(self, *roles: str) -> None:
        self.roles = frozenset(map(str, map(Role, roles)))

    async def __call__(self, request: Request, credentials: Credentials) -> Principal:
        access: Access = request.app.state.access
        principal = await access.principal(credentials)
        await access.require(principal, self.roles, request.path_params.get("municipality", NETWORK))
        return principal


class OptionalStaff(Staff):
    """The same for a route citizens use too: None without a token; a token that is sent must be good."""

    async def __call__(self, request: Request, credentials: Credentials) -> Principal | None:  # type: ignore[override]  # wider answer on purpose
        return None if credentials is None else await super().__call__(request, credentials)


def staff(*roles: str) -> Staff:
    """For routes under `/{municipality}`: `Annotated[Principal, Depends(staff("cell"))]`."""
    return Staff(*roles)


def network_staff(*roles: str) -> Staff:
    """For routes without a municipality: the grant must be for the whole network."""
    return Staff(*roles)


def optional_staff(*roles: str) -> OptionalStaff:
    """For public routes where staff may do more: `Annotated[Principal | None, Depends(optional_staff("cell"))]`."""
    return OptionalStaff(*roles)


def service_identity() -> Staff:
    """For the one call between services."""
    return Staff(Role.SERVICE)
