"""How forms of staff are carried out: what was typed goes on, or comes back with what was not accepted."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import UploadFile

from web.forms import FormForged, check_form_key, new_key, same_word
from web.services import Json, Refused, ServiceAway
from web.views.amounts import NotAnAmount, minor_units
from web.visit import Visit

Given = Mapping[str, list[str]]


class Unfilled(Exception):
    """What was typed cannot be sent: the field and the text that says why."""

    def __init__(self, mistakes: Mapping[str, str]) -> None:
        super().__init__(", ".join(mistakes))
        self.mistakes = dict(mistakes)


@dataclass(frozen=True)
class Typed:
    """A form as it stands: what was typed, what was not accepted, and the key it will be sent with."""

    form: str
    given: Given = field(default_factory=dict)
    mistakes: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    problem: Json = field(default_factory=dict)
    key: str = field(default_factory=new_key)

    def __getitem__(self, name: str) -> str:
        values = self.given.get(name) or [""]
        return values[0]

    def all(self, name: str) -> list[str]:
        return list(self.given.get(name, []))

    @property
    def word(self) -> str:
        return str(self.problem.get("word", ""))


def filled(form: str, **values: object) -> Typed:
    """A form with what is known already."""
    given = {name: value if isinstance(value, list) else [str(value)] for name, value in values.items() if value}
    return Typed(form, given)


class Sent:
    """What arrived with a form."""

    def __init__(self, visit: Visit, form: str, given: dict[str, list[str]], files: Mapping[str, UploadFile]) -> None:
        self.visit, self.form, self.given, self.files = visit, form, given, files

    @classmethod
    async def of(cls, visit: Visit) -> "Sent":
        data = await visit.request.form()
        given: dict[str, list[str]] = {}
        for name, value in data.multi_items():
            if isinstance(value, str):
                given.setdefault(name, []).append(value)
        files = {name: value for name, value in data.items() if isinstance(value, UploadFile) and value.filename}
        return cls(visit, (given.get("form") or ["form"])[0], given, files)

    @property
    def key(self) -> str:
        return self["key"] or new_key()

    def __getitem__(self, name: str) -> str:
        return (self.given.get(name) or [""])[0].strip()

    def all(self, name: str) -> list[str]:
        return [value.strip() for value in self.given.get(name, [])]

    def need(self, *names: str) -> None:
        """Raises `Unfilled` naming every field that is still empty."""
        say = self.visit.reader.say
        if empty := {name: say("cell.fill_in") for name in names if not self[name]}:
            raise Unfilled(empty)

    def number(self, name: str) -> int:
        try:
            return int(self[name])
        except ValueError:
            raise Unfilled({name: self.visit.reader.say("cell.whole_number")}) from None

    def day(self, name: str) -> str | None:
        """A date as ISO, None where nothing was typed."""
        try:
            return date.fromisoformat(self[name]).isoformat() if self[name] else None
        except ValueError:
            raise Unfilled({name: self.visit.reader.say("cell.a_date")}) from None

    def instant(self, name: str) -> str:
        """What was typed is the hour on the town's wall."""
        self.need(name)
        try:
            typed = datetime.fromisoformat(self[name])
        except ValueError:
            raise Unfilled({name: self.visit.reader.say("cell.a_date")}) from None
        return typed.replace(tzinfo=ZoneInfo(self.visit.reader.timezone)).isoformat()

    def confirm(self, key: str) -> None:
        """What cannot be taken back is confirmed by typing a word."""
        say = self.visit.reader.say
        if not same_word(self["confirm"], say(key)):
            raise Unfilled({"confirm": say("cell.type_word", word=say(key))})

    def money(self, name: str, currency: str) -> int:
        """An amount as typed, in the currency's smallest unit."""
        try:
            return minor_units(self[name], currency)
        except NotAnAmount:
            raise Unfilled({name: self.visit.reader.say("cell.an_amount")}) from None

    def text3(self, name: str) -> dict[str, str]:
        """One text, in the language it was typed in: the reader's."""
        return {self.visit.reader.language: self[name]}

    async def upload(self, service: str, name: str = "file") -> str:
        """The digest of the file; one that was received before need not be chosen again."""
        file = self.files.get(name)
        if file is None:
            if not self[f"{name}_sha256"]:
                raise Unfilled({name: self.visit.reader.say("cell.choose_file")})
            return self[f"{name}_sha256"]
        content = await file.read()
        sent = (file.filename or "file", content, file.content_type or "application/octet-stream")
        key = f"{self.key}-{sha256(content).hexdigest()[:16]}"
        answer = await self.visit.services.upload(service, f"/{self.visit.slug}/files", sent, key)
        digest = str(answer["sha256"])
        self.given |= {f"{name}_sha256": [digest], f"{name}_name": [sent[0]]}
        return digest

    async def do(self, service: str, *parts: str, body: Json) -> Json:
        """A command with the key of this form."""
        answer: Json | None = await self.visit.command(service, *parts, body=body, key=self.key)
        return answer or {}

    def again(self, error: Exception) -> Typed:
        """The same form, filled, saying what was not accepted."""
        typed = Typed(self.form, self.given)
        say = self.visit.reader.say
        match error:
            case Unfilled():
                return replace(typed, mistakes=error.mistakes, said=say("cell.look_again"))
            case FormForged():
                return replace(typed, said=say("cell.form_old"))
            case ServiceAway():
                return replace(typed, said=say("cell.away_kept"), key=self.key)
            case Refused():
                found = {mistake.field: mistake.message for mistake in error.mistakes}
                return replace(typed, mistakes=found, said=error.message, problem=error.problem)
        raise error


Work = Callable[[Sent], Awaitable[str]]
Page = Callable[[Typed], Awaitable[HTMLResponse]]


async def carry_out(visit: Visit, work: Work, page: Page) -> Response:
    """Do what was sent and go on to the address `work` gives; else the page comes back filled."""
    sent = await Sent.of(visit)
    try:
        check_form_key(visit, sent["form_key"])
        onward = await work(sent)
    except (Unfilled, Refused, ServiceAway) as error:
        return await page(sent.again(error))
    return RedirectResponse(onward, 303)


def forms(typed: Typed | None, *fresh: Typed) -> dict[str, Typed]:
    """All forms of a page by name: the one that came back, the others fresh."""
    known = {each.form: each for each in fresh}
    return known | ({typed.form: typed} if typed else {})


def status(typed: Typed | None) -> int:
    return 422 if typed and (typed.said or typed.mistakes) else 200
