"""What the scheduling service announces."""

from datetime import date, datetime

from pydantic import Field

from shared.contracts.event import Decision, Document, Event, Part, Sha256, Slug, Text3
from shared.contracts.proposals import DecisionSubject


class CalendarAdopted(Event):
    """A calendar became the legal calendar of its edition."""

    TYPE = "pb.scheduling.calendar-adopted.v1"
    SUBJECT = "calendar_id"
    calendar_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    activities: int = Field(ge=0, description="Number of activities.")
    historical: bool = Field(description="True for a past calendar loaded as it was, unlawful dates included.")
    failed_rules: list[str] = Field(default_factory=list, description="Ids of rules it does not meet.")


class ActivityRescheduled(Event):
    """The planned date of an activity moved."""

    TYPE = "pb.scheduling.activity-rescheduled.v1"
    SUBJECT = "calendar_id"
    calendar_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    activity: str = Field(description="Activity code, for instance `4.1`.")
    label: Text3 = Field(description="Label.")
    old_date: date | None = Field(description="Civil date before.")
    new_date: date | None = Field(description="Civil date now.")


class ActivityDueSoon(Event):
    """An activity is due within a week and not done."""

    TYPE = "pb.scheduling.activity-due-soon.v1"
    SUBJECT = "calendar_id"
    calendar_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    activity: str = Field(description="Activity code.")
    label: Text3 = Field(description="Label.")
    planned_date: date = Field(description="Civil date.")
    responsible_role: str | None = Field(default=None, description="Role in charge.")


class ActivityOverdue(Event):
    """The planned date of an activity passed and it is not done."""

    TYPE = "pb.scheduling.activity-overdue.v1"
    SUBJECT = "calendar_id"
    calendar_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    activity: str = Field(description="Activity code.")
    label: Text3 = Field(description="Label.")
    planned_date: date = Field(description="Civil date.")
    responsible_role: str | None = Field(default=None, description="Role in charge.")


class ActivityDone(Event):
    """An activity was marked done, with its evidence or with a recorded reason."""

    TYPE = "pb.scheduling.activity-done.v1"
    SUBJECT = "calendar_id"
    calendar_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    activity: str = Field(description="Activity code.")
    label: Text3 = Field(description="Label.")
    done_on: date = Field(description="Civil date.")
    evidence: int = Field(ge=0, description="Pieces of evidence attached.")


class PublicationProven(Event):
    """The diagnosis was published, posted and sent to the associations; the seven-day clock runs from `published_at`."""

    TYPE = "pb.scheduling.publication-proven.v1"
    SUBJECT = "publication_id"
    publication_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    kind: str = Field(description="`diagnosis` or `programme_draft`.")
    published_at: datetime = Field(description="UTC; the latest of web copy, posting and dispatch.")
    proven_at: datetime = Field(description="UTC; when the proof was complete.")
    first_lawful_session: date | None = Field(
        default=None, description="First lawful civil date of the general session (TN-R01)."
    )


class AgendaItem(Part):
    """One item of a running order."""

    n: int = Field(ge=1, description="Position.")
    type: str = Field(
        description="`registration`, `opening`, `discussion`, `group_work`, `presentation`, `election`, `closing` or another type."
    )
    label: Text3 = Field(description="Label.")
    start: datetime | None = Field(default=None, description="Planned start, UTC.")
    minutes: int | None = Field(default=None, ge=0, description="Planned length in minutes.")


class MeetingConvened(Event):
    """A meeting was convened, or its convocation changed; carries its full state."""

    TYPE = "pb.scheduling.meeting-convened.v1"
    SUBJECT = "meeting_id"
    meeting_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    kind: str = Field(description="Meeting kind, for instance `citizen_forum`.")
    title: Text3 = Field(description="Title.")
    starts_at: datetime = Field(description="UTC.")
    place: Text3 | None = Field(default=None, description="Place.")
    mode: str = Field(description="`in_person`, `remote` or `hybrid`.")
    agenda: list[AgendaItem] = Field(default_factory=list, description="Running order.")


class AgendaItemStarted(Event):
    """The facilitator started an item of the running order."""

    TYPE = "pb.scheduling.agenda-item-started.v1"
    SUBJECT = "meeting_id"
    meeting_id: str = Field(description="Id.")
    n: int = Field(ge=1, description="Item.")
    type: str = Field(description="Item type.")
    started_at: datetime = Field(description="UTC, civil clock.")
    ends_at: datetime | None = Field(default=None, description="Expected end, UTC.")


class AgendaItemEnded(Event):
    """The facilitator ended an item of the running order."""

    TYPE = "pb.scheduling.agenda-item-ended.v1"
    SUBJECT = "meeting_id"
    meeting_id: str = Field(description="Id.")
    n: int = Field(ge=1, description="Item.")
    type: str = Field(description="Item type.")
    ended_at: datetime = Field(description="UTC, civil clock.")


class NeighbourhoodCount(Part):
    """People present from one neighbourhood."""

    neighbourhood: Slug = Field(description="Neighbourhood.")
    present: int = Field(ge=0, description="People checked in.")


class CheckInClosed(Event):
    """Check-in ended and every desk has synced; counts only, no person."""

    TYPE = "pb.scheduling.check-in-closed.v1"
    SUBJECT = "meeting_id"
    meeting_id: str = Field(description="Id of the forum.")
    present: list[NeighbourhoodCount] = Field(description="People present by neighbourhood.")
    total: int = Field(ge=0, description="People present.")


class CandidateNominated(Event):
    """Somebody present stands for delegate and agreed to be named."""

    TYPE = "pb.scheduling.candidate-nominated.v1"
    SUBJECT = "meeting_id"
    meeting_id: str = Field(description="Id of the forum.")
    candidate_id: str = Field(description="Id of the candidacy.")
    neighbourhood: Slug = Field(description="Neighbourhood.")
    name: str = Field(description="Name to print, by consent.")
    group: str | None = Field(default=None, description="Group a quota may count, for instance `woman`.")


class GroupProposal(Part):
    """A proposal a working group wrote."""

    title: str = Field(description="Title.")
    body: str = Field(description="Text.")
    zone: Slug = Field(description="Zone.")
    neighbourhood: Slug | None = Field(default=None, description="Neighbourhood.")
    kind: str | None = Field(default=None, description="Intervention kind.")


class WorkingGroupReported(Event):
    """A working group handed in its proposals; the group is their author."""

    TYPE = "pb.scheduling.working-group-reported.v1"
    SUBJECT = "report_id"
    report_id: str = Field(description="Id of the report.")
    meeting_id: str = Field(description="Id of the forum.")
    edition: str = Field(description="Edition id.")
    group: int = Field(ge=1, description="Number of the group.")
    theme: str | None = Field(default=None, description="Theme.")
    reported_on: date = Field(description="Civil date.")
    proposals: list[GroupProposal] = Field(description="Proposals in their order.")


class Votes(Part):
    """How a council voted."""

    in_favour: int = Field(ge=0, description="Votes for.")
    against: int = Field(ge=0, description="Votes against.")
    abstained: int = Field(ge=0, description="Abstentions.")


class CouncilDecided(Event):
    """The council decided on a document; holds for that digest only."""

    TYPE = "pb.scheduling.council-decided.v1"
    SUBJECT = "request_id"
    request_id: str = Field(description="Id of the request answered.")
    edition: str = Field(description="Edition id.")
    number: str = Field(description="Number of the decision.")
    decided_on: date = Field(description="Civil date.")
    subject_of_decision: DecisionSubject = Field(description="What was decided on.")
    outcome: Decision = Field(description="Outcome.")
    votes: Votes | None = Field(default=None, description="Count of votes.")
    minutes: Document | None = Field(default=None, description="Signed minutes.")


class MinutesSigned(Event):
    """The minutes of a meeting were signed."""

    TYPE = "pb.scheduling.minutes-signed.v1"
    SUBJECT = "meeting_id"
    meeting_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    kind: str = Field(description="Meeting kind.")
    title: Text3 = Field(description="Title.")
    document: Document = Field(description="The minutes (PDF).")


class ConsultationOpened(Event):
    """A consultation window opened by itself at its instant."""

    TYPE = "pb.scheduling.consultation-opened.v1"
    SUBJECT = "consultation_id"
    consultation_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    title: Text3 = Field(description="Title.")
    closes_at: datetime = Field(description="UTC.")


class ConsultationClosed(Event):
    """A consultation window closed by itself at its instant."""

    TYPE = "pb.scheduling.consultation-closed.v1"
    SUBJECT = "consultation_id"
    consultation_id: str = Field(description="Id.")
    edition: str = Field(description="Edition id.")
    closed_at: datetime = Field(description="UTC.")


class CredentialKey(Part):
    """The key that signs the credentials of one contest, and nothing else."""

    contest: Slug = Field(description="Contest of the election.")
    algorithm: str = Field(description="`RSABSSA-SHA384-PSS-Randomized` (RFC 9474).")
    spki: str = Field(description="Public key, SubjectPublicKeyInfo (DER), lower-case hex.")
    sha256: Sha256 = Field(description="Digest of the SPKI bytes.")


class CredentialKeysPublished(Event):
    """Registration for voting from afar was set up; full state, said again when its window moves."""

    TYPE = "pb.scheduling.credential-keys-published.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id of the election.")
    edition: str = Field(description="Edition id.")
    opens_at: datetime = Field(description="UTC; when credentials can be fetched from.")
    closes_at: datetime = Field(description="UTC; when registration ends. Voting opens afterwards.")
    keys: list[CredentialKey] = Field(description="One key a contest.")


class CredentialCount(Part):
    """How many people may vote from afar in one contest."""

    contest: Slug = Field(description="Contest of the election.")
    registered: int = Field(ge=0, description="People registered.")
    issued: int = Field(ge=0, description="Credentials issued; there can never be more ballots than these.")


class RegistrationClosed(Event):
    """Registration for voting from afar ended; the keys are destroyed, so the counts are final."""

    TYPE = "pb.scheduling.registration-closed.v1"
    SUBJECT = "election_id"
    election_id: str = Field(description="Id of the election.")
    edition: str = Field(description="Edition id.")
    closed_at: datetime = Field(description="UTC.")
    contests: list[CredentialCount] = Field(description="By contest; counts only, no person.")
