"""What the routes of shortlists, selections and trials answer, field by field."""

from datetime import datetime

from shared.http import Answer


class RuleAnswer(Answer):
    """Everything that decides an outcome; `increment` in the currency's smallest unit."""

    method: str
    utility: str
    completion: str
    stop: str
    increment: int
    whole_shares: bool
    comparison: bool
    minimum_support: int
    cost_backing: int
    incompatible: list[list[str]]
    tie_break: list[str]


class StepAnswer(Answer):
    """One step of a selection as a sentence in each language, with its numbers beside."""

    step: int
    key: str
    decision: str
    project_id: str | None
    title: str | None
    cost: int | None
    votes: int | None
    left: int | None
    facts: dict[str, int | str]
    text: dict[str, str]


class ShortlistedProject(Answer):
    id: str
    title: str
    cost: int
    zone: str
    kind: str | None
    sheet_version: int


class EnvelopeAnswer(Answer):
    """The money voted on: all of it, or one kind's, or one zone's."""

    amount: int
    currency: str
    kind: str | None
    zone: str | None


class VoteAnswer(Answer):
    method: str
    max_choices: int


class DeclaredAnswer(Answer):
    """The declared vote; `read` once its published ballots were fetched and checked."""

    election_id: str
    ballots: int
    support: dict[str, int]
    board_href: str
    board_sha256: str
    read: bool


class ShortlistAnswer(Answer):
    shortlist_id: str
    edition: str
    frozen_at: datetime
    projects: list[ShortlistedProject]
    envelope: EnvelopeAnswer
    rule: RuleAnswer
    vote: VoteAnswer
    declared: DeclaredAnswer | None
    selected: bool


class Shortlists(Answer):
    items: list[ShortlistAnswer]
    next: str | None


class ProjectVotes(Answer):
    project_id: str
    title: str
    cost: int
    zone: str
    votes: int | None


class SelectionAnswer(Answer):
    """What was funded, and every step that led there."""

    shortlist_id: str
    edition: str
    selected_at: datetime | None
    rule: RuleAnswer
    spent: int
    left: int
    currency: str
    budget: int
    funded: list[ProjectVotes]
    not_funded: list[ProjectVotes]
    trace: list[StepAnswer]


class Side(Answer):
    rule: RuleAnswer
    selected: list[str]
    spent: int


class Gains(Answer):
    """Ballots with more of their projects funded under the second rule, with fewer, and with as many."""

    gain: int
    lose: int
    same: int


class ComparisonAnswer(Answer):
    shortlist_id: str
    first: Side
    second: Side
    only_first: list[str]
    only_second: list[str]
    ballots: Gains
