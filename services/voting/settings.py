"""What the voting service can be told from outside."""

from pathlib import Path
from typing import ClassVar

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    service: ClassVar[str] = "voting"

    data_dir: Path = Field(Path(".data/voting"), description="Where the sealed keys of box and heads are.")
    voting_keys_passphrase: SecretStr | None = Field(None, description="Opens the sealed keys; required in production.")
    voting_key_epoch: int = Field(
        0, ge=0, description="Raised by one, elections that open from now on sign with new keys of box and heads."
    )
    voting_web_origin: str | None = Field(
        None, description="Origin whose pages may post ballots; default the web address."
    )
    voting_public_url: str | None = Field(
        None, description="Address of this service as browsers reach it, printed in the record."
    )

    @property
    def passphrase(self) -> str:
        """The local profile may do without: its keys protect nothing."""
        if self.voting_keys_passphrase is None and self.profile == "production":
            raise ValueError("VOTING_KEYS_PASSPHRASE is required in production")
        return self.voting_keys_passphrase.get_secret_value() if self.voting_keys_passphrase else "local"
