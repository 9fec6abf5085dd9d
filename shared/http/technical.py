"""What whoever runs the machines may see of a service and ask of it: what waits, and dead letters handled again."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Request
from pydantic import ConfigDict, Field

from shared.contracts.roles import Role
from shared.failed_jobs import send_again
from shared.http.auth import NETWORK, Access, Credentials, ForeignMunicipality, Principal, RoleMissing, Staff
from shared.http.idempotency import Once
from shared.http.schemas import Answer
from shared.messaging import backlog
from shared.messaging.places import Place
from shared.messaging.replays import ask_for_replay, latest_replay
from shared.messaging.unit_of_work import Transaction
from shared.mongo import Document

SHOWN = 20  # dead letters on a page; the count tells how many there are
REGION = "region:"

router = APIRouter(prefix="/network/technical", tags=["technical"])


class Machinists(Staff):
    """The machines are shared by every town: the role must be for the network or one of its regions."""

    async def __call__(self, request: Request, credentials: Credentials) -> Principal:
        access: Access = request.app.state.access
        principal = await access.principal(credentials)
        scopes = [grant.scope for grant in principal.grants if grant.role in self.roles]
        if not scopes:
            raise RoleMissing(self.roles)
        if not any(scope == NETWORK or scope.startswith(REGION) for scope in scopes):
            raise ForeignMunicipality(NETWORK)
        return principal


Machinist = Annotated[Principal, Depends(Machinists(Role.NETWORK_ADMINISTRATOR, Role.REGIONAL_OPERATOR))]


class Facts(Answer):
    """Read from what the machinery knows under the same names."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class OutboxState(Facts):
    """Events that happened here and that Kafka has not confirmed."""

    waiting: int
    oldest: Annotated[int, Field(description="Seconds the oldest waits; 0 when none does.")]
    tended: Annotated[bool, Field(description="Whether a process is there to publish them.")]


class PartitionState(Facts):
    """One partition this service reads."""

    topic: str
    partition: int
    behind: Annotated[int, Field(description="Events it holds that this service has not read.")]


class ReadingState(Facts):
    """What this service has not read of all topics together, and by partition."""

    behind: int
    partitions: list[PartitionState]

    @classmethod
    def of(cls, found: Sequence[Place]) -> Self:
        partitions = [PartitionState.model_validate(place) for place in found]
        return cls(behind=sum(place.behind for place in found), partitions=partitions)


class DeadLetterState(Facts):
    """An event this service could not handle: where it stands and why, nothing of what it carries."""

    topic: str
    partition: int
    offset: int
    type: str | None
    municipality: str | None
    reason: Annotated[str, Field(description="The rule that was broken.")]
    place: Annotated[str, Field(description="File and line of the program; empty when not known.")]
    at: datetime
    trace: Annotated[str | None, Field(description="The id of its trace; never of what the ballot box announced.")]


class DeadLettersState(Facts):
    """Those that wait to be handled again."""

    count: int
    whole: Annotated[bool, Field(description="False when more may lie before those that were looked at.")]
    newest: list[DeadLetterState]


class ReplayState(Answer):
    """Handling the dead letters again: asked for here, done by the events process."""

    replay_id: str
    state: Literal["asked", "under_way", "done"]
    asked_at: datetime
    ended_at: datetime | None = None
    handled: int | None = None
    still_dead: int | None = None
    whole: Annotated[bool | None, Field(description="False when it stopped before the last one.")] = None

    @classmethod
    def of(cls, row: Document) -> Self:
        return cls(replay_id=row["_id"], **{name: row[name] for name in cls.model_fields if name in row})


class FailedJobState(Facts):
    """A background job whose last run failed; Celery may still be trying by itself."""

    task: str
    times: Annotated[int, Field(description="Runs that failed since one last succeeded.")]
    reason: Annotated[str, Field(description="The rule that was broken.")]
    place: Annotated[str, Field(description="File and line of the program; empty when not known.")]
    at: datetime
    trace: str | None


class FailedJobsState(Facts):
    """Background jobs that have not worked yet."""

    count: int
    newest: list[FailedJobState]


class JobsSentAgain(Answer):
    """How many were enqueued."""

    sent: int


class TechnicalState(Answer):
    """What waits in one service; null is what the broker, which does not answer, would have to tell."""

    service: str
    at: datetime
    outbox: OutboxState
    reading: ReadingState | None
    dead_letters: DeadLettersState | None
    failed_jobs: FailedJobsState
    replay: Annotated[ReplayState | None, Field(description="The last one asked for.")]


@router.get("")
async def technical_state(_: Machinist, request: Request) -> TechnicalState:
    """How old the outbox is, how far behind the consumer, and which events could not be handled."""
    resources: Any = request.app.state.resources
    settings, db, clock = resources.settings, resources.db, resources.clock
    outbox, unread, dead, jobs, replay = await asyncio.gather(
        backlog.outbox(db, clock),
        backlog.unread(settings),
        backlog.dead_pile(settings, SHOWN),
        backlog.failed_jobs(settings, db, SHOWN),
        latest_replay(db),
    )
    return TechnicalState(
        service=settings.service,
        at=clock.system(),
        outbox=OutboxState.model_validate(outbox),
        reading=None if unread is None else ReadingState.of(unread),
        dead_letters=None if dead is None else DeadLettersState.model_validate(dead),
        failed_jobs=FailedJobsState.model_validate(jobs),
        replay=None if replay is None else ReplayState.of(replay),
    )


@router.post("/replays", status_code=202)
async def ask_for_dead_letters_again(who: Machinist, request: Request, once: Once) -> ReplayState:
    """Ask for this service's dead letters to be handled again; while that is not done, asking gives the same answer."""

    async def work(tx: Transaction) -> Document:
        return ReplayState.of(await ask_for_replay(tx, who.actor)).model_dump(mode="json")

    return ReplayState.model_validate(await request.app.state.resources.work.once(once, work))


@router.post("/failed-jobs/retries", status_code=202)
async def send_failed_jobs_again(who: Machinist, request: Request, once: Once) -> JobsSentAgain:
    """Enqueue every job whose last run failed, a hundred at most; each is idempotent."""

    async def work(tx: Transaction) -> Document:
        return {"sent": await send_again(tx, who.actor)}

    return JobsSentAgain.model_validate(await request.app.state.resources.work.once(once, work))
