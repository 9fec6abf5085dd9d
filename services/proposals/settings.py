"""What the proposals service can be told from outside."""

from typing import ClassVar

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing of its own: what is shared by all services suffices."""

    service: ClassVar[str] = "proposals"
