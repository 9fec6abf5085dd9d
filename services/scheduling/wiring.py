"""How the scheduling service is put together; the only file that knows all others."""

from services.scheduling.adapters.mongo import INDEXES
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import ROUTERS
from services.scheduling.api.problems import PROBLEMS
from services.scheduling.consumers import HANDLERS
from services.scheduling.settings import Settings
from services.scheduling.tasks import TASKS
from shared.files.fetch import DocumentFetcher
from shared.http.live import LiveBoard, relay
from shared.http.service_tokens import ServiceTokens
from shared.live import LivePublisher
from shared.service import Resources, ServiceDefinition


def build(settings: Settings, resources: Resources) -> Scheduling:
    client, secret = settings.oidc_client_id or Settings.service, settings.oidc_client_secret or ""
    tokens = ServiceTokens(settings.oidc_issuer, client, secret, resources.http)
    return Scheduling(
        db=resources.db,
        work=resources.work,
        clock=resources.clock,
        files=resources.files,
        fetcher=DocumentFetcher(resources.files, tokens, resources.http, settings.documents_urls.values()),
        live=LivePublisher(resources.redis, Settings.service),
        board=LiveBoard(),
        redis=resources.redis,
        public_url=settings.documents_urls.get(Settings.service, settings.public_url),
    )


SERVICE = ServiceDefinition(
    name=Settings.service,
    settings=Settings,
    build=build,
    routers=ROUTERS,
    handlers=HANDLERS,
    tasks=TASKS,
    indexes=INDEXES,
    problems=PROBLEMS,
    background=lambda service: relay(service.board, service.redis, Settings.service),
)
