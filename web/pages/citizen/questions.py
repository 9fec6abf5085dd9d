"""The questions of a proposal, one a page, and what was answered so far."""

from dataclasses import dataclass, replace

QUESTIONS = {
    "zone": ("zone",),
    "what": ("title", "body"),
    "where": ("neighbourhood", "place"),
    "photo": ("photo", "photo_name"),
    "who": ("author", "email", "consent"),
}
STEPS = (*QUESTIONS, "check")
NEEDED = ("zone", "title", "body")
FIELDS = tuple(field for fields in QUESTIONS.values() for field in fields)
STEP_OF = {field: step for step, fields in QUESTIONS.items() for field in fields}
SHORTEST = {"title": 5, "body": 10}


@dataclass(frozen=True)
class Answers:
    """What was answered so far; it travels in the form itself, so no session is needed."""

    given: dict[str, str]

    def __getattr__(self, name: str) -> str:
        return self.given.get(name, "")

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "")

    def but(self, **changed: str) -> "Answers":
        return replace(self, given=self.given | changed)

    def missing(self, step: str) -> dict[str, str]:
        """The key of what to say, by field."""
        fields = FIELDS if step == "check" else QUESTIONS[step]
        found = {field: f"propose.missing_{field}" for field in fields if field in NEEDED and not self[field].strip()}
        short = {
            field: f"propose.short_{field}"
            for field, least in SHORTEST.items()
            if field in fields and 0 < len(self[field].strip()) < least
        }
        unasked = self._unasked if "consent" in fields else {}
        said = found | short | unasked
        return {field: said[field] for field in fields if field in said}

    @property
    def _unasked(self) -> dict[str, str]:
        """A name or address is kept with consent or not at all; which of the two is for its owner to say."""
        given = self.author.strip() or self.email.strip()
        return {"consent": "propose.missing_consent"} if given and not self.consent else {}


def step_of(given: object) -> str:
    return str(given) if given in STEPS else STEPS[0]


def after(step: str) -> str:
    return STEPS[STEPS.index(step) + 1]


def before(step: str) -> str | None:
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None
