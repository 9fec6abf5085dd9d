"""The only file that knows all others of this service."""

from services.notifications.adapters.data_files import load_phrasebook, load_rules, load_topics
from services.notifications.adapters.mongo import INDEXES
from services.notifications.adapters.network import Timers
from services.notifications.adapters.queries import Queries
from services.notifications.adapters.senders import working_senders
from services.notifications.adapters.service import Notifications
from services.notifications.api.problems import PROBLEMS
from services.notifications.api.routes import ROUTERS
from services.notifications.application.composing import Composer
from services.notifications.consumers import HANDLERS
from services.notifications.domain.channels import Channel
from services.notifications.domain.hours import QuietHours
from services.notifications.settings import Settings
from services.notifications.tasks import TASKS
from shared.http import documents_router
from shared.service import Resources, ServiceDefinition


def build(settings: Settings, resources: Resources) -> Notifications:
    gateways = {
        Channel.SMS: (settings.notifications_sms_url, settings.notifications_sms_key.get_secret_value()),
        Channel.WHATSAPP: (settings.notifications_whatsapp_url, settings.notifications_whatsapp_key.get_secret_value()),
        Channel.PUSH: (settings.notifications_push_url, settings.notifications_push_key.get_secret_value()),
        Channel.WEBHOOK: (settings.notifications_webhook_url, settings.notifications_webhook_key.get_secret_value()),
    }
    return Notifications(
        work=resources.work,
        db=resources.db,
        clock=resources.clock,
        files=resources.files,
        fetcher=resources.documents,
        enqueue=resources.enqueue,
        timers=Timers(resources.db),
        queries=Queries(resources.db),
        table=load_rules(),
        topics=load_topics(),
        composer=Composer(load_phrasebook(), settings.web_url),
        senders=working_senders(settings.smtp_url, settings.notifications_sender, gateways, resources.http),
        quiet=QuietHours(settings.notifications_quiet_from, settings.notifications_quiet_to),
        sender_domain=settings.notifications_sender.partition("@")[2],
        public_url=settings.public_url,
        web_url=settings.web_url,
    )


SERVICE = ServiceDefinition(
    name="notifications",
    settings=Settings,
    build=build,
    routers=(*ROUTERS, documents_router()),
    handlers=HANDLERS,
    tasks=TASKS,
    indexes=INDEXES,
    problems=PROBLEMS,
)
