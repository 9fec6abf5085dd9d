"""Turns what a page knows into HTML, with the policy that lets the browser load nothing else."""

import json
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from web.catalogue import LANGUAGES
from web.reader import Reader

if TYPE_CHECKING:
    from web.visit import Visit

HERE = Path(__file__).parent
NAMES = HERE / "static" / "dist" / "names.json"
OWN_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}
SHORT_NAMES = {"ar": "ع", "fr": "Fr", "en": "En"}


class NotBuilt(RuntimeError):
    """The scripts and styles were not built: run `python -m web.build`."""


class Templates:
    """The templates, and the hashed names of scripts and styles."""

    def __init__(self) -> None:
        loader = FileSystemLoader(HERE / "templates")
        self.environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self.environment.lstrip_blocks = True
        self.environment.globals["asset"] = self.asset
        self.environment.filters["data"] = as_data

    @cached_property
    def _names(self) -> dict[str, str]:
        if not NAMES.exists():
            raise NotBuilt("web/static/dist is missing: run python -m web.build")
        names: dict[str, str] = json.loads(NAMES.read_text(encoding="utf-8"))
        return names

    def asset(self, name: str) -> str:
        return f"/static/dist/{self._names[name]}"

    def fragment(self, reader: Reader, template: str, **values: Any) -> str:
        """A part of a page, for live screens."""
        return self.environment.get_template(template).render(**voice(reader), **values)

    def page(self, visit: "Visit", template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A whole page for this visit."""
        path = visit.request.url.path
        words = voice(visit.reader) | {"visit": visit, "town": visit.town, "tongues": tongues(path)} | values
        words["came_back"] = status == HTTPStatus.UNPROCESSABLE_ENTITY
        return HTMLResponse(self.environment.get_template(template).render(**words), status)


def voice(reader: Reader) -> dict[str, Any]:
    """The reader's own words, as short names for templates."""
    names = (
        "say",
        "count",
        "name",
        "words",
        "plain",
        "day",
        "weekday",
        "hour",
        "moment",
        "money",
        "currency",
        "number",
        "tamazight",
    )
    return {"reader": reader} | {name: getattr(reader, name) for name in names}


def tongues(path: str) -> list[tuple[str, str, str, str]]:
    """The same page in each language: code, short name, own name, address."""
    rest = path.split("/", 2)[2] if path.count("/") > 1 else ""
    return [(code, SHORT_NAMES[code], OWN_NAMES[code], f"/{code}/{rest}".rstrip("/")) for code in LANGUAGES]


def as_data(value: Any) -> Markup:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))
