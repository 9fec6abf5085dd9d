"""Which HTTP problem each broken rule of calendars, templates, imports and evidence becomes."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.scheduling.application import imports, ports
from services.scheduling.domain import adaptation, calendar, calendar_import
from shared.tables import TableUnreadable


class AdoptionRefused(Exception):
    """A calendar that breaks rules of severity error is not adopted; each verdict says which dates, and the nearest lawful one."""

    fields = ("rules", "verdicts")

    def __init__(self, rules: str, verdicts: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(rules)
        self.rules, self.verdicts = rules, verdicts


CALENDAR_PROBLEMS: dict[type[Exception], tuple[int, str]] = {
    AdoptionRefused: (422, "calendar-not-lawful"),
    calendar.EvidenceKindNotAllowed: (422, "evidence-kind-not-allowed"),
    ports.ImportUnknown: (404, "import-unknown"),
    ports.TemplateVersionUnknown: (404, "template-unknown"),
    TableUnreadable: (422, "table-unreadable"),
    imports.ImportChanged: (409, "stale-version"),
    calendar_import.ImportUnreadable: (422, "table-unreadable"),
    calendar_import.ImportClosed: (409, "import-closed"),
    calendar_import.NothingToAccept: (422, "nothing-to-accept"),
    calendar_import.UnknownRow: (404, "row-unknown"),
    calendar_import.ChoiceUnknown: (422, "choice-unknown"),
    calendar_import.CalendarInUse: (409, "calendar-in-use"),
    adaptation.TemplateChanged: (409, "stale-version"),
    adaptation.TemplateActivityUnknown: (422, "template-activity-unknown"),
    adaptation.ActivityCodeTaken: (422, "activity-code-taken"),
    adaptation.TemplatePhaseUnknown: (422, "template-phase-unknown"),
    adaptation.ActivityIndispensable: (422, "activity-indispensable"),
    adaptation.ActivityAwaited: (422, "activity-awaited"),
}
