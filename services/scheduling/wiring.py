"""How the scheduling service is put together; the only file that knows all others."""

from services.scheduling.adapters.mongo import INDEXES
from services.scheduling.adapters.registrar import REGISTRAR_INDEXES
from services.scheduling.adapters.service import Scheduling
from services.scheduling.api import ROUTERS
from services.scheduling.api.problems import PROBLEMS
from services.scheduling.consumers import HANDLERS
from services.scheduling.settings import Settings
from services.scheduling.tasks import TASKS
from shared.live import LivePublisher
from shared.sealed import SealedSecret
from shared.service import Resources, ServiceDefinition


def build(settings: Settings, resources: Resources) -> Scheduling:
    if settings.profile == "local" and settings.passphrase:
        SealedSecret.create(settings.data_dir, settings.passphrase)
    return Scheduling(
        db=resources.db,
        work=resources.work,
        clock=resources.clock,
        files=resources.files,
        documents=resources.documents,
        live=LivePublisher(resources.redis, settings.service),
        public_url=settings.documents_urls.get(settings.service, settings.public_url),
        key_folder=settings.data_dir,
        passphrase=settings.passphrase,
        retention_days=settings.scheduling_retention_days,
    )


SERVICE = ServiceDefinition(
    name=Settings.service,
    settings=Settings,
    build=build,
    routers=ROUTERS,
    handlers=HANDLERS,
    tasks=TASKS,
    indexes=(*INDEXES, *REGISTRAR_INDEXES),
    problems=PROBLEMS,
)
