"""A calendar table typed by somebody: shown as it was understood, corrected by a person, then a draft."""

from typing import Any

import pytest

from tests.integration.scheduling import retyped
from tests.integration.scheduling.conftest import BENI_MELLAL, Town, document

TN = "template-tn-annual-investment-programme"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKED = {"edition": "2022", "template": TN, "programme_year": 2022}
SMALL = ["Phase", "Activité", "Date", "Observations"]


async def sent(town: Town, content: bytes, media_type: str, year: int = 2022) -> dict[str, Any]:
    sha256 = await town.upload(content, "table", media_type)
    body = {**ASKED, "edition": str(year), "programme_year": year, "sha256": sha256, "historical": True}
    return await town.made("/calendars/imports", body)


async def typed(town: Town, *rows: list[str]) -> dict[str, Any]:
    return await sent(town, retyped.comma(SMALL, *rows), "text/csv")


async def patch(town: Town, review: dict[str, Any], path: str, body: dict[str, Any], **headers: str) -> Any:
    place = f"/{town.slug}/calendars/imports/{review['import_id']}{path}"
    sent_headers = {**town.headers("cell"), "If-Match": f'"{review["version"]}"', **headers}
    return await town.client.patch(place, json=body, headers=sent_headers)


async def corrected(town: Town, review: dict[str, Any], path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await patch(town, review, path, body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def words(review: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in review["rows"]:
        for doubt in row["doubts"]:
            found.setdefault(doubt["word"], set()).add(row["read"]["code"])
    return found


def rows_of(activities: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """What the columns of the table say of each activity."""
    return [
        (
            row["code"],
            row["key"],
            row["phase"],
            row["label"]["ar"],
            row["planned_date"],
            row["notes"],
            sorted((piece["type"], piece["required"]) for piece in row["evidence"]),
        )
        for row in activities
    ]


async def accepted(town: Town, review: dict[str, Any]) -> dict[str, Any]:
    made = await town.made(f"/calendars/imports/{review['import_id']}/acceptance", {})
    assert made["left_out"] == []
    return await town.get(f"/calendars/{made['calendar_id']}")


async def test_the_calendar_of_nefta_typed_again_is_the_calendar_of_the_source(town: Town) -> None:
    review = await sent(town, retyped.nefta(), "text/csv")
    assert review["counts"]["ready"] < len(review["rows"]) == 19
    assert words(review)["columns-reversed"] == {"3.1", "4.1", "5.1", "5.2", "5.3", "5.4", "5.5"}
    assert words(review)["phase-number-differs"] == {"3.1"}
    assert words(review)["code-reversed"] >= {"1.2", "2.1", "3.1", "5.4"}
    assert review["absent"] == []
    answers = {"confirmed": ["columns-reversed", "code-reversed", "phase-number-differs"]}
    review = await corrected(town, review, "", answers)
    assert review["counts"] == {"ready": 19, "open": 0, "left_out": 0}
    calendar = await accepted(town, review)
    source = document("nefta-2022-calendar")
    assert rows_of(calendar["activities"]) == rows_of(source["activities"])
    assert calendar["activities"][8]["missing_evidence"] == ["letters"]
    told = {o["data"]["rule"]: o["data"]["verdict"] for o in source["observations"] if o["kind"] == "rule_verdict"}
    assert {v["rule"]: v["verdict"] for v in calendar["verdicts"]} == told


async def test_the_calendar_of_beni_hassen_typed_again_is_the_calendar_of_the_source(town: Town) -> None:
    review = await sent(town, retyped.beni_hassen(), XLSX, 2021)
    assert "header-reversed" in {doubt["word"] for doubt in review["doubts"]}
    assert words(review)["several-activities"] == {"2.1", "2.2"}
    assert words(review)["date-missing"] == {"1.4"}
    assert words(review)["before-predecessor"] >= {"1.3"}
    review = await corrected(town, review, "", {"confirmed": ["several-activities"]})
    calendar = await accepted(town, review)
    source = document("beni-hassen-2021-calendar")
    assert rows_of(calendar["activities"]) == rows_of(source["activities"])
    told = {o["data"]["rule"]: o["data"]["verdict"] for o in source["observations"] if o["kind"] == "rule_verdict"}
    found = {v["rule"]: v["verdict"] for v in calendar["verdicts"]}
    # what the table has no column for: the session's agenda, and the minutes of the meeting
    assert {rule for rule in told if found[rule] != told[rule]} == {"TN-R09", "TN-R25", "TN-R26"}


async def test_the_text_of_every_cell_is_kept_as_it_was_written(town: Town) -> None:
    review = await sent(town, retyped.nefta(), "text/csv")
    assert review["rows"][1]["source"]["date"] == "٢٠/١٠/٢٠٢١"
    assert review["rows"][1]["read"]["planned_date"] == "2021-10-20"
    review = await corrected(town, review, "", {"confirmed": ["columns-reversed", "code-reversed"]})
    made = await town.made(f"/calendars/imports/{review['import_id']}/acceptance", {})
    calendar = await town.get(f"/calendars/{made['calendar_id']}")
    assert calendar["activities"][1]["details"]["source_text"]["date"] == "٢٠/١٠/٢٠٢١"
    assert [left["words"] for left in made["left_out"]] == [["phase-number-differs"]]


async def test_a_weekday_that_contradicts_its_date_is_asked_about_and_not_decided(town: Town) -> None:
    review = await typed(town, ["1", "1.2 لقاء عمل مع المجتمع المدني", "vendredi 5 novembre 2020", ""])
    [row] = review["rows"]
    [doubt] = [one for one in row["doubts"] if one["word"] == "weekday-contradicts-date"]
    assert (row["state"], doubt["weight"], row["read"]["planned_date"]) == ("open", "question", "2020-11-05")
    assert doubt["text"]["fr"] == "Ligne 2 : il est écrit vendredi, mais le 2020-11-05 est un jeudi"
    answered = await corrected(town, review, f"/rows/{row['row']}", {"planned_date": "2020-11-06"})
    assert answered["rows"][0]["state"] == "ready"
    assert answered["rows"][0]["source"]["date"] == "vendredi 5 novembre 2020"
    [change] = answered["corrections"]
    assert (change["before"], change["after"]) == ("2020-11-05", "2020-11-06")
    assert change["by"].endswith("tn-nefta-cell")


@pytest.mark.parametrize(
    ("row", "word", "field"),
    [
        (["1", "1.1 إحداث خلية الإعداد", "=TODAY()", ""], "formula-cell", "date"),
        (["1", "1.1 إحداث خلية الإعداد", "31/02/2021", ""], "unreadable-date", "date"),
        (["1", "1.1 إحداث خلية الإعداد", "avant l'hiver", ""], "unreadable-date", "date"),
        (["1", "1.1 تنظيف الشاطئ في الصيف", "13/10/2021", ""], "activity-unknown", "activity"),
        (["9", "إحداث خلية الإعداد", "13/10/2021", ""], "phase-unknown", "phase"),
    ],
)
async def test_a_row_that_cannot_be_understood_is_named_by_line_and_column(
    town: Town, row: list[str], word: str, field: str
) -> None:
    good = ["1", "1.2 لقاء عمل مع المجتمع المدني", "20/10/2021", ""]
    review = await typed(town, good, row)
    bad = review["rows"][1]
    assert bad["state"] == "open"
    found = [(one["word"], one["field"], one["line"], one["weight"]) for one in bad["doubts"]]
    assert (word, field, 3, "error") in found
    assert all(one["message"] == one["text"]["ar"] for one in bad["doubts"])
    made = await town.made(f"/calendars/imports/{review['import_id']}/acceptance", {})
    assert (made["accepted"], [one["line"] for one in made["left_out"]]) == (["2"], [3])


async def test_an_activity_before_the_one_it_waits_for_is_shown(town: Town) -> None:
    first = ["1", "1.1 إحداث خلية الإعداد وضبط الروزنامة", "20/10/2021", ""]
    review = await typed(town, first, ["", "1.2 لقاء عمل مع المجتمع المدني", "13/10/2021", ""])
    [doubt] = [one for one in review["rows"][1]["doubts"] if one["word"] == "before-predecessor"]
    assert doubt["values"] == {"line": 3, "date": "2021-10-13", "predecessor": "1.1", "before": "2021-10-20"}


async def test_an_activity_of_the_towns_own_is_taken_when_a_person_says_so(town: Town) -> None:
    review = await typed(town, ["1", "1.9 تنظيف الشاطئ في الصيف", "13/10/2021", "كل سنة"])
    unknown = await patch(town, review, "/rows/2", {"key": "no_such_activity"})
    assert (unknown.status_code, unknown.json()["word"]) == (422, "choice-unknown")
    review = await corrected(town, review, "/rows/2", {"key": "own", "evidence": ["photos"]})
    calendar = await accepted(town, review)
    [row] = calendar["activities"]
    assert (row["key"], row["label"], row["notes"]) == ("own_2", {"ar": "تنظيف الشاطئ في الصيف"}, "كل سنة")
    assert row["missing_evidence"] == ["photos"]


async def test_several_sessions_letters_and_done_are_read_and_nothing_is_done_without_proof(town: Town) -> None:
    header = ["N°", "Activity", "Date", "Done"]
    table = [
        header,
        ["1.2", "work meeting with civil society and zone representatives", "5/11/2020 et 12/11/2020", "yes"],
        ["2.4", "coordination with other public bodies", "par courrier", ""],
    ]
    review = await sent(town, retyped.comma(*table), "text/csv", 2021)
    calendar = await accepted(town, review)
    first, second = calendar["activities"]
    assert first["sessions"] == ["2020-11-05", "2020-11-12"]
    assert (first["done"], first["details"]["done_printed"]) == (False, True)
    assert (second["by_letters"], second["planned_date"]) == (True, None)
    assert "done-not-proven" in {one["kind"] for one in calendar["observations"]}


async def test_columns_nobody_recognised_are_named_by_a_person(town: Town) -> None:
    rows = [["xx", "yy", "zz"], ["1", "1.1 إحداث خلية الإعداد وضبط الروزنامة", "13/10/2021"]]
    review = await sent(town, retyped.comma(*rows), "text/csv")
    assert ([one["word"] for one in review["doubts"]], review["rows"]) == (["no-header"], [])
    review = await corrected(town, review, "", {"columns": {"0": "phase", "1": "activity", "2": "date"}})
    assert [row["read"]["key"] for row in review["rows"] if row["state"] == "ready"] == ["cell_created"]


async def test_two_people_at_one_review_do_not_overwrite_each_other(town: Town) -> None:
    review = await typed(town, ["1", "1.1 إحداث خلية الإعداد وضبط الروزنامة", "13/10/2021", ""])
    await corrected(town, review, "/rows/2", {"notes": "first"})
    late = await patch(town, review, "/rows/2", {"notes": "second"})
    assert (late.status_code, late.json()["word"]) == (409, "stale-version")


async def test_an_import_is_taken_back_while_nobody_worked_on_the_draft(town: Town) -> None:
    review = await typed(town, ["1", "1.1 إحداث خلية الإعداد وضبط الروزنامة", "13/10/2021", ""])
    place = f"/calendars/imports/{review['import_id']}"
    made = await town.made(f"{place}/acceptance", {})
    again = await town.post(f"{place}/acceptance", {})
    assert (again.status_code, again.json()["word"]) == (409, "import-closed")
    assert (await town.made(f"{place}/undo", {}))["state"] == "reviewing"
    assert (await town.client.get(f"/{town.slug}/calendars/{made['calendar_id']}")).status_code == 404
    made = await town.made(f"{place}/acceptance", {})
    await town.made(f"/calendars/{made['calendar_id']}/activities/1.1/done", {"reason": "oral"})
    refused = await town.post(f"{place}/undo", {})
    assert (refused.status_code, refused.json()["word"]) == (409, "calendar-in-use")


async def test_a_discarded_review_makes_no_calendar(town: Town) -> None:
    review = await typed(town, ["1", "1.1 إحداث خلية الإعداد وضبط الروزنامة", "13/10/2021", ""])
    place = f"/calendars/imports/{review['import_id']}"
    assert (await town.made(f"{place}/discard", {}))["state"] == "discarded"
    assert (await town.post(f"{place}/acceptance", {})).json()["word"] == "import-closed"
    assert (await town.get("/calendars"))["items"] == []


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), ("x\n" * 400, "too-large"), (b"%PDF-1.7 ", None)])
async def test_what_is_no_table_is_refused(town: Town, content: bytes | str, reason: str | None) -> None:
    raw = content.encode() if isinstance(content, str) else content or b"\n"
    sha256 = await town.upload(raw, "table.csv", "text/csv")
    refused = await town.post("/calendars/imports", {**ASKED, "sha256": sha256})
    assert (refused.status_code, refused.json()["word"]) == (422, "table-unreadable")
    assert refused.json()["reason"] == reason or reason is None


async def test_a_review_is_for_the_towns_own_cell(town: Town) -> None:
    review = await typed(town, ["1", "1.1 إحداث خلية الإعداد وضبط الروزنامة", "13/10/2021", ""])
    place = f"calendars/imports/{review['import_id']}"
    assert (await town.client.get(f"/{town.slug}/{place}")).json()["word"] == "token-missing"
    elsewhere = town.at(BENI_MELLAL)
    answer = await town.client.get(f"/{BENI_MELLAL}/{place}", headers=elsewhere.headers("cell"))
    assert answer.json()["word"] == "import-unknown"
