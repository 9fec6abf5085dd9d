"""What may happen to a proposal."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.forms import Suspicion
from services.proposals.domain.intake import FieldsRefused, clean, require_text, suspicions
from services.proposals.domain.merging import (
    Merge,
    MergeAcrossEditions,
    MergeAlreadyUndone,
    NothingToMerge,
    TooLateToMerge,
    merge,
    unmerge,
)
from services.proposals.domain.proposal import Proposal, Status
from services.proposals.domain.review import (
    AlreadyReviewed,
    FormalReviewFirst,
    NothingToAppeal,
    Stage,
    Verdict,
    VerdictOfAnotherStage,
)
from services.proposals.domain.sheet import (
    ConditionsMissing,
    Feasibility,
    Line,
    LineNotWhole,
    LinesDoNotAddUp,
    ScheduleReversed,
    SheetContent,
    SheetUnknown,
    SheetWithoutLines,
    TotalTooLarge,
)
from services.proposals.domain.standing import NotHeld, ProposalMerged, ProposalNotEligible
from services.proposals.domain.text import Text
from shared.contracts.proposals import ProposalReviewed, ProposalsMerged, ProposalSubmitted, SheetPublished
from tests.unit.proposals.examples import NOW, TODAY, content, feasible, proposal, review


def test_a_proposal_is_announced_without_anything_personal() -> None:
    [event] = proposal().drain()
    assert isinstance(event, ProposalSubmitted)
    assert (event.tracking_code, event.received_on) == ("CODEp1", date(2021, 9, 1))
    assert "association" not in event.model_dump_json().replace('"author_kind":"association"', "")


def test_a_proposal_held_back_is_announced_when_somebody_has_looked() -> None:
    held = proposal()
    held.drain()
    held.status = Status.HELD
    held.submit()
    assert held.drain() == []
    held.release(TODAY)
    assert [type(event) for event in held.drain()] == [ProposalSubmitted]
    with pytest.raises(NotHeld):
        held.release(TODAY)


def test_the_formal_review_comes_before_the_substantive_one() -> None:
    made = proposal()
    with pytest.raises(FormalReviewFirst):
        made.review(review(Stage.SUBSTANTIVE, Verdict.FEASIBLE))
    made.review(review(Stage.FORMAL, Verdict.ADMISSIBLE))
    with pytest.raises(AlreadyReviewed):
        made.review(review(Stage.FORMAL, Verdict.INADMISSIBLE))
    made.review(review(Stage.SUBSTANTIVE, Verdict.CONDITIONAL))
    assert made.status is Status.CONDITIONAL


@pytest.mark.parametrize(
    ("stage", "verdict"), [(Stage.FORMAL, Verdict.FEASIBLE), (Stage.SUBSTANTIVE, Verdict.ADMISSIBLE)]
)
def test_each_review_has_its_own_verdicts(stage: Stage, verdict: Verdict) -> None:
    with pytest.raises(VerdictOfAnotherStage):
        review(stage, verdict)


def test_a_verdict_stays_hidden_until_its_round_ends() -> None:
    made = proposal()
    made.drain()
    made.review(review(Stage.FORMAL, Verdict.INADMISSIBLE, public=False))
    made.review(review(Stage.FORMAL, Verdict.ADMISSIBLE, public=False))
    assert (made.status, made.drain()) == (Status.SUBMITTED, [])
    made.reveal(Stage.FORMAL)
    [event] = made.drain()
    assert isinstance(event, ProposalReviewed)
    assert (event.verdict, made.status) == ("admissible", Status.ADMISSIBLE)
    made.reveal(Stage.FORMAL)
    assert made.drain() == []


def test_a_refusal_can_be_appealed_and_stays_in_the_history() -> None:
    made = proposal()
    with pytest.raises(NothingToAppeal):
        made.appeal(TODAY, "لماذا")
    made.review(review(Stage.FORMAL, Verdict.INADMISSIBLE))
    made.appeal(TODAY, "الموقع ملك بلدي")
    assert [step.status for step in made.history] == [Status.SUBMITTED, Status.INADMISSIBLE, Status.SUBMITTED]
    made.review(review(Stage.FORMAL, Verdict.ADMISSIBLE))


def test_only_a_feasible_proposal_with_a_published_sheet_goes_to_the_vote() -> None:
    assert feasible(cost=250).require_eligible().content.total == 250
    unpublished = proposal()
    with pytest.raises(ProposalNotEligible):
        unpublished.require_eligible()


def test_an_update_of_a_sheet_is_its_next_version() -> None:
    made = feasible(cost=100)
    made.add_sheet(content(120), "technician", NOW)
    assert made.require_eligible().content.total == 100
    made.publish_sheet(2, NOW, None)
    assert made.require_eligible().content.total == 120
    with pytest.raises(SheetUnknown):
        made.sheet(3)


def test_publishing_a_sheet_twice_announces_it_once() -> None:
    made = feasible()
    made.publish_sheet(1, NOW, None)
    assert [type(event) for event in made.drain()].count(SheetPublished) == 1


@given(st.lists(st.tuples(st.integers(1, 10_000), st.integers(0, 10**6)), min_size=1, max_size=20))
def test_the_total_of_a_sheet_is_the_sum_of_its_lines(pairs: list[tuple[int, int]]) -> None:
    lines = tuple(Line(Text(ar="بند"), Decimal(quantity), "u", cost) for quantity, cost in pairs)
    sheet = SheetContent(Feasibility.FEASIBLE, None, lines, None, None)
    expected = sum(quantity * cost for quantity, cost in pairs)
    sheet.require_total(expected)
    with pytest.raises(LinesDoNotAddUp):
        sheet.require_total(expected + 1)


@pytest.mark.parametrize(
    ("broken", "changes"),
    [
        (SheetWithoutLines, {"components": ()}),
        (LineNotWhole, {"components": (Line(Text(ar="ب"), Decimal("0.3"), "m", 5),)}),
        (TotalTooLarge, {"components": (Line(Text(ar="ب"), Decimal(10), "m", 10**15),)}),
        (ConditionsMissing, {"feasibility": Feasibility.CONDITIONAL}),
        (ScheduleReversed, {"starts_on": date(2022, 2, 1), "ends_on": date(2022, 1, 1)}),
    ],
)
def test_a_sheet_that_cannot_be_checked_is_refused(broken: type[Exception], changes: dict[str, object]) -> None:
    good: dict[str, object] = {
        "feasibility": Feasibility.FEASIBLE,
        "conditions": None,
        "components": content().components,
        "starts_on": None,
        "ends_on": None,
    }
    with pytest.raises(broken):
        SheetContent(**{**good, **changes})  # type: ignore[arg-type]  # the cases above say each type


PEOPLE = st.lists(st.integers(1, 50), min_size=1, max_size=5)


@settings(max_examples=40)
@given(PEOPLE, PEOPLE)
def test_undoing_a_merge_restores_everything(backers: list[int], more: list[int]) -> None:
    into, others, later = proposal("into"), _family("a", backers), _family("b", more)
    before = [deepcopy(each) for each in (into, *others)]
    first = merge(into, others, "m1", "clerk", TODAY)
    middle = merge(into, later, "m2", "clerk", TODAY)
    assert into.backers == 1 + sum(backers) + sum(more)
    unmerge(first, into, others, TODAY)
    unmerge(middle, into, later, TODAY)
    assert [into, *others] == before


PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8)


@settings(max_examples=60)
@given(st.lists(st.integers(1, 9), min_size=5, max_size=5), PAIRS, st.randoms(use_true_random=False))
def test_merges_upon_merges_are_undone_in_any_order_that_is_allowed(
    backers: list[int], pairs: list[tuple[int, int]], dice: Random
) -> None:
    """A proposal that went into another waits until that is undone; nobody is ever counted twice."""
    everyone = _family("p", backers)
    before, people = deepcopy(everyone), sum(backers)
    done = [_merged(everyone, into, other, f"m{number}") for number, (into, other) in enumerate(pairs)]
    waiting = [each for each in done if each]
    while waiting:
        record, into, other = dice.choice(waiting)
        if into.merged_into:
            with pytest.raises(ProposalMerged):
                unmerge(record, into, [other], TODAY)
            continue
        unmerge(record, into, [other], TODAY)
        waiting = [each for each in waiting if each[0] is not record]
        assert sum(each.backers for each in everyone if not each.merged_into) == people
    assert everyone == before


def _merged(everyone: list[Proposal], into: int, other: int, name: str) -> tuple[Merge, Proposal, Proposal] | None:
    try:
        return merge(everyone[into], [everyone[other]], name, "clerk", TODAY), everyone[into], everyone[other]
    except (NothingToMerge, TooLateToMerge):
        return None


def test_a_merge_keeps_every_author_and_says_so() -> None:
    into, other = proposal("into"), proposal("other")
    record = merge(into, [other], "m", "clerk", TODAY)
    assert [author.label for author in into.authors] == ["association into", "association other"]
    assert (other.status, other.merged_into) == (Status.MERGED, "into")
    [event] = record.drain()
    assert isinstance(event, ProposalsMerged)
    with pytest.raises(ProposalMerged):
        other.review(review(Stage.FORMAL, Verdict.ADMISSIBLE))


def test_a_merge_is_undone_once() -> None:
    into, other = proposal("into"), proposal("other")
    record: Merge = merge(into, [other], "m", "clerk", TODAY)
    unmerge(record, into, [other], TODAY)
    with pytest.raises(MergeAlreadyUndone):
        unmerge(record, into, [other], TODAY)


def test_proposals_that_cannot_be_one_are_not_merged() -> None:
    into = proposal("into")
    with pytest.raises(NothingToMerge):
        merge(into, [into], "m", "clerk", TODAY)
    with pytest.raises(NothingToMerge):
        merge(into, [], "m", "clerk", TODAY)
    with pytest.raises(MergeAcrossEditions):
        merge(into, [proposal("other", "2023")], "m", "clerk", TODAY)
    gone = proposal("gone")
    gone.become(Status.SELECTED, TODAY)
    with pytest.raises(TooLateToMerge):
        merge(into, [gone], "m", "clerk", TODAY)


def test_every_field_in_error_is_named_at_once() -> None:
    with pytest.raises(FieldsRefused) as refused:
        require_text("", "x")
    assert [(error.field, error.word) for error in refused.value.broken] == [
        ("title", "field-missing"),
        ("body", "too-short"),
    ]


def test_invisible_marks_are_taken_out_and_the_words_stay() -> None:
    assert clean("  إنارة\u202e \u200fالشارع \x07\n  ليلا ") == "إنارة الشارع\nليلا"


@pytest.mark.parametrize(
    ("title", "body", "why"),
    [
        ("Voir www.example.com", "Rue sombre", Suspicion.LINKS),
        ("Éclairage", "http://a http://b http://c", Suspicion.LINKS),
        ("Éclairage", "aaaaaaaaaaaaaaaaaaa", Suspicion.KEY_HELD_DOWN),
    ],
)
def test_what_looks_like_abuse_is_held_back(title: str, body: str, why: Suspicion) -> None:
    assert suspicions(title, body) == (why,)
    assert suspicions("Éclairage", "Rue sombre, voir https://ville.tn") == ()


def _family(prefix: str, backers: list[int]) -> list[Proposal]:
    return [proposal(f"{prefix}{number}", backers=count) for number, count in enumerate(backers)]
