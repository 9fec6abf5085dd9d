"""A forum document kept elsewhere is checked at the door, slot by slot."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from services.scheduling.api.documents import ForumDocument

FORUM = Path(__file__).parents[3] / "deploy" / "demo" / "data" / "documents" / "beni-mellal-forum-2025.json"


def forum(**changed: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(FORUM.read_text("utf-8"))
    document["agenda"][0].update(changed)
    return document


def test_the_forum_of_beni_mellal_is_taken_whole() -> None:
    assert len(ForumDocument.model_validate(forum()).agenda) == 9


@pytest.mark.parametrize("wrong", [{"label": {"xx": "?"}}, {"label": {}}, {"n": 5000}, {"election": "perhaps"}])
def test_a_slot_that_cannot_be_shown_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ForumDocument.model_validate(forum(**wrong))
