"""Whoever reads a page: in which language, in which country, at which hour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from markupsafe import Markup, escape

from shared.texts import written
from web.catalogue import Catalogue, catalogue, tamazight

RIGHT_TO_LEFT = {"ar"}
Text3 = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns texts, dates and amounts into what this reader expects to see."""

    language: str
    country: str = "TN"
    timezone: str = "Africa/Tunis"

    @property
    def locale(self) -> str:
        """Language and region, as `lang` says it; English is always British."""
        return "en-GB" if self.language == "en" else f"{self.language}-{self.country}"

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def texts(self) -> Catalogue:
        return catalogue(self.language, self.country)

    def say(self, key: str, **words: object) -> str:
        return self.texts.say(key, **words)

    def count(self, key: str, number: int, **words: object) -> str:
        return self.texts.count(key, number, self.number(number), **words)

    def name(self, prefix: str, code: str | None) -> str:
        """The text of a code such as a status; an unknown code is shown as it came."""
        key = f"{prefix}.{code}"
        return self.say(key) if self.texts.has(key) else (code or "").replace("_", " ")

    def tamazight(self, key: str, country: str = "") -> Markup:
        """The same label in Tifinagh, beside the others, in countries where it is an official language."""
        label = tamazight().get(key) if (country or self.country) == "MA" else None
        return Markup(' <span class="tzm" lang="zgh-MA" dir="ltr">{}</span>').format(label) if label else Markup("")

    def words(self, text: Text3 | str | None) -> Markup:
        """A text somebody gave, in this reader's language or else in the one it was given in."""
        if not text:
            return Markup("")
        if isinstance(text, str):
            return Markup("<bdi>{}</bdi>").format(text)
        language, found = self._best(text)
        if language == self.language:
            return escape(found)
        return Markup('<bdi lang="{}">{}</bdi>').format(language, found)

    def plain(self, text: Text3 | str | None) -> str:
        """The same without markup, for titles and attributes."""
        if not text:
            return ""
        return text if isinstance(text, str) else self._best(text)[1]

    def day(self, value: str | date | None, form: str = "d MMMM y") -> str:
        """A date in the country's month names."""
        if not value:
            return ""
        return format_date(_as_date(value), form, self._babel)

    def weekday(self, value: str | date | None) -> str:
        return self.day(value, "EEEE d MMMM y")

    def hour(self, value: str | datetime | None) -> str:
        """An instant as the clock on the municipality's wall shows it, 24 hours."""
        if not value:
            return ""
        return self.local(value).strftime("%H:%M")

    def moment(self, value: str | datetime | None) -> str:
        """An instant: day and hour of the municipality."""
        if not value:
            return ""
        local = self.local(value)
        return self.say("date.at", day=self.weekday(local.date()), hour=local.strftime("%H:%M"))

    def local(self, value: str | datetime) -> datetime:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        return instant.astimezone(ZoneInfo(self.timezone))

    def number(self, value: int | float) -> str:
        return written.number(value, self.language)

    def money(self, minor: int | None, currency: str) -> str:
        """An amount held in the smallest unit of its currency, written as in every document and message."""
        return "" if minor is None else written.money(minor, self.language, currency)

    def currency(self, code: str) -> str:
        """What people of this language call the money."""
        return written.called(code, self.language)

    def _best(self, text: Text3) -> tuple[str, str]:
        order = (self.language, "ar", "fr", "en", *text)
        return next(((code, found) for code in order if (found := text.get(code))), (self.language, ""))

    @property
    def _babel(self) -> Locale:
        return Locale.parse(self.locale, sep="-")


def _as_date(value: str | date) -> date:
    if isinstance(value, datetime):
        return value.date()
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value
