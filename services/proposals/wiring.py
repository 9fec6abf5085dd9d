"""The only file that knows all others: how the proposals service is put together."""

from services.proposals.adapters.boards import HttpBoards
from services.proposals.adapters.gate import Gate
from services.proposals.adapters.mongo import INDEXES
from services.proposals.adapters.queries import Queries
from services.proposals.api import ROUTERS
from services.proposals.api.problems import PROBLEMS
from services.proposals.consumers import HANDLERS
from services.proposals.service import Proposals
from services.proposals.settings import Settings
from services.proposals.tasks import TASKS, announce, renew
from shared.service import Resources, ServiceDefinition


def build(settings: Settings, resources: Resources) -> Proposals:
    return Proposals(
        work=resources.work,
        clock=resources.clock,
        db=resources.db,
        files=resources.files,
        public_url=settings.public_url,
        boards=HttpBoards(resources.documents, resources.files),
        queries=Queries(resources.db),
        gate=Gate(resources.redis, resources.clock, settings.form_rules, settings.proposals_trusted_proxies),
        contacts_kept=settings.contacts_kept,
    )


SERVICE = ServiceDefinition(
    "proposals", Settings, build, ROUTERS, HANDLERS, TASKS, INDEXES, PROBLEMS, announce=announce, prepare=renew
)
