"""Commands on consultation windows."""

from datetime import datetime

from services.scheduling.application.ports import Consultations
from services.scheduling.domain.consultation import Consultation


async def schedule_consultation(
    consultations: Consultations, consultation: Consultation, now: datetime
) -> Consultation:
    """A window that should be open already opens at once. Raises `WindowEndsBeforeStart`."""
    consultation.schedule()
    consultation.tick(now)
    await consultations.save(consultation)
    return consultation


async def reopen_consultation(
    consultations: Consultations,
    *,
    municipality: str,
    consultation_id: str,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> Consultation:
    consultation = await consultations.get(municipality, consultation_id)
    consultation.reopen(opens_at, closes_at)
    consultation.tick(now)
    await consultations.save(consultation)
    return consultation


async def tick_consultation(
    consultations: Consultations, *, municipality: str, consultation_id: str, now: datetime
) -> None:
    consultation = await consultations.get(municipality, consultation_id)
    consultation.tick(now)
    await consultations.save(consultation)
