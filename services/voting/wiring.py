"""How the voting service is put together; the only file that knows all others."""

from services.voting.adapters.box import BallotBox
from services.voting.adapters.commit import GroupCommit
from services.voting.adapters.keys import SealedKeys
from services.voting.adapters.leases import Leases
from services.voting.adapters.mongo import INDEXES
from services.voting.adapters.quiet import quiet_client
from services.voting.adapters.service import Voting
from services.voting.adapters.urn import MongoUrn
from services.voting.api import ROUTERS
from services.voting.api.cast import CastDoor
from services.voting.api.problems import PROBLEMS
from services.voting.consumers import HANDLERS
from services.voting.settings import Settings
from services.voting.tasks import TASKS
from shared.ids import new_id
from shared.live import LivePublisher
from shared.sealed import SealedSecret
from shared.service import Resources, ServiceDefinition


def build(settings: Settings, resources: Resources) -> Voting:
    if settings.profile == "local":
        SealedSecret.create(settings.data_dir, settings.passphrase)
    keys = SealedKeys.open(settings.data_dir, settings.passphrase, settings.voting_key_epoch)
    ballots = quiet_client(settings.mongo_url)[settings.database]
    leases = Leases(ballots, keys, resources.clock, new_id())
    return Voting(
        db=resources.db,
        urn=MongoUrn(ballots),
        work=resources.work,
        clock=resources.clock,
        files=resources.files,
        keys=keys,
        live=LivePublisher(resources.redis, Settings.service),
        leases=leases,
        box=BallotBox(leases, GroupCommit(ballots)),
        public_url=settings.documents_urls.get(Settings.service, settings.public_url),
        browser_url=(settings.voting_public_url or settings.public_url).rstrip("/"),
        web_url=settings.web_url,
        web_origin=(settings.voting_web_origin or settings.web_url).rstrip("/"),
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
    door=CastDoor,
    background=lambda service: service.leases.keep(),
)
