"""Whatever the way a proposal comes by, it keeps that way, the place, both dates, and who typed it."""

import pytest

from tests.integration.proposals.town import LAMPS, NEFTA, Town

CALL = {
    **LAMPS,
    "edition": "2022",
    "place": "مقر الجمعية",
    "received_on": "2020-01-01",
    "author": {"kind": "association", "label": "جمعية صيانة المدينة"},
}


@pytest.mark.parametrize(
    "channel", ["association_call", "suggestion_box", "notebook", "social_survey", "complaint", "zone_session"]
)
async def test_staff_type_what_came_by_any_channel(nefta: Town, channel: str) -> None:
    received = await nefta.post("/proposals", {**CALL, "channel": channel})
    shown = await nefta.get(f"/proposals/{received['proposal_id']}")
    assert (shown["channel"], shown["place"], shown["zone"]) == (channel, "مقر الجمعية", "centre")
    assert (shown["received_on"], shown["author"]) == ("2020-01-01", CALL["author"])
    assert shown["recorded_on"] > shown["received_on"]
    file = await nefta.get(f"/proposals/{received['proposal_id']}/file", who="cell")
    assert file["recorded_by"]
    assert (await nefta.get(f"/proposals/track/{received['tracking_code']}"))["proposal_id"] == received["proposal_id"]


async def test_nobody_types_for_an_association_without_a_role(nefta: Town) -> None:
    refused = await nefta.ask("POST", f"/{NEFTA}/proposals", {**CALL, "channel": "association_call"})
    assert refused.status_code == 401
