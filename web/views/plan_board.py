"""An action plan or an open programme as a board: axes, their projects, their activities."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from web.services import Json

ACTION_PLAN = "ma_participation_action_plan"
STATES = ("not_started", "in_progress", "done", "suspended", "dropped")


@dataclass(frozen=True, slots=True)
class Project:
    """A project of an axis; an action plan has activities directly, then the label is empty."""

    code: str
    label: Any
    activities: Sequence[Json]


@dataclass(frozen=True, slots=True)
class Axis:
    code: str
    label: Any
    projects: Sequence[Project] = field(default_factory=tuple)

    @property
    def activities(self) -> list[Json]:
        return [row for project in self.projects for row in project.activities]

    @property
    def done(self) -> int:
        return sum(row.get("status") == "done" or row.get("done") is True for row in self.activities)


def axes_of(board: Json | None, document: Json) -> list[Axis]:
    """As it stands today where that is known, else as it was adopted."""
    return [_drawn(axis) for axis in board["axes"]] if board else axes(document)


def axes(document: Json) -> list[Axis]:
    """In the order of the document; what belongs to no axis stands at the end under an empty label."""
    found = _own(document) if document["kind"] == ACTION_PLAN else _by_project(document)
    return [axis for axis in found if axis.projects]


def _drawn(axis: Json) -> Axis:
    projects = [_with_rows(one) for one in axis.get("projects") or []]
    loose = [Project("", None, axis["activities"])] if axis.get("activities") else []
    return Axis(str(axis.get("code") or ""), axis.get("label"), [*projects, *loose])


def _with_rows(project: Json) -> Project:
    return Project(str(project.get("code") or ""), project.get("label"), project.get("activities") or [])


def _own(document: Json) -> list[Axis]:
    return [
        Axis(str(axis["code"]), axis["label"], [Project("", None, axis.get("activities", []))])
        for axis in document["axes"]
    ]


def _by_project(document: Json) -> list[Axis]:
    projects, rows = document.get("projects", []), document.get("activities", [])
    made = [(one.get("axis"), _project(one, rows)) for one in projects]
    known = {str(axis["code"]) for axis in document["axes"]}
    loose = [row for row in rows if row.get("project") not in {one["code"] for one in projects}]
    found = [
        Axis(str(axis["code"]), axis["label"], [project for code, project in made if code == axis["code"]])
        for axis in document["axes"]
    ]
    rest = [project for code, project in made if code not in known]
    rest += [Project("", None, loose)] if loose else []
    return [*found, Axis("", None, rest)]


def _project(one: Json, rows: Sequence[Json]) -> Project:
    return Project(str(one["code"]), one["label"], [row for row in rows if row.get("project") == one["code"]])
