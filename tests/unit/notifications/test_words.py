"""Messages as people read them: every template, every language, every plural."""

import email
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.policy import default

import pytest

from services.notifications.adapters.data_files import load_phrasebook, load_rules, load_topics
from services.notifications.adapters.mime import email as written
from services.notifications.application.composing import LANGUAGES, Composer
from services.notifications.application.ports import Attempt
from services.notifications.application.wording import facts_in_words
from services.notifications.domain.message import Message
from shared.municipalities import MunicipalityView

BOOK, TABLE = load_phrasebook(), load_rules()
COMPOSER = Composer(BOOK, "https://web.example/")
TEMPLATES = sorted({rule.template for rule in TABLE.rules} | {line.template for line in TABLE.public} | {"digest"})


def town(country: str = "TN") -> MunicipalityView:
    zone, currency = ("Africa/Tunis", "TND") if country == "TN" else ("Africa/Casablanca", "MAD")
    names = {"ar": "نفطة", "fr": "Nefta"}
    return MunicipalityView("tn-nefta", names, country, zone, currency, "r", {"ar": "توزر"}, ("ar", "fr"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_message_is_written_in_every_language_for_every_number(template: str, language: str) -> None:
    for count in (0, 1, 2, 3, 11, 100, 1_000_000):
        message = COMPOSER.sample(template, town(), language, count)
        assert message.subject
        assert all(message.lines)


def test_arabic_messages_count_in_six_ways() -> None:
    counts = (0, 1, 2, 7, 14, 102)
    read = {COMPOSER.sample("programme_draft", town(), "ar", n).lines[0] for n in counts}
    assert len(read) == 6


def test_every_arabic_plural_is_written_in_full() -> None:
    plurals = [
        line
        for entry in BOOK.phrases("ar").templates.values()
        for line in (entry["subject"], *entry["lines"])
        if not isinstance(line, str)
    ]
    assert all({"zero", "one", "two", "few", "many", "other", "by"} == set(line) for line in plurals)


def test_topics_are_those_of_the_rules() -> None:
    assert {line.topic for line in TABLE.public} <= load_topics()


def test_money_and_dates_are_the_countrys() -> None:
    facts = {"total": 1234567, "decided_on": "2021-02-15", "opened_at": "2025-02-15T15:45:00Z"}
    words = BOOK.phrases("ar").words
    tunisian = facts_in_words("e", facts, town("TN"), "ar", words)
    moroccan = facts_in_words("e", facts, town("MA"), "ar", words)
    assert (tunisian["decided_on"], moroccan["decided_on"]) == ("15 فيفري 2021", "15 فبراير 2021")
    assert str(tunisian["total"]).replace("\u00a0", " ") == "1 234,567 د.ت"
    assert str(moroccan["opened_at"]).endswith("16:45")


def test_moroccan_messages_carry_a_tamazight_word_where_one_is_sure() -> None:
    assert COMPOSER.tamazight("decisions", town("MA")) == "ⴰⵙⵇⵇⵉⵎ"
    assert COMPOSER.tamazight("decisions", town("TN")) is None


def test_a_title_with_braces_or_markup_is_only_text() -> None:
    values = {"town": "نفطة", "title": "{town.__class__} <script>", "tracking_code": "H4KX", "proposal_id": "p"}
    message = COMPOSER.written("proposal_received", values, town(), "ar", "proposals")
    raw = written(
        Attempt("d", "a@b.example", "<id@x>", message, datetime(2025, 1, 1, tzinfo=UTC)), "no-reply@x.example"
    )
    html = email.message_from_bytes(raw, policy=default).get_body(("html",))
    assert html is not None
    assert "{town.__class__} &lt;script&gt;" in html.get_content()


def test_an_arabic_subject_arrives_letter_by_letter() -> None:
    subject = "نفطة: مشروعكم مرحّل إلى الدورة القادمة، وهذا عنوان طويل جدا حتى ينقسم إلى عدة كلمات مرمزة في الترويسة"
    message = Message("ar", subject, ("س",), "بلدية سيدي بوزيد الجديدة الكبرى ذات الاسم الطويل")
    at = datetime(2025, 1, 1, tzinfo=UTC)
    raw = written(Attempt("d", "a@b.example", "<id@x>", message, at, unsubscribe="https://x.example/t"), "n@x.example")
    read = email.message_from_bytes(raw, policy=default)
    assert read["Subject"] == subject
    # RFC 2047 joins encoded words without a space; the modern parser adds one inside a display name.
    sender = email.message_from_bytes(raw)["From"]
    assert str(make_header(decode_header(sender))) == f"{message.sender} <n@x.example>"
    assert read["List-Unsubscribe"] == "<https://x.example/t>"
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
