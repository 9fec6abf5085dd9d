"""A message as e-mail: plain and HTML parts, right to left where it is, one tap to unsubscribe."""

from collections.abc import Sequence
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader

from services.notifications.application.ports import Attempt
from services.notifications.domain.message import Message

PAGES = Environment(loader=PackageLoader("services.notifications", "data/pages"), autoescape=True, trim_blocks=True)

WHOLE_LINES = SMTP.clone(max_line_length=998)  # a longer address is folded and encoded, and mail programs then miss it


def email(attempt: Attempt, sender: str) -> bytes:
    """The whole message as it goes over the wire."""
    mail = EmailMessage(policy=WHOLE_LINES)
    mail["To"] = attempt.address
    mail["Date"] = format_datetime(attempt.at)
    mail["Message-ID"] = attempt.message_id
    mail["Content-Language"] = attempt.message.language
    mail["Auto-Submitted"] = "auto-generated"
    _one_tap(mail, attempt.unsubscribe)
    mail.set_content(plain(attempt.message, attempt.unsubscribe), cte="base64")
    mail.add_alternative(html(attempt.message, attempt.unsubscribe), subtype="html", cte="base64")
    if attempt.attachment:
        kind, _, subtype = attempt.attachment.type.partition("/")
        mail.add_attachment(attempt.attachment.content, kind, subtype, filename=attempt.attachment.name)
    worded = f"From: {_words(attempt.message.sender)} <{sender}>\r\nSubject: {_words(attempt.message.subject)}\r\n"
    return worded.encode("ascii") + mail.as_bytes()


def _words(text: str) -> str:
    """Encoded words by hand: EmailMessage was seen to lose the space between two of them."""
    return Header(" ".join(text.split()), "utf-8").encode(linesep="\r\n")


def plain(message: Message, unsubscribe: str | None) -> str:
    """The text for readers of plain text and for screen readers."""
    parts: list[Sequence[str]] = [[message.tamazight] if message.tamazight else [], message.lines]
    parts += [[f"{message.link_label}: {message.link}"] if message.link else [], ["-- ", *message.footer]]
    parts += [[f"{message.unsubscribe_label}: {unsubscribe}"] if unsubscribe else []]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def html(message: Message, unsubscribe: str | None) -> str:
    direction = "rtl" if message.language == "ar" else "ltr"
    return PAGES.get_template("email.html").render(message=message, unsubscribe=unsubscribe, direction=direction)


def _one_tap(mail: EmailMessage, unsubscribe: str | None) -> None:
    """RFC 8058: the mail program itself may unsubscribe with one POST."""
    if unsubscribe:
        mail["List-Unsubscribe"] = f"<{unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
