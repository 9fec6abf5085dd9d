"""What an edition needs before anybody votes: its diagnosis, its review rounds, its money."""

import pytest

from services.proposals.domain.diagnosis import Diagnosis, DiagnosisIncomplete, RowOfAnotherWidth, Table
from services.proposals.domain.edition import Edition, EnvelopesMissing
from services.proposals.domain.review import RoundAlreadyOpen, RoundNotOpen, Stage
from services.proposals.domain.text import Text
from tests.unit.proposals.examples import NOW

TITLE = Text(ar="برنامج 2022")


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
