"""A participation request is answered, and its delay counted."""

from datetime import date

import pytest

from services.proposals.domain.requests import AlreadyAnswered, ParticipationRequest
from shared.contracts.proposals import (
    RequestAnswered,
    RequestKind,
)
from tests.unit.proposals.examples import TODAY


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
