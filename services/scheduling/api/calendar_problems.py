"""Which HTTP problem each broken rule of calendars, templates, imports and evidence becomes."""

from services.scheduling.application import imports, ports
from services.scheduling.domain import adaptation, calendar_import
from shared.tables import TableUnreadable

CALENDAR_PROBLEMS: dict[type[Exception], tuple[int, str]] = {
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
