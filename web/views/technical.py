"""The state of the machines in words: each thing that can wait is fine, late or broken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from web.reader import Reader
from web.services import Json

STATES = ("fine", "late", "broken")  # from best to worst
LATE, BROKEN = (
    30,
    300,
)  # seconds an event may wait to be sent: relays take less than one, a restart of the broker a minute
BEHIND = 100  # unread events that are no more than a busy minute
UNITS = (("days", 86400), ("hours", 3600), ("minutes", 60), ("seconds", 1))


@dataclass(frozen=True)
class Measure:
    """One thing that can wait, in words and as a state."""

    state: str
    text: str


@dataclass(frozen=True)
class Trace:
    """The trace something belongs to, and where to look at it when there is a tool for that."""

    id: str
    address: str


@dataclass(frozen=True)
class Letter:
    """One event that could not be handled, as an operator is told of it."""

    type: str
    town: str
    reason: str
    unreadable: bool
    place: str
    since: str
    where: str
    trace: Trace | None


@dataclass(frozen=True)
class Job:
    """One background job that has not worked yet."""

    task: str
    tries: str
    reason: str
    place: str
    since: str
    trace: Trace | None


@dataclass(frozen=True)
class Machine:
    """One service: its measures (one alone when it does not answer) and what failed there."""

    service: str
    measures: Sequence[Measure]
    letters: Sequence[Letter] = ()
    failed: int = 0
    jobs: Sequence[Job] = ()
    jobs_failed: int = 0
    replay: Sequence[str] = ()
    busy: bool = False

    @property
    def state(self) -> str:
        """As bad as its worst measure."""
        return max((one.state for one in self.measures), key=STATES.index)


def machine(service: str, found: Json | None, reader: Reader, traces: str) -> Machine:
    """`found` is None when the service does not answer; `traces` is the address of a trace with `{trace}` in it, or empty."""
    if found is None:
        return Machine(service, [Measure("broken", reader.say("technical.no_answer"))])
    dead, jobs, replay, now = found["dead_letters"], found["failed_jobs"], found["replay"], found["at"]
    said, busy = _replay(replay, now, reader) if replay else ([], False)
    return Machine(
        service,
        [_outgoing(found, reader), _reading(found["reading"], reader), _failed(dead, reader), _jobs(jobs, reader)],
        [_letter(one, now, reader, traces) for one in (dead or {}).get("newest", ())],
        (dead or {}).get("count", 0),
        [_job(one, now, reader, traces) for one in jobs["newest"]],
        jobs["count"],
        said,
        busy,
    )


def lasting(seconds: float, reader: Reader) -> str:
    """A length of time in its largest whole unit; less than a second counts as one."""
    unit, length = next(((name, size) for name, size in UNITS if seconds >= size), UNITS[-1])
    return reader.count(f"technical.{unit}", max(1, int(seconds // length)))


def _outgoing(found: Json, reader: Reader) -> Measure:
    outbox = found["outbox"]
    if not outbox["tended"] and found["reading"] is not None:
        return Measure("broken", reader.count("technical.untended", outbox["waiting"]))
    if not outbox["waiting"]:
        return Measure("fine", reader.say("technical.all_sent"))
    state = STATES[(outbox["oldest"] >= LATE) + (outbox["oldest"] >= BROKEN)]
    age = lasting(outbox["oldest"], reader)
    return Measure(state, reader.count("technical.waiting", outbox["waiting"], age=age))


def _reading(reading: Json | None, reader: Reader) -> Measure:
    if reading is None:
        return Measure("broken", reader.say("technical.no_broker"))
    if not reading["behind"]:
        return Measure("fine", reader.say("technical.all_read"))
    return Measure(STATES[reading["behind"] > BEHIND], reader.count("technical.behind", reading["behind"]))


def _failed(dead: Json | None, reader: Reader) -> Measure:
    if dead is None:
        return Measure("broken", reader.say("technical.not_known"))
    if not dead["count"]:
        return Measure("fine", reader.say("technical.none_failed"))
    key = "technical.failed_events" if dead["whole"] else "technical.failed_at_least"
    return Measure("late", reader.count(key, dead["count"]))


def _jobs(jobs: Json, reader: Reader) -> Measure:
    if not jobs["count"]:
        return Measure("fine", reader.say("technical.no_jobs_failed"))
    return Measure("late", reader.count("technical.failed_jobs", jobs["count"]))


def _job(one: Json, now: str, reader: Reader, traces: str) -> Job:
    tries = reader.count("technical.tries", one["times"])
    return Job(one["task"], tries, one["reason"], one["place"], _ago(one["at"], now, reader), _trace(one, traces))


def _trace(one: Json, traces: str) -> Trace | None:
    return Trace(one["trace"], traces.replace("{trace}", one["trace"])) if one["trace"] else None


def _letter(one: Json, now: str, reader: Reader, traces: str) -> Letter:
    name, _, said = one["reason"].partition(": ")
    return Letter(
        type=one["type"] or "",
        town=one["municipality"] or "",
        reason=said or name,
        unreadable=name == "UnreadableEvent",
        place=one["place"],
        since=_ago(one["at"], now, reader),
        where=f"{one['topic']} [{one['partition']}] @{one['offset']}",
        trace=_trace(one, traces),
    )


def _replay(replay: Json, now: str, reader: Reader) -> tuple[list[str], bool]:
    """What came of the last retry, and whether one still goes on."""
    if replay["state"] != "done":
        return [reader.say(f"technical.retry_{replay['state']}", ago=_ago(replay["asked_at"], now, reader))], True
    said = reader.say("technical.retry_done", ago=_ago(replay["ended_at"], now, reader))
    handled = reader.count("technical.retry_handled", replay["handled"])
    still = [reader.count("technical.retry_still", replay["still_dead"])] if replay["still_dead"] else []
    return [said, handled, *still, *([] if replay["whole"] else [reader.say("technical.retry_stopped")])], False


def _ago(then: str, now: str, reader: Reader) -> str:
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(then)
    return lasting(max(0.0, passed.total_seconds()), reader)
