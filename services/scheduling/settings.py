"""What the scheduling service can be told from outside."""

from typing import ClassVar

from pydantic import Field

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    service: ClassVar[str] = "scheduling"

    documents_urls: dict[str, str] = Field(
        default_factory=dict, description="Base address of each service documents may be fetched from, as JSON."
    )
