"""From an event's facts to words: the same facts in Arabic, French, English, with the plural each needs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

from services.notifications.application.wording import facts_in_words, pick
from services.notifications.domain.contact import Contact
from services.notifications.domain.happening import Happening
from services.notifications.domain.message import FeedItem, Message
from services.notifications.domain.rules import PublicLine, Rule
from shared.municipalities import MunicipalityView
from shared.texts.catalogue import Entry, filled

LANGUAGES = ("ar", "fr", "en")
TOWN_FIRST = re.compile(r"^\{town\} ?: ")  # needed in a mailbox, not on the town's own page or board
LINK_NAMES = ("meeting_id", "proposal_id", "project_id", "election_id", "edition")


class TemplateUnknown(Exception):
    """No message is written under this name."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's messages and small words."""

    templates: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All messages of the product."""

    by_language: Mapping[str, Phrases]
    tamazight: Mapping[str, str]
    links: Mapping[str, str]

    def phrases(self, language: str) -> Phrases:
        return self.by_language[language]


class Composer:
    """Writes messages, feed lines; `web` is the address links lead to."""

    def __init__(self, book: Phrasebook, web: str) -> None:
        self._book, self._web = book, web.rstrip("/")

    def message(
        self, rule: Rule, happening: Happening, town: MunicipalityView, contact: Contact, titles: tuple[str, ...] = ()
    ) -> Message:
        """What this contact reads about what happened."""
        language = contact.language if contact.language in LANGUAGES else LANGUAGES[0]
        values = self._values(happening, town, language) | _own(titles, self._book.phrases(language))
        return self.written(rule.template, values, town, language, rule.topic, rule.legal)

    def written(
        self,
        template: str,
        values: Mapping[str, object],
        town: MunicipalityView,
        language: str,
        topic: str,
        legal: bool = False,
    ) -> Message:
        """A template filled with values. Raises TemplateUnknown, KeyError when a value is missing."""
        phrases = self._book.phrases(language)
        words = phrases.words
        subject, lines = self.texts(template, values, language)
        why = words["legal"] if legal else words["why"].format(town=pick(town.name, language))
        return Message(
            language=language,
            subject=subject,
            lines=lines,
            sender=words["sent_by"].format(town=pick(town.name, language)),
            footer=(why,),
            link=f"{self._web}{self.path(template, values, town.slug, language)}",
            link_label=words["open"],
            tamazight=self.tamazight(topic, town),
            unsubscribe_label="" if legal else words["unsubscribe"],
        )

    def digest(self, subjects: Sequence[str], town: MunicipalityView, contact: Contact) -> Message:
        """One message for all a day brought to somebody who asked for that."""
        values = {"town": pick(town.name, contact.language), "items_count": len(subjects)}
        message = self.written("digest", values, town, contact.language, "")
        return replace(message, lines=(*message.lines, *(f"- {subject}" for subject in subjects)))

    def sample(self, template: str, town: MunicipalityView, language: str, count: int) -> Message:
        """A template as who writes messages wants to see it. Raises TemplateUnknown."""
        named = {name: f"‹{name}›" for name in LINK_NAMES}
        values = named | _sample(self.entry(template, language), count) | {"town": pick(town.name, language)}
        return self.written(template, values, town, language, "")

    def languages(self, template: str) -> list[str]:
        """Languages a message is written in."""
        return [code for code in LANGUAGES if template in self._book.phrases(code).templates]

    def feed_item(self, line: PublicLine, happening: Happening, town: MunicipalityView) -> FeedItem:
        """What everybody reads, in all languages at once."""
        texts = {language: self._public(line.template, happening, town, language) for language in LANGUAGES}
        path = self.path(line.template, happening.facts, town.slug, None)
        return FeedItem(town.slug, happening.event_id, line.topic, line.template, texts, path, happening.at)

    def tamazight(self, topic: str, town: MunicipalityView) -> str | None:
        """A sure Tamazight word for the topic, where the language is official."""
        return self._book.tamazight.get(topic) if town.country == "MA" else None

    def texts(self, template: str, values: Mapping[str, object], language: str) -> tuple[str, tuple[str, ...]]:
        """Subject and lines. Raises TemplateUnknown."""
        entry = self.entry(template, language)
        lines = (filled(line, language, values) for line in entry["lines"])
        return filled(entry["subject"], language, values), tuple(line for line in lines if line)

    def entry(self, template: str, language: str) -> Mapping[str, Any]:
        """Raises TemplateUnknown."""
        try:
            return self._book.phrases(language).templates[template]
        except KeyError as unknown:
            raise TemplateUnknown(template) from unknown

    def path(self, template: str, values: Mapping[str, object], municipality: str, language: str | None) -> str:
        """Where the web shows it; without a language the reader's own is put before it."""
        prefix = f"/{language}" if language else ""
        return f"{prefix}/{municipality}{self._book.links.get(template, '').format_map(dict(values))}"

    def _public(self, template: str, happening: Happening, town: MunicipalityView, language: str) -> dict[str, str]:
        values = self._values(happening, town, language)
        entry = self.entry(template, language)
        title = filled(TOWN_FIRST.sub("", entry["subject"]), language, values)
        return {"title": title[:1].upper() + title[1:], "body": "\n".join(self.texts(template, values, language)[1])}

    def _values(self, happening: Happening, town: MunicipalityView, language: str) -> dict[str, object]:
        return facts_in_words(happening.event_type, happening.facts, town, language, self._book.phrases(language).words)


def _own(titles: tuple[str, ...], phrases: Phrases) -> dict[str, object]:
    return {"titles": phrases.words["list"].join(titles), "titles_count": len(titles)}


def _sample(entry: Mapping[str, Any], count: int) -> dict[str, object]:
    """Every name a template uses, standing for itself; those that decide a plural, as the number."""
    lines: list[Entry] = [entry["subject"], *entry["lines"]]
    texts = [line if isinstance(line, str) else line["other"] for line in lines]
    names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    counted = {line["by"] for line in lines if not isinstance(line, str)}
    return {name: f"‹{name}›" for name in names} | dict.fromkeys(counted, count)
