"""What may still be taken back as if it had never come in."""

from collections.abc import Callable

import pytest

from services.proposals.application.importing import is_touched
from services.proposals.domain.merging import merge
from services.proposals.domain.proposal import Proposal
from services.proposals.domain.review import Stage, Verdict
from tests.unit.proposals.examples import NOW, TODAY, content, proposal, review


def judged_in_secret(made: Proposal) -> None:
    made.review(review(Stage.FORMAL, Verdict.ADMISSIBLE, public=False))


def estimated(made: Proposal) -> None:
    made.add_sheet(content(10), "technician", NOW)


def joined(made: Proposal) -> None:
    merge(made, [proposal("other")], "m", "clerk", TODAY)


def judged(made: Proposal) -> None:
    made.review(review(Stage.FORMAL, Verdict.INADMISSIBLE))


@pytest.mark.parametrize("done", [judged, judged_in_secret, estimated, joined])
def test_a_proposal_with_which_something_was_done_is_not_taken_back(done: Callable[[Proposal], None]) -> None:
    made = proposal()
    assert not is_touched(made)
    done(made)
    assert is_touched(made)


def test_what_was_taken_back_may_be_taken_back_again() -> None:
    made = proposal()
    made.withdraw(TODAY, "import undone")
    assert not is_touched(made)
