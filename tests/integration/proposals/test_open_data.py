"""What anybody may take away: maps, lists, projects."""

import csv
import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook

from shared.contracts.event import Decision
from shared.contracts.proposals import DecisionRequested
from tests.integration.proposals.test_edition import decided, declared
from tests.integration.proposals.town import NEFTA, Town
from tests.support.oc4ids import follows_the_standard


def square(zone: str, west: float, south: float, size: float = 0.1) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": {"zone": zone}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


CENTRE, OASIS = square("centre", 7.8, 33.8), square("oasis", 7.9, 33.8)
BOUNDARY = square("", 7.7, 33.7, 0.5)["geometry"]
CROSSING = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


async def test_zones_that_lie_side_by_side_are_drawn(nefta: Town) -> None:
    body = {"type": "FeatureCollection", "features": [OASIS, CENTRE], "boundary": BOUNDARY}
    assert await nefta.put("/map", body, "network-administrator") == {"zones": 2}
    drawn = await nefta.get("/zones.geojson")
    assert [each["properties"]["zone"] for each in drawn["features"]] == ["centre", "oasis"]


@pytest.mark.parametrize(
    ("features", "word"),
    [
        ([CENTRE, square("oasis", 7.85, 33.8)], "zones-overlap"),
        ([CENTRE, square("oasis", 9.0, 33.8)], "zone-outside"),
        ([CENTRE, {**OASIS, "geometry": CROSSING}], "zone-shape-broken"),
        ([CENTRE, {**OASIS, "geometry": {"type": "Polygon", "coordinates": [["a"]]}}], "map-unreadable"),
        ([CENTRE, {**OASIS, "geometry": {"type": "Point", "coordinates": [1, 2]}}], "map-unreadable"),
        ([CENTRE], "zone-undrawn"),
        ([CENTRE, OASIS, OASIS], "zone-drawn-twice"),
        ([CENTRE, OASIS, square("desert", 8.1, 33.8)], "map-unreadable"),
    ],
)
async def test_a_map_that_cannot_be_right_is_refused(nefta: Town, features: list[Any], word: str) -> None:
    body = {"type": "FeatureCollection", "features": features, "boundary": BOUNDARY}
    assert (await nefta.put("/map", body, "network-administrator", 422))["word"] == word
    assert (await nefta.get("/zones.geojson"))["features"] == []


async def test_a_list_leaves_in_three_forms_and_no_cell_of_it_is_a_formula(nefta: Town) -> None:
    await nefta.propose(title="=1+1 إنارة الشارع")
    await nefta.propose(title="حديقة عمومية")
    table = (await nefta.ask("GET", f"/{NEFTA}/exports/proposals.csv")).content.decode("utf-8-sig")
    titles = [row["title"] for row in csv.DictReader(io.StringIO(table))]
    assert titles == ["حديقة عمومية", "'=1+1 إنارة الشارع"]
    listed = (await nefta.ask("GET", f"/{NEFTA}/exports/proposals.json?edition=2022")).json()
    assert [row["status"] for row in listed] == ["submitted", "submitted"]
    spreadsheet = (await nefta.ask("GET", f"/{NEFTA}/exports/proposals.xlsx")).content
    book = load_workbook(io.BytesIO(spreadsheet))
    assert book.worksheets[0]["D3"].value == "=1+1 إنارة الشارع"
    assert book.worksheets[0].sheet_view.rightToLeft
    assert [cell.value for cell in book.worksheets[0][1]][8:10] == ["القناة", "الحالة"]
    assert book.worksheets[0]["I2"].value == "استمارة إلكترونية"
    with zipfile.ZipFile(io.BytesIO(spreadsheet)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    assert (await nefta.ask("GET", f"/{NEFTA}/exports/proposals.json?edition=1999")).json() == []


async def test_funded_projects_leave_in_the_open_contracting_standard(nefta: Town) -> None:
    await nefta.get("/projects.oc4ids.json", expect=404)
    lamps = await nefta.ready("إنارة الشارع", 40_000_125)
    await nefta.deliver(declared(await nefta.shortlist([lamps], 150_000_000), {lamps: 3}))
    await nefta.post("/editions/2022/selection")
    await nefta.post("/editions/2022/programme/draft")
    requested = await nefta.post("/editions/2022/programme/request-decision")
    [event] = await nefta.announced(DecisionRequested)
    subject = DecisionRequested.model_validate_json(event["data"]).subject_of_decision
    await nefta.deliver(decided(requested["request_id"], subject, Decision.APPROVED))
    package = await nefta.get("/projects.oc4ids.json")
    follows_the_standard(package)
    [row] = (await nefta.ask("GET", f"/{NEFTA}/exports/projects.json?edition=2022")).json()
    assert (row["project_id"], row["cost"], row["percent"], row["spent"]) == (lamps, 40_000_125, 0, None)
    french = await nefta.ask("GET", f"/{NEFTA}/exports/projects.xlsx?language=fr")
    sheet = load_workbook(io.BytesIO(french.content)).worksheets[0]
    assert not sheet.sheet_view.rightToLeft
    assert (sheet["F1"].value, sheet["F2"].value, sheet["G2"].value) == ("Coût", 40_000.125, "TND")
    [project] = package["projects"]
    assert (project["status"], project["budget"]["amount"]) == ("preparation", {"amount": 40000.125, "currency": "TND"})
    await nefta.post(f"/projects/{lamps}/progress", {"percent": 100, "committed": 40_000_000, "spent": 40_000_000})
    await nefta.post(f"/projects/{lamps}/delivery")
    package = await nefta.get("/projects.oc4ids.json")
    follows_the_standard(package)
    [project] = package["projects"]
    assert (project["status"], project["completion"]["finalValue"]["amount"]) == ("completed", 40000)
