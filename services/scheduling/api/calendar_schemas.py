"""What the routes of imports and of a town's own templates take in."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from services.scheduling.api.documents import Code, Short, Year
from services.scheduling.domain.activity import Needed
from services.scheduling.domain.adaptation import Addition
from services.scheduling.domain.texts import Text
from shared.http.schemas import Body, Identifier, Sha256, Text3

Column = Literal["phase", "code", "activity", "date", "weekday", "evidence", "responsible", "done", "notes"]
Place = Annotated[str, Field(pattern=r"^[0-4]?[0-9]$", description="Of the column, from 0.")]
Word = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=60)]
RowId = Annotated[str, Field(pattern=r"^\d{1,5}(\.\d{1,3})?$")]


class ImportIn(Body):
    """The table was uploaded before, as CSV or XLSX."""

    sha256: Sha256
    edition: Identifier
    template: Short
    programme_year: Year
    historical: bool = False


class TableChange(Body):
    """For the whole table: what a column holds, and questions answered for every row."""

    columns: Annotated[dict[Place, Column | None], Field(max_length=50)] = Field(default_factory=dict)
    confirmed: Annotated[list[Word], Field(max_length=20)] = Field(default_factory=list)


class RowChange(Body):
    """Only what is named changes; `key` is an activity of the template, or `own` for one of the town's own."""

    code: Code | None = None
    phase: Short | None = None
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")] | None = None
    label: Short | None = None
    planned_date: date | None = None
    by_letters: bool = False
    notes: Annotated[str, Field(max_length=5000)] | None = None
    evidence: Annotated[list[Short], Field(max_length=20)] = Field(default_factory=list)
    left_out: bool = False
    confirmed: Annotated[list[Word], Field(max_length=20)] = Field(default_factory=list)

    def changes(self) -> dict[str, Any]:
        """Only the date and the notes may be emptied."""
        named = {name: getattr(self, name) for name in sorted(self.model_fields_set)}
        return {n: value for n, value in named.items() if value is not None or n in ("planned_date", "notes")}


class NeededIn(Body):
    """The label is the vocabulary's where none is given."""

    type: Short
    label: Text3 | None = None
    required: bool = True

    def needed(self, kinds: dict[str, Text]) -> Needed:
        label = self.label.plain() if self.label else kinds.get(self.type, {"en": self.type})
        return Needed(self.type, label, self.required)


class AdditionIn(Body):
    code: Code
    phase: Short
    label: Text3
    predecessors: Annotated[list[Code], Field(max_length=50)] = Field(default_factory=list)
    optional: bool = False
    usual_day: Annotated[int, Field(ge=-400, le=800)] | None = None
    responsible_role: Short | None = None
    evidence: Annotated[list[NeededIn], Field(max_length=20)] = Field(default_factory=list)

    def addition(self, kinds: dict[str, Text]) -> Addition:
        return Addition(
            code=self.code,
            phase=self.phase,
            label=self.label.plain(),
            predecessors=tuple(self.predecessors),
            optional=self.optional,
            usual_day=self.usual_day,
            responsible_role=self.responsible_role,
            evidence=tuple(one.needed(kinds) for one in self.evidence),
        )


class StepChangeIn(Body):
    """Only what is named changes."""

    label: Text3 | None = None
    predecessors: Annotated[list[Code], Field(max_length=50)] = Field(default_factory=list)
    optional: bool = False
    usual_day: Annotated[int, Field(ge=-400, le=800)] = 0
    responsible_role: Short | None = None
    evidence: Annotated[list[NeededIn], Field(max_length=20)] = Field(default_factory=list)

    def changes(self, kinds: dict[str, Text]) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(self, name) for name in self.model_fields_set}
        if "label" in values:
            values["label"] = self.label.plain() if self.label else {}
        if "predecessors" in values:
            values["predecessors"] = tuple(self.predecessors)
        if "evidence" in values:
            values["evidence"] = tuple(one.needed(kinds) for one in self.evidence)
        return {name: value for name, value in values.items() if name != "label" or value}


class AdaptationIn(Body):
    """What the town's next version changes in the one it is made from."""

    added: Annotated[list[AdditionIn], Field(max_length=50)] = Field(default_factory=list)
    removed: Annotated[list[Code], Field(max_length=50)] = Field(default_factory=list)
    changed: Annotated[dict[Code, StepChangeIn], Field(max_length=100)] = Field(default_factory=dict)
    note: Annotated[str, Field(max_length=2000)] | None = None
