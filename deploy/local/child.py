"""What the supervisor needs to know about one process."""

import ctypes
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

Probe = Callable[[], Awaitable[bool]]

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Child:
    """A process that runs until stopped, or, with `once`, a step that must end with 0 before others start."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    ready: Probe | None = None
    port: int | None = None
    once: bool = False
    patience: float = 60.0
    """Seconds to become ready before the start is called failed."""
    mended: tuple[tuple[str, ...], ...] = ()
    """Commands to run, in order, when the process is ready again after a crash."""


class PortInUse(Exception):
    """Somebody else listens where one of our processes would."""

    def __init__(self, child: Child) -> None:
        variable = f"{child.name.split('.')[0].upper()}_PORT"
        super().__init__(
            f"port {child.port} is in use: {child.name} cannot start there; stop what listens on it, or set {variable} to a free port."
        )


class ChildFailed(Exception):
    """A process did not come up; the message carries the end of what it wrote."""

    def __init__(self, name: str, why: str, tail: str) -> None:
        super().__init__(f"{name} did not start: {why}." + (f" It wrote:\n{tail}" if tail else ""))


def die_with_parent() -> None:
    """Ask the kernel to end this process when the supervisor's thread ends, however it ends."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
