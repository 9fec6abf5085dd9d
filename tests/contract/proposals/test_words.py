"""Every broken rule has a status, a stable word and a text in three languages."""

import importlib
import pkgutil

import pytest

import services.proposals.application
import services.proposals.domain
from services.proposals.api.problems import PROBLEMS
from services.proposals.application.ports import NotPrintedYet, ReadingUnknown
from services.proposals.domain.board import BoardDisagrees, BoardUnreadable
from services.proposals.domain.enclosures import Undecided
from services.proposals.domain.money import AmountsRefused
from services.proposals.wiring import SERVICE
from shared.http.catalogue import load_catalogue

# Between the service and itself, or another service: nobody at the door meets them; or what several rules have in common.
INTERNAL = {NotPrintedYet, ReadingUnknown, BoardDisagrees, BoardUnreadable, Undecided, AmountsRefused}


def rules() -> list[type[Exception]]:
    found = set()
    for package in (services.proposals.domain, services.proposals.application):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, type) and issubclass(value, Exception) and value.__module__ == module.name:
                    found.add(value)
    return sorted(found - INTERNAL, key=lambda error: error.__name__)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.__name__)
def test_a_broken_rule_is_told_to_who_broke_it(rule: type[Exception]) -> None:
    assert rule in PROBLEMS
    assert rule.__doc__


def test_every_word_has_a_text_in_three_languages() -> None:
    load_catalogue().require(word for _, word in PROBLEMS.values())


def test_every_route_has_a_name_of_its_own() -> None:
    names = [route.name for router in SERVICE.routers for route in router.routes if hasattr(route, "name")]
    assert len(names) == len(set(names))
