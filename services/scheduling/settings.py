"""What the scheduling service can be told from outside."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Without a passphrase everything works but the registrar of voting from afar."""

    service: ClassVar[str] = "scheduling"

    data_dir: Path = Field(Path(".data/scheduling"), description="Where the sealed secret of the registrar is.")
    scheduling_keys_passphrase: SecretStr | None = Field(
        None, description="Opens the registrar's sealed secret; needed in production to vote from afar."
    )

    scheduling_retention_days: dict[str, int] = Field(
        {"TN": 730, "MA": 730},
        description="Days by country after which people of a meeting are no longer named, as JSON; left out: kept.",
    )

    @property
    def passphrase(self) -> str | None:
        """The local profile may do without: its keys protect nothing."""
        if self.scheduling_keys_passphrase is None:
            return "local" if self.profile == "local" else None
        return self.scheduling_keys_passphrase.get_secret_value()
