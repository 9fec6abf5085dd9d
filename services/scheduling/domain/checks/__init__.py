"""The check operations a rule may name."""

from collections.abc import Mapping

from services.scheduling.domain.checks.dates import DATE_OPERATIONS
from services.scheduling.domain.checks.evidence import EVIDENCE_OPERATIONS
from services.scheduling.domain.checks.records import RECORD_OPERATIONS
from services.scheduling.domain.checks.slots import SLOT_OPERATIONS
from services.scheduling.domain.rules import Operation

OPERATIONS: Mapping[str, Operation] = {
    **DATE_OPERATIONS,
    **EVIDENCE_OPERATIONS,
    **RECORD_OPERATIONS,
    **SLOT_OPERATIONS,
}
