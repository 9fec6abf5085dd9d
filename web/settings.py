"""What the operator can set: the only reader of the environment in the web front end."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the pages are served, where the services answer, who signs staff in."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address the pages are served on.")
    port: int = Field(8080, description="Port the pages are served on.")
    public_url: str = Field("http://127.0.0.1:8080", description="Address a browser uses; sign-in returns here.")
    proposals_url: str = Field("http://127.0.0.1:8081", description="The proposals service.")
    scheduling_url: str = Field("http://127.0.0.1:8082", description="The scheduling service.")
    voting_url: str = Field("http://127.0.0.1:8083", description="The voting service, as the web reaches it.")
    notifications_url: str = Field("http://127.0.0.1:8084", description="The notifications service.")
    voting_public_url: str | None = Field(
        None, description="The ballot box as a browser reaches it, when that differs from VOTING_URL."
    )
    redis_url: str = Field("redis://127.0.0.1:16379/4", description="Where staff sessions are kept.")
    oidc_issuer: str = Field("http://127.0.0.1:8090", description="Who says who a member of staff is.")
    oidc_client_id: str = Field("web", description="The name of this front end at the issuer.")
    oidc_client_secret: SecretStr | None = Field(
        None, description="Where the issuer asks for one; PKCE is always used."
    )
    traces_url: str = Field(
        "",
        pattern=r"^(https?://\S*\{trace\}\S*)?$",
        description="Page of your tracing tool for one trace, with `{trace}` where its id goes; without it no page links to a trace.",
    )
    session_hours: int = Field(8, ge=1, le=24, description="How long a staff session lives, in hours.")

    @property
    def box_url(self) -> str:
        """Where a voter's browser sends the ballot."""
        return (self.voting_public_url or self.voting_url).rstrip("/")
