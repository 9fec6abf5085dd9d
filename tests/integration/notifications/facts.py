"""Events as the other services announce them."""

from datetime import UTC, date, datetime

from shared.contracts.event import Document, Text3
from shared.contracts.proposals import DiagnosisReady, ProgrammeApproved, Project, ProposalSubmitted
from shared.contracts.scheduling import MeetingConvened, PublicationProven

SHA = "ab" * 32


def diagnosis(document: Document | None = None) -> DiagnosisReady:
    return DiagnosisReady(
        municipality="tn-nefta",
        diagnosis_id="diagnosis-1",
        edition="2022",
        document=document or Document(href="https://elsewhere.example/x", sha256=SHA, type="application/pdf", size=9),
    )


def submitted(contact_id: str | None, proposal_id: str = "p1") -> ProposalSubmitted:
    return ProposalSubmitted(
        municipality="tn-nefta",
        proposal_id=proposal_id,
        edition="2022",
        title="تعبيد الطريق",
        channel="online_form",
        zone="zone-1",
        author_kind="citizen",
        contact_id=contact_id,
        received_on=date(2021, 10, 12),
        tracking_code="H4KX9PTR",
    )


def forum(title: str = "المنتدى المواطن") -> MeetingConvened:
    return MeetingConvened(
        municipality="tn-nefta",
        meeting_id="m1",
        edition="2022",
        kind="citizen_forum",
        title=Text3(ar=title, fr="Forum citoyen"),
        starts_at=datetime(2021, 11, 1, 8, 0, tzinfo=UTC),
        place=Text3(ar="دار الثقافة"),
        mode="in_person",
    )


def proven() -> PublicationProven:
    return PublicationProven(
        municipality="tn-nefta",
        publication_id="pub1",
        edition="2022",
        kind="diagnosis",
        published_at=datetime(2021, 10, 12, 9, 0, tzinfo=UTC),
        proven_at=datetime(2021, 10, 12, 10, 0, tzinfo=UTC),
        first_lawful_session=date(2021, 10, 19),
    )


def approved(funded: list[str], carried: list[str]) -> ProgrammeApproved:
    return ProgrammeApproved(
        municipality="tn-nefta",
        programme_id="prog1",
        edition="2022",
        programme_version=2,
        digest=SHA,
        decision_number="2021/44",
        decided_on=date(2021, 12, 20),
        funded=[Project(id=one, title=f"مشروع {one}", cost=1000) for one in funded],
        carried_over=[Project(id=one, title=f"مشروع {one}", cost=1000) for one in carried],
        total=1000,
    )
