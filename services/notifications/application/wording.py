"""Facts as people write them: dates with the country's months, money with its decimals, names in the reader's language."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.municipalities import MunicipalityView
from shared.texts import long_date, moment, money

MONEY_FIELDS = frozenset({"total", "total_cost", "budget", "committed", "spent"})
DATE = re.compile(r"\d{4}-\d\d-\d\d")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
Words = Mapping[str, object]


def pick(text: Mapping[str, str], language: str) -> str:
    """The reader's language, else Arabic, French, English, whichever is there."""
    return next((text[code] for code in (language, "ar", "fr", "en") if text.get(code)), "")


def facts_in_words(
    event_type: str, facts: Mapping[str, object], town: MunicipalityView, language: str, words: Words
) -> dict[str, object]:
    """Every fact of an event under its own name, written; lists also as `<name>_count`."""
    writer = Writer(town, language, words)
    written: dict[str, object] = {"town": pick(town.name, language)}
    written |= {name: writer.value(name, value) for name, value in facts.items()}
    counts = {f"{name}_count": len(value) for name, value in facts.items() if isinstance(value, list)}
    return written | counts | writer.derived(facts)


class Writer:
    """Writes for one town and one language."""

    def __init__(self, town: MunicipalityView, language: str, words: Words) -> None:
        self._town, self._language, self._words = town, language, words

    def value(self, name: str, value: object) -> object:
        match value:
            case None:
                return self._words["none"]
            case Mapping():
                return self._mapping(value)
            case bool():
                return value
            case int() if name in MONEY_FIELDS:
                return money(value, self._language, self._town.currency)
            case str():
                return self._text(name, value)
        return value

    def derived(self, facts: Mapping[str, object]) -> dict[str, object]:
        """What templates say that no field says by itself."""
        derived: dict[str, object] = {"days": self._days(facts)}
        if isinstance(document := facts.get("document"), Mapping):
            derived["document_sha256"] = document.get("sha256", "")
        if isinstance(subject := facts.get("subject_of_decision"), Mapping):
            derived["digest"] = subject.get("digest", "")
        if isinstance(contests := facts.get("contests"), list) and "declared_at" in facts:
            derived["elected"] = "\n".join(self._elected(contest) for contest in contests)
            derived["ballots"] = sum(contest["ballots"] for contest in contests)
        return derived

    def _mapping(self, value: Mapping[str, object]) -> str:
        texts = {code: str(text) for code, text in value.items() if code in ("ar", "fr", "en") and text}
        return pick(texts, self._language) or str(self._words["none"])

    def _text(self, name: str, value: str) -> str:
        if DATE.fullmatch(value):
            return long_date(date.fromisoformat(value), self._language, self._town.country)
        if INSTANT.fullmatch(value):
            return moment(datetime.fromisoformat(value), self._language, self._town.country, self._town.timezone)
        known = self._words.get(f"{name}s")
        return str(known.get(value, value)) if isinstance(known, Mapping) else value

    def _elected(self, contest: Mapping[str, object]) -> str:
        elected = contest.get("elected")
        winners = [str(winner["name"]) for winner in elected] if isinstance(elected, list) else []
        names = str(self._words["list"]).join(winners) or str(self._words["none"])
        label = contest.get("label")
        return str(self._words["elected"]).format(label=self.value("label", label), names=names)

    def _days(self, facts: Mapping[str, object]) -> int:
        spans = (("published_at", "first_lawful_session"), ("received_on", "answered_on"))
        for start, end in spans:
            if facts.get(start) and facts.get(end):
                return (self._local(str(facts[end])) - self._local(str(facts[start]))).days
        return 0

    def _local(self, written: str) -> date:
        if DATE.fullmatch(written):
            return date.fromisoformat(written)
        return datetime.fromisoformat(written).astimezone(ZoneInfo(self._town.timezone)).date()
