"""Where this machine's stack listens, keeps its data, and which servers somebody else provides."""

import os
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from deploy.local.probes import free_port

ROOT = Path(__file__).resolve().parents[2]


def inherited() -> dict[str, str]:
    """The environment every child starts from."""
    return dict(os.environ)


class Ports(BaseSettings):
    """One port a process; each can be moved by a variable of the same name (`MONGO_PORT=27200`)."""

    web_port: int = 8080
    proposals_port: int = 8081
    scheduling_port: int = 8082
    voting_port: int = 8083
    notifications_port: int = 8084
    oidc_port: int = 8090
    smtp_port: int = 8025
    mail_port: int = 8026
    mongo_port: int = 27117
    kafka_port: int = 19092
    redis_port: int = 16379

    @classmethod
    def free(cls) -> Self:
        """Ports nobody listens on, for tests."""
        return cls.model_validate({name: free_port() for name in cls.model_fields})

    def of(self, name: str) -> int:
        return int(getattr(self, f"{name}_port"))


class LocalSettings(BaseSettings):
    """An address given here means: that server is not started by us."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    mongo_url: str | None = Field(default=None, description="A MongoDB replica set instead of SecantusDB.")
    kafka_bootstrap: str | None = Field(default=None, description="An Apache Kafka cluster instead of Tansu.")
    redis_url: str | None = Field(default=None, description="A Redis or Valkey server, without database number.")
    smtp_url: str | None = Field(default=None, description="An SMTP server instead of the mail catcher.")
    mail_url: str | None = Field(default=None, description="HTTP address of a mail catcher of the same shape as ours.")
    oidc_issuer: str | None = Field(
        default=None, description="An OpenID Connect issuer instead of the development one."
    )
    otlp_endpoint: str = Field(default="", description="OTLP/HTTP collector; empty: no traces.")
    data_folder: Path = Field(default=ROOT / ".data" / "demo", description="Everything this machine's stack writes.")
    keep: bool = Field(default=False, description="Keep the data of the last run instead of starting fresh.")
    once: bool = Field(default=False, description="End after the summary instead of staying up.")
    topic_prefix: str = Field(default="", description="Put before every topic and group; for a shared cluster.")
    database_prefix: str = Field(default="pb", description="Put before every database name.")
    ports: Ports = Field(default_factory=Ports)

    @model_validator(mode="after")
    def _absolute(self) -> Self:
        self.data_folder = self.data_folder.resolve()
        return self
