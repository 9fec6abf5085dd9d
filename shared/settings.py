"""What every service can be told from outside; each service adds its own in its `settings.py`."""

from typing import ClassVar, Literal

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

FileKind = Literal["pdf", "image", "video", "audio", "page", "archive", "table", "document", "text"]


class FirstGrant(BaseModel):
    """A grant that exists before anybody can give one."""

    issuer: str
    subject: str
    role: str = "network_administrator"
    scope: str = "network"


class ServiceSettings(BaseSettings):
    """Read once at start, from the environment."""

    service: ClassVar[str]
    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    profile: Literal["local", "production"] = Field(
        "production", description="`local` fits the embedded servers; `production` real Kafka and MongoDB."
    )
    kafka_profile: Literal["local", "production"] | None = Field(
        None, description="The profile for Kafka alone, where it differs: Apache Kafka on one machine."
    )
    mongo_url: str = Field(description="MongoDB replica set, `mongodb://...`.")
    database_prefix: str = Field("pb", description="The database is `<prefix>_<service>`.")
    kafka_bootstrap: str = Field(description="Kafka bootstrap servers, `host:port,...`.")
    topic_prefix: str = Field("", description="Put before every topic and consumer group; for tests.")
    topic_partitions: int = Field(6, ge=1, description="Partitions of a new topic.")
    topic_replication: int = Field(1, ge=1, description="Replicas of a new topic; 3 in production.")
    kafka_overrides: dict[str, str] = Field(
        default_factory=dict, description="librdkafka settings that win over the profile's, as JSON."
    )
    redis_url: str = Field(description="Redis or Valkey, `redis://...`: Celery broker and live fan-out.")
    oidc_issuer: str = Field(description="OpenID Connect issuer staff tokens come from.")
    oidc_audience: str = Field("participatory-budgeting", description="Audience a token must name.")
    oidc_client_id: str | None = Field(None, description="Client id of this service for service tokens.")
    oidc_client_secret: str | None = Field(None, description="Client secret of this service for service tokens.")
    first_grants: list[FirstGrant] = Field(
        default_factory=list, description="Grants that exist from the start, as JSON."
    )
    otlp_endpoint: str | None = Field(None, description="OTLP/HTTP collector; no traces without it.")
    civil_clock: Literal["system", "stepped"] = Field("system", description="`stepped` for the demo only.")
    host: str = Field("127.0.0.1", description="Address the API listens on.")
    port: int = Field(8000, description="Port the API listens on.")
    public_url: str = Field("http://127.0.0.1:8000", description="Address others reach this service at.")
    web_url: str = Field(
        "http://127.0.0.1:8080", description="Address of the web front end, for links and printed codes."
    )
    documents_urls: dict[str, str] = Field(
        default_factory=dict, description="Base address of each service documents are fetched from, as JSON."
    )
    file_store: Literal["gridfs", "s3"] = Field("gridfs", description="Where the bytes of files are kept.")
    file_limits: dict[FileKind, int] = Field(
        default_factory=dict,
        description="Largest file of a kind in bytes, as JSON: `pdf`, `image`, `video`, `audio`, `page` (a captured web page), `archive`, `table`, `document`, `text`.",
    )
    s3_endpoint: str | None = Field(None, description="S3-speaking server, `https://...`; none for Amazon's own.")
    s3_bucket: str = Field("participatory-budgeting", description="Bucket of the files; it must exist.")
    s3_region: str = Field("us-east-1", description="Region of the bucket.")
    s3_access_key: str | None = Field(None, description="Access key for the bucket.")
    s3_secret_key: str | None = Field(None, description="Secret key for the bucket.")
    celery_concurrency: int = Field(4, ge=1, description="Threads of a tasks process.")
    batched_handling: bool = Field(True, description="One transaction for the events of one partition in a batch.")
    log_level: str = Field("INFO", description="Level of the logs.")

    @property
    def embedded_kafka(self) -> bool:
        return (self.kafka_profile or self.profile) == "local"

    @property
    def database(self) -> str:
        return f"{self.database_prefix}_{self.service}"
