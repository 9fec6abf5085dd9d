"""What may happen to a proposal."""

from datetime import date

import pytest

from services.proposals.domain.proposal import Status
from services.proposals.domain.review import (
    AlreadyReviewed,
    FormalReviewFirst,
    NothingToAppeal,
    Stage,
    Verdict,
    VerdictOfAnotherStage,
)
from services.proposals.domain.sheet import (
    SheetUnknown,
)
from services.proposals.domain.standing import NotHeld, ProposalNotEligible
from shared.contracts.proposals import ProposalReviewed, ProposalSubmitted, SheetPublished
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


@pytest.mark.parametrize("gone", [Status.MERGED, Status.WITHDRAWN])
def test_a_hidden_verdict_brings_back_nothing_that_went_into_another_or_was_taken_back(gone: Status) -> None:
    made = proposal()
    made.review(review(Stage.FORMAL, Verdict.ADMISSIBLE, public=False))
    made.become(gone, TODAY)
    made.reveal(Stage.FORMAL)
    assert (made.status, made.reviews[0].public) == (gone, False)


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
