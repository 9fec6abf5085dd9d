"""What is refused because of money says how much, as people of the language write it."""

from typing import Any

import pytest

from tests.integration.proposals.town import NEFTA, SHEET, Town

PARTS = {
    "currency": "TND",
    "total": 300_000_000,
    "by_kind": [
        {"kind": "proximity", "amount": 200_000_000},
        {"kind": "administrative_buildings", "amount": 99_999_500},
    ],
}


@pytest.mark.parametrize(
    ("language", "parts", "total"),
    [("fr", "299 999,500 DT", "300 000,000 DT"), ("ar", "299 999,500 د.ت", "300 000,000 د.ت")],
)
async def test_parts_that_do_not_come_to_the_total_are_told_in_dinars(
    nefta: Town, language: str, parts: str, total: str
) -> None:
    told = await refused(nefta, "PUT", "/editions/2022/envelopes", PARTS, language)
    assert told["word"] == "parts-do-not-add-up"
    assert (told["parts"], told["total"]) == (299_999_500, 300_000_000)
    assert parts in told["detail"].replace("\u00a0", " ")
    assert total in told["detail"].replace("\u00a0", " ")


async def test_a_sheet_whose_lines_do_not_add_up_is_told_in_dinars(nefta: Town) -> None:
    proposal = await nefta.propose()
    for stage, verdict in (("formal", "admissible"), ("substantive", "feasible")):
        body = {"stage": stage, "verdict": verdict, "reason": {"ar": "مطابق"}}
        await nefta.post(f"/proposals/{proposal}/reviews", body)
    told = await refused(nefta, "POST", f"/proposals/{proposal}/sheets", {**SHEET, "total": 18_206_001}, "fr")
    assert (told["word"], told["lines"]) == ("lines-do-not-add-up", 18_206_000)
    assert "18 206,001 DT" in told["detail"].replace("\u00a0", " ")


async def test_an_envelope_that_would_be_overspent_is_told_in_dinars(nefta: Town) -> None:
    lamps = await nefta.ready("إنارة الشارع", 60)
    body = {"proposals": [lamps], "rule": {"method": "greedy"}, "envelope": {"amount": 300_000_001}}
    told = await refused(nefta, "POST", "/editions/2022/shortlist", body, "fr")
    assert told["word"] == "envelope-overspent"
    assert "300 000,001 DT" in told["detail"].replace("\u00a0", " ")


async def refused(town: Town, method: str, path: str, body: Any, language: str) -> dict[str, Any]:
    answer = await town.ask(method, f"/{NEFTA}{path}", body, "cell", **{"Accept-Language": language})
    assert answer.status_code == 422, answer.text
    told: dict[str, Any] = answer.json()
    return told
