"""What the scheduling service can be told from outside."""

from typing import ClassVar

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Nothing beyond what every service is told."""

    service: ClassVar[str] = "scheduling"
