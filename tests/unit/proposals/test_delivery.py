"""A funded project is carried out in public."""

import pytest

from services.proposals.domain.delivery import (
    AlreadyDelivered,
    DeliveryNotReached,
    FundedProject,
    Milestone,
    OverrunUnexplained,
    ProgressBackwards,
    SpentMoreThanCommitted,
)
from tests.unit.proposals.examples import TODAY


def project() -> FundedProject:
    return FundedProject(
        municipality="tn-nefta",
        id="a",
        edition="2022",
        programme_id="2022",
        title="إنارة",
        cost=40,
        currency="TND",
        zone=None,
        kind=None,
    )


def milestone(percent: int, committed: int = 10, spent: int = 5, note: str | None = None) -> Milestone:
    return Milestone(TODAY, percent, committed, spent, note)


def test_works_done_go_backwards_only_with_a_reason() -> None:
    works = project()
    works.progress(milestone(40))
    with pytest.raises(ProgressBackwards):
        works.progress(milestone(30))
    works.progress(milestone(30, note="قياس خاطئ"))
    assert works.percent == 30


def test_money_is_committed_before_it_is_spent() -> None:
    with pytest.raises(SpentMoreThanCommitted):
        project().progress(milestone(10, committed=1, spent=2))


def test_more_than_the_council_approved_is_committed_only_with_a_reason() -> None:
    works = project()
    works.progress(milestone(10, committed=40))
    with pytest.raises(OverrunUnexplained):
        works.progress(milestone(20, committed=41))
    works.progress(milestone(20, committed=41, note="ارتفاع الأسعار"))
    assert works.milestones[-1].committed == 41


def test_a_project_is_handed_over_once_and_judged_afterwards() -> None:
    works = project()
    with pytest.raises(DeliveryNotReached):
        works.judge(5)
    works.deliver(TODAY)
    works.judge(5)
    works.judge(5)
    assert works.satisfaction == (0, 0, 0, 0, 2)
    with pytest.raises(AlreadyDelivered):
        works.deliver(TODAY)
