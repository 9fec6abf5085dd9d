"""Every broken rule of this service, as a status and a stable word."""

from services.notifications.adapters.mongo_deliveries import HappeningUnknown
from services.notifications.api.schemas import TopicUnknown
from services.notifications.application import ports
from services.notifications.application.composing import TemplateUnknown
from services.notifications.application.plans import VersionNotNamed
from services.notifications.domain.contact import NoAddress
from services.notifications.domain.plan import PlanDatesReversed

PROBLEMS: dict[type[Exception], tuple[int, str]] = {
    ports.ContactUnknown: (404, "contact-unknown"),
    ports.TokenUnknown: (404, "unsubscribe-token-unknown"),
    ports.PlanUnknown: (404, "plan-unknown"),
    ports.NoticeUnknown: (404, "notice-unknown"),
    ports.DispatchUnknown: (404, "dispatch-unknown"),
    HappeningUnknown: (404, "not-found"),
    TemplateUnknown: (404, "template-unknown"),
    TopicUnknown: (422, "topic-unknown"),
    NoAddress: (422, "no-address"),
    PlanDatesReversed: (422, "plan-dates-reversed"),
    VersionNotNamed: (428, "precondition-required"),
}
