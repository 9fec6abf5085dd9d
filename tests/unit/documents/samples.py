"""One realistic set of data a template, to render and to look at."""

from tests.unit.documents.halls import HALLS
from tests.unit.documents.papers import PAPERS
from tests.unit.documents.places import NEFTA

__all__ = ["NEFTA", "SAMPLES"]

SAMPLES: dict[str, dict[str, object]] = {**HALLS, **PAPERS}
