"""What cannot be done with a proposal from where it stands."""

from services.proposals.domain.words import STATUSES


class ProposalMerged(ValueError):
    """A proposal that went into another is followed there."""

    fields = ("proposal_id",)

    def __init__(self, proposal_id: str) -> None:
        super().__init__(proposal_id)
        self.proposal_id = proposal_id


class ProposalNotEligible(ValueError):
    """Only a proposal found feasible, with a published sheet, goes to the vote."""

    fields = ("proposal_id", "title", "status")

    def __init__(self, proposal_id: str, title: str, status: str) -> None:
        super().__init__(f"{proposal_id} is {status}")
        self.proposal_id, self.title, self.status = proposal_id, title, status
        self.spoken = {"status": STATUSES[status]}


class ProposalOfAnotherEdition(ValueError):
    """An edition's money is voted on for its own proposals; those of earlier ones are carried over first."""

    fields = ("proposal_id", "title", "edition")

    def __init__(self, proposal_id: str, title: str, edition: str) -> None:
        super().__init__(f"{proposal_id} of {edition}")
        self.proposal_id, self.title, self.edition = proposal_id, title, edition


class TooLateToCorrect(ValueError):
    """Once a proposal is judged its wording stays."""

    fields = ("proposal_id",)

    def __init__(self, proposal_id: str) -> None:
        super().__init__(proposal_id)
        self.proposal_id = proposal_id


class NotHeld(ValueError):
    """Only a proposal held back for a look can be released."""
