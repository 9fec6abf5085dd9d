"""What the notifications service can be told from outside."""

from datetime import time
from typing import ClassVar

from pydantic import Field, SecretStr

from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """A channel whose address is not given is not used; its messages go by the others."""

    service: ClassVar[str] = "notifications"

    smtp_url: str | None = Field(None, description="Mail server, `smtp[s]://user:password@host:port`.")
    notifications_sender: str = Field("no-reply@notifications.example", description="Address e-mail comes from.")
    notifications_quiet_from: time = Field(
        time(21), description="Local hour from which nothing but legal notices goes."
    )
    notifications_quiet_to: time = Field(time(8), description="Local hour from which messages go again.")
    notifications_sms_url: str | None = Field(None, description="HTTP gateway for SMS.")
    notifications_sms_key: SecretStr = Field(SecretStr(""), description="Bearer key of the SMS gateway.")
    notifications_whatsapp_url: str | None = Field(None, description="HTTP gateway for WhatsApp.")
    notifications_whatsapp_key: SecretStr = Field(SecretStr(""), description="Bearer key of the WhatsApp gateway.")
    notifications_push_url: str | None = Field(None, description="HTTP gateway for web push.")
    notifications_push_key: SecretStr = Field(SecretStr(""), description="Bearer key of the web push gateway.")
    notifications_webhook_url: str | None = Field(None, description="HTTP relay that calls webhooks.")
    notifications_webhook_key: SecretStr = Field(SecretStr(""), description="Bearer key of the webhook relay.")
