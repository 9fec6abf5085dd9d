"""By which ways a message can reach somebody."""

from enum import StrEnum


class Channel(StrEnum):
    """Named as in the rules table; `feed` is what remains when nothing else reaches a person."""

    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    PUSH = "push"
    WEBHOOK = "webhook"
    FEED = "feed"


# The order in which another channel is tried when the one a rule asks for has no gateway or no address.
FALLBACK = (Channel.EMAIL, Channel.SMS, Channel.WHATSAPP, Channel.PUSH, Channel.WEBHOOK)
