"""What of an edition's money is still free: an amount promised to one vote is in no other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from services.proposals.domain.envelopes import Envelopes
from services.proposals.domain.selection import EnvelopeOverspent


@dataclass(frozen=True, slots=True)
class Claim:
    """Money asked for one vote, or spent by it: of all there is, of a kind's, or of a zone's."""

    amount: int
    kind: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Ceiling:
    """One envelope, and the projects that are paid from it."""

    amount: int
    projects: tuple[str, ...]

    def require(self, costs: Iterable[tuple[str, int]]) -> None:
        spent = sum(cost for project_id, cost in costs if project_id in self.projects)
        if spent > self.amount:
            raise EnvelopeOverspent(self.amount, spent)


def require_free(envelopes: Envelopes, claim: Claim, others: Sequence[Claim]) -> None:
    """The zone's money is part of its kind's, and both of the whole: the claim fits beside the others in each of them."""
    for envelope in _behind(envelopes, claim):
        free = envelope.amount - _drawn(envelopes, envelope, others)
        if claim.amount > free:
            raise EnvelopeOverspent(max(free, 0), claim.amount)


def require_kept(envelopes: Envelopes, claims: Sequence[Claim]) -> None:
    """Envelopes set anew still hold what was promised."""
    for number, claim in enumerate(claims):
        require_free(envelopes, claim, claims[:number])


def ceilings(envelopes: Envelopes, paid: Sequence[tuple[Claim, Collection[str]]]) -> tuple[Ceiling, ...]:
    """Every envelope that votes drew on, with their projects."""
    used = dict.fromkeys(envelope for claim, _ in paid for envelope in _behind(envelopes, claim))
    return tuple(
        Ceiling(
            envelope.amount,
            tuple(each for claim, projects in paid if _draws(envelopes, envelope, claim) for each in projects),
        )
        for envelope in used
    )


def _behind(envelopes: Envelopes, claim: Claim) -> list[Claim]:
    """The envelopes a claim draws on, each with its amount; one that was never set holds nothing."""
    kinds = {part.kind: part.amount for part in envelopes.by_kind}
    zones = {line.zone: line.amount for line in envelopes.sheet}
    found = [Claim(kinds.get(kind, 0), kind) for kind in sorted(_kinds(envelopes, claim))]
    if claim.zone is not None:
        found.append(Claim(zones.get(claim.zone, 0), zone=claim.zone))
    return [*found, Claim(envelopes.total)]


def _kinds(envelopes: Envelopes, claim: Claim) -> set[str]:
    """A zone's money is of the kind that its formula shared out."""
    shared = envelopes.formula.kind if envelopes.formula and claim.zone is not None else None
    return {kind for kind in (claim.kind, shared) if kind is not None}


def _draws(envelopes: Envelopes, envelope: Claim, claim: Claim) -> bool:
    if envelope.zone is not None:
        return claim.zone == envelope.zone
    return envelope.kind is None or envelope.kind in _kinds(envelopes, claim)


def _drawn(envelopes: Envelopes, envelope: Claim, claims: Sequence[Claim]) -> int:
    return sum(claim.amount for claim in claims if _draws(envelopes, envelope, claim))
