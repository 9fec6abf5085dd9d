"""Which HTTP problem each broken rule becomes."""

from services.scheduling.api.calendar_problems import CALENDAR_PROBLEMS
from services.scheduling.application import meetings, ports
from services.scheduling.application import registrar as registering
from services.scheduling.application.calendars import ChangedSinceRead
from services.scheduling.application.editing import EditedMeanwhile
from services.scheduling.domain import (
    agenda,
    attendance,
    calendar,
    consultation,
    decision,
    desk,
    indicator,
    meeting,
    plan,
    planning,
    preregistration,
    publication,
    registrar,
)
from services.scheduling.domain.facts import UnreadableDate
from services.scheduling.domain.template import UnknownTemplate
from shared.blind_rsa import BlindedMessageInvalid
from shared.http.documents import FILE_PROBLEMS
from shared.municipalities import MunicipalityUnknown
from shared.sealed import KeysMissing, KeysSealed

PROBLEMS: dict[type[Exception], tuple[int, str]] = {
    **FILE_PROBLEMS,
    **CALENDAR_PROBLEMS,
    MunicipalityUnknown: (404, "municipality-unknown"),
    UnknownTemplate: (404, "template-unknown"),
    ports.CalendarUnknown: (404, "calendar-unknown"),
    ports.MeetingUnknown: (404, "meeting-unknown"),
    ports.PublicationUnknown: (404, "publication-unknown"),
    ports.DecisionUnknown: (404, "decision-unknown"),
    ports.ConsultationUnknown: (404, "consultation-unknown"),
    ports.PlanUnknown: (404, "plan-unknown"),
    ChangedSinceRead: (409, "changed-since-read"),
    EditedMeanwhile: (409, "stale-version"),
    UnreadableDate: (422, "unreadable-date"),
    calendar.UnknownActivity: (404, "activity-unknown"),
    calendar.CalendarAlreadyAdopted: (409, "calendar-already-adopted"),
    calendar.CalendarNotLawful: (422, "calendar-not-lawful"),
    calendar.EvidenceCorrupted: (422, "evidence-corrupted"),
    calendar.EvidenceTypeUnknown: (422, "evidence-type-unknown"),
    calendar.EvidenceMissing: (422, "evidence-missing"),
    planning.CalendarCycle: (422, "calendar-cycle"),
    planning.NoLawfulCalendar: (422, "no-lawful-calendar"),
    agenda.UnknownAgendaItem: (404, "agenda-item-unknown"),
    agenda.AnotherItemRunning: (409, "another-item-running"),
    agenda.ItemNotWaiting: (409, "agenda-item-not-waiting"),
    agenda.ItemNotRunning: (409, "agenda-item-not-running"),
    meeting.CheckInStillOpen: (409, "check-in-still-open"),
    meeting.CheckInIsClosed: (409, "check-in-closed"),
    meeting.MeetingHasBegun: (409, "meeting-has-begun"),
    meeting.MeetingKindUnknown: (422, "meeting-kind-unknown"),
    meetings.AgendaTemplateUnknown: (404, "agenda-template-unknown"),
    meeting.ConsentMissing: (422, "consent-missing"),
    meeting.MinutesAlreadySigned: (409, "minutes-already-signed"),
    meeting.MinutesNotSigned: (404, "minutes-not-signed"),
    attendance.UnknownAttendee: (404, "attendee-unknown"),
    attendance.UnknownNeighbourhood: (422, "neighbourhood-unknown"),
    preregistration.ListWithoutColumns: (422, "list-without-columns"),
    desk.DesksNotSynced: (409, "desks-not-synced"),
    desk.NeighbourhoodAssigned: (409, "neighbourhood-assigned"),
    desk.ForeignNeighbourhood: (409, "foreign-neighbourhood"),
    desk.OverrideNotAllowed: (403, "override-not-allowed"),
    publication.PublicationAlreadyProven: (409, "publication-already-proven"),
    decision.AlreadyDecided: (409, "already-decided"),
    consultation.WindowEndsBeforeStart: (422, "window-ends-before-start"),
    registering.RegistrarUnknown: (404, "registrar-unknown"),
    registering.RegistrantUnknown: (404, "registrant-unknown"),
    registering.ElectionUnknown: (404, "election-unknown"),
    registrar.RegistrationAlreadySetUp: (409, "registration-already-set-up"),
    registrar.RegistrationEndsBeforeStart: (422, "registration-ends-before-start"),
    registrar.RegistrationNotOpen: (409, "registration-not-open"),
    registrar.RegistrationCodeUnknown: (403, "registration-code-unknown"),
    registrar.ContestNotYours: (403, "contest-not-yours"),
    registrar.CredentialAlreadyIssued: (409, "credential-already-issued"),
    BlindedMessageInvalid: (422, "blinded-message-invalid"),
    KeysMissing: (503, "registrar-keys-missing"),
    KeysSealed: (503, "registrar-keys-missing"),
    plan.PlanActivityUnknown: (404, "activity-unknown"),
    plan.ProgressContradictsStatus: (422, "progress-contradicts-status"),
    indicator.IndicatorIsCounted: (422, "indicator-is-counted"),
    indicator.IndicatorUnknown: (404, "indicator-unknown"),
    plan.WrongDocumentKind: (422, "wrong-document-kind"),
}
