"""The rules table and the phrasebook, read from the service's data folder."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.notifications.application.composing import LANGUAGES, Phrasebook, Phrases
from services.notifications.domain.channels import Channel
from services.notifications.domain.rules import Audience, PublicLine, Rule, RulesTable

DATA = Path(__file__).parent.parent / "data"


def load_rules(folder: Path = DATA) -> RulesTable:
    table = _json(folder / "rules.json")
    audiences = {name: _audience(name, entry) for name, entry in table["audiences"].items()}
    rules = tuple(_rule(entry, audiences) for entry in table["rules"])
    return RulesTable(rules, tuple(PublicLine(**entry) for entry in table["public"]))


def load_topics(folder: Path = DATA) -> frozenset[str]:
    return frozenset(_json(folder / "rules.json")["topics"])


def load_phrasebook(folder: Path = DATA) -> Phrasebook:
    by_language = {code: Phrases(**_json(folder / "messages" / f"{code}.json")) for code in LANGUAGES}
    return Phrasebook(by_language, _json(folder / "messages" / "zgh.json"), _json(folder / "rules.json")["links"])


def _audience(name: str, entry: Mapping[str, Any]) -> Audience:
    lists = {key: tuple(value) for key, value in entry.items() if isinstance(value, list)}
    return Audience(name, **{**entry, **lists})


def _rule(entry: Mapping[str, Any], audiences: Mapping[str, Audience]) -> Rule:
    channels = tuple(Channel(name) for name in entry.get("channels", ["email"]))
    return Rule(**{**entry, "audience": audiences[entry["audience"]], "channels": channels})


def _json(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))
