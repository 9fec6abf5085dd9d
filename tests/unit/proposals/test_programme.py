"""From the draft programme to the last handover."""

from datetime import UTC, date, datetime

import pytest

from services.proposals.domain.delivery import (
    AlreadyDelivered,
    DeliveryNotReached,
    FundedProject,
    Milestone,
    ProgressBackwards,
    SpentMoreThanCommitted,
)
from services.proposals.domain.diagnosis import Diagnosis, DiagnosisIncomplete, RowOfAnotherWidth, Table
from services.proposals.domain.edition import Edition, EnvelopesMissing
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
from services.proposals.domain.requests import AlreadyAnswered, ParticipationRequest
from services.proposals.domain.review import RoundAlreadyOpen, RoundNotOpen, Stage
from services.proposals.domain.selection import EnvelopeOverspent
from services.proposals.domain.text import Text
from shared.contracts.event import Decision
from shared.contracts.proposals import (
    DecisionRequested,
    DecisionSubject,
    ProgrammeApproved,
    RequestAnswered,
    RequestKind,
)
from tests.unit.proposals.examples import NOW, TODAY

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


def test_a_request_is_answered_once_and_its_delay_counted() -> None:
    asked_for = ParticipationRequest(
        municipality="tn-nefta",
        id="r",
        kind=RequestKind.PETITION,
        subject="الإنارة",
        body="نطلب إنارة الشارع",
        tracking_code="K7F3QXHN",
        received_on=date(2021, 9, 1),
        recorded_on=date(2021, 9, 2),
    )
    asked_for.reply("أدرج في البرنامج", "cell", date(2021, 9, 21))
    assert asked_for.days == 20
    assert isinstance(asked_for.drain()[0], RequestAnswered)
    with pytest.raises(AlreadyAnswered):
        asked_for.reply("مرة ثانية", "cell", TODAY)


def test_a_table_has_one_cell_a_column_and_a_dossier_both_parts() -> None:
    diagnosis = Diagnosis(municipality="tn-nefta", edition="2022")
    narrow = Table(TITLE, (TITLE, TITLE), (("1",),))
    with pytest.raises(RowOfAnotherWidth):
        diagnosis.write([narrow], [])
    diagnosis.write([Table(TITLE, (TITLE,), (("1",),))], [])
    with pytest.raises(DiagnosisIncomplete):
        diagnosis.require_complete()


def test_one_review_round_of_a_stage_at_a_time() -> None:
    edition = Edition(municipality="tn-nefta", id="2022", year=2022, template="t", title=TITLE)
    edition.start_round(Stage.FORMAL, NOW)
    with pytest.raises(RoundAlreadyOpen):
        edition.start_round(Stage.FORMAL, NOW)
    with pytest.raises(RoundNotOpen):
        edition.end_round(Stage.SUBSTANTIVE, NOW)
    edition.end_round(Stage.FORMAL, NOW)
    assert not edition.in_round(Stage.FORMAL)
    with pytest.raises(EnvelopesMissing):
        edition.require_envelopes()
