"""From the draft programme to the council's approval."""

from datetime import UTC, date, datetime

import pytest

from services.proposals.domain.claims import Ceiling
from services.proposals.domain.programme import (
    AmendmentEmpty,
    Change,
    CouncilDecision,
    Item,
    Programme,
    ProjectNotInProgramme,
    State,
    StepOutOfOrder,
)
from services.proposals.domain.remarks import Remark, you_said_we_did
from services.proposals.domain.selection import EnvelopeOverspent
from services.proposals.domain.text import Text
from shared.contracts.event import Decision
from shared.contracts.proposals import (
    DecisionRequested,
    DecisionSubject,
    ProgrammeApproved,
)
from tests.unit.proposals.examples import NOW

WHY = Text(ar="استجابة لملاحظة")
TITLE = Text(ar="برنامج 2022")


def item(id_: str, cost: int) -> Item:
    return Item(id_, f"مشروع {id_}", cost, "centre", "proximity", 1)


def published() -> Programme:
    programme = Programme(
        municipality="tn-nefta",
        edition="2022",
        id="2022",
        currency="TND",
        envelope=100,
        items=(item("a", 40), item("b", 50)),
        carry_over=(item("c", 30),),
    )
    programme.publish(NOW, None)
    programme.drain()
    return programme


def change(project: str, cost: int, *remarks: str) -> Change:
    return Change(project, remarks, WHY, 0, cost)


def decision(outcome: Decision) -> CouncilDecision:
    return CouncilDecision("r1", "2021/57", date(2021, 12, 24), outcome)


def asked(programme: Programme) -> DecisionSubject:
    programme.request_decision("r1", TITLE)
    [event] = programme.drain()
    assert isinstance(event, DecisionRequested)
    return event.subject_of_decision


def test_an_amendment_makes_a_new_version_with_another_digest() -> None:
    programme = published()
    before = programme.digest
    programme.amend([change("a", 45, "remark")], NOW)
    assert (programme.revision, programme.total, programme.state) == (2, 95, State.AMENDED)
    assert programme.digest != before


def test_an_amendment_stays_inside_the_envelope() -> None:
    programme = published()
    with pytest.raises(EnvelopeOverspent):
        programme.amend([change("a", 51)], NOW)
    assert (programme.revision, programme.total) == (1, 90)


def test_an_amendment_takes_no_money_from_another_envelope() -> None:
    programme = published()
    programme.ceilings = (Ceiling(45, ("a",)), Ceiling(100, ("a", "b")))
    with pytest.raises(EnvelopeOverspent):
        programme.amend([change("a", 46), change("b", 40)], NOW)
    programme.amend([change("a", 45), change("b", 40)], NOW)
    assert programme.total == 85


def test_an_amendment_changes_projects_that_are_there() -> None:
    with pytest.raises(AmendmentEmpty):
        published().amend([], NOW)
    with pytest.raises(ProjectNotInProgramme):
        published().require_remarkable("z")


def test_an_approval_funds_what_was_submitted_and_says_what_is_carried_over() -> None:
    programme = published()
    assert programme.take_decision(decision(Decision.APPROVED), asked(programme))
    [event] = programme.drain()
    assert isinstance(event, ProgrammeApproved)
    assert [project.id for project in event.funded] == ["a", "b"]
    assert [project.id for project in event.carried_over] == ["c"]


def test_an_approval_holds_for_the_digest_that_was_submitted_only() -> None:
    programme = published()
    subject = asked(programme)
    programme.amend([change("a", 45)], NOW)
    assert not programme.take_decision(decision(Decision.APPROVED), subject)
    assert programme.state is State.AMENDED


@pytest.mark.parametrize("outcome", [Decision.REJECTED, Decision.APPROVED_WITH_CHANGES])
def test_anything_but_an_approval_reopens_the_remarks(outcome: Decision) -> None:
    programme = published()
    subject = asked(programme)
    assert not programme.remarks_open
    assert programme.take_decision(decision(outcome), subject)
    assert (programme.remarks_open, programme.drain()) == (True, [])
    assert not programme.take_decision(decision(Decision.APPROVED), subject)


def test_asking_for_the_same_decision_twice_is_one_request() -> None:
    programme = published()
    asked(programme)
    programme.request_decision("r2", TITLE)
    assert (programme.request_id, programme.drain()) == ("r1", [])


def test_no_step_of_a_programme_is_skipped() -> None:
    programme = published()
    with pytest.raises(StepOutOfOrder):
        programme.publish(NOW, None)
    with pytest.raises(StepOutOfOrder):
        programme.start_delivery()
    with pytest.raises(StepOutOfOrder):
        programme.close()
    programme.take_decision(decision(Decision.APPROVED), asked(programme))
    with pytest.raises(StepOutOfOrder):
        programme.require_remarkable("a")
    programme.start_delivery()
    programme.close()
    assert programme.state is State.CLOSED


def test_every_remark_is_answered_once_with_the_change_it_brought() -> None:
    remarks = [remark("late", 11), remark("early", 9), remark("unheard", 10)]
    programme = published()
    programme.amend([change("a", 45, "early", "late")], NOW)
    answers = you_said_we_did(remarks, programme.amendments)
    assert [(each.remark.id, each.amendment) for each in answers] == [("early", 1), ("unheard", None), ("late", 1)]


def remark(id_: str, hour: int) -> Remark:
    return Remark(
        municipality="tn-nefta",
        id=id_,
        edition="2022",
        programme_id="2022",
        text="زيدوا عدد الأعمدة",
        received_at=datetime(2021, 12, 1, hour, tzinfo=UTC),
    )
