"""Which channels work here, from what the settings name."""

import httpx

from services.notifications.adapters.gateway import HttpGateway
from services.notifications.adapters.smtp import SmtpSender, SmtpServer
from services.notifications.application.ports import Sender
from services.notifications.domain.channels import Channel

Gateways = dict[Channel, tuple[str | None, str]]


def working_senders(
    smtp_url: str | None, sender: str, gateways: Gateways, http: httpx.AsyncClient
) -> dict[Channel, Sender]:
    """Only channels with an address: a missing gateway is no error, its messages go by the others."""
    found: dict[Channel, Sender] = {
        channel: HttpGateway(channel, url, key, http) for channel, (url, key) in gateways.items() if url
    }
    if smtp_url:
        found[Channel.EMAIL] = SmtpSender(SmtpServer.of(smtp_url), sender)
    return found
