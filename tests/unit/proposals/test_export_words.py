"""Lists leave with words people know."""

import inspect
import re
from collections.abc import Mapping

import pytest

from services.proposals.api.export_words import COLUMNS, told
from services.proposals.api.exports import PROJECTS, PROPOSALS
from services.proposals.application import selecting
from services.proposals.domain import programme
from services.proposals.domain.programme import State, StepOutOfOrder
from services.proposals.domain.proposal import Channel, Status
from services.proposals.domain.text import Text
from services.proposals.domain.words import CHANNELS, STATES, STATUSES, STEPS


@pytest.mark.parametrize(
    ("words", "codes"),
    [(COLUMNS, {*PROPOSALS, *PROJECTS}), (STATUSES, set(Status)), (CHANNELS, set(Channel)), (STATES, set(State))],
)
def test_every_column_and_code_is_said_in_three_languages(words: Mapping[str, Text], codes: set[str]) -> None:
    assert set(words) == codes
    assert all(each.ar and each.fr and each.en for each in words.values())


def test_every_step_that_is_refused_is_named_in_three_languages() -> None:
    steps = re.findall(
        r'(?:_require|StepOutOfOrder)\("([a-z-]+)"', "".join(map(inspect.getsource, (programme, selecting)))
    )
    assert set(steps) == set(STEPS)
    assert all(each.ar and each.fr and each.en for each in STEPS.values())
    assert StepOutOfOrder("amend", State.APPROVED).spoken["state"].ar == "مصادق عليه"


@pytest.mark.parametrize(("places", "written"), [(3, "12345.678"), (2, "123456.78")])
def test_amounts_are_told_in_dinars_and_in_dirhams(places: int, written: str) -> None:
    row = told({"cost": 12_345_678, "spent": None, "status": "funded"}, "ar", places)
    assert (str(row["cost"]), row["spent"], row["status"]) == (written, None, "ممول")
