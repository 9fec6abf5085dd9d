"""Writing the communication plan of an edition."""

from collections.abc import Sequence

from services.notifications.application.ports import Plans, PlanUnknown
from services.notifications.domain.plan import CommunicationPlan, PlanItem, checked
from shared.mongo import StaleVersion


class VersionNotNamed(Exception):
    """A plan that exists is changed by naming the version that was read."""


async def write_plan(
    municipality: str, edition: str, items: Sequence[PlanItem], expected: int | None, plans: Plans
) -> int:
    """The new version. Raises PlanDatesReversed, VersionNotNamed, StaleVersion."""
    loaded = await _version(municipality, edition, plans)
    if loaded and expected is None:
        raise VersionNotNamed(edition)
    if expected is not None and expected != loaded:
        raise StaleVersion(edition)
    return await plans.save(CommunicationPlan(municipality, edition, checked(items), loaded))


async def _version(municipality: str, edition: str, plans: Plans) -> int:
    try:
        return (await plans.get(municipality, edition)).version
    except PlanUnknown:
        return 0
