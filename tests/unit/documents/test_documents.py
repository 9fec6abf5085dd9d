"""What printed documents promise."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from services.proposals.domain.proposal import Channel
from shared import documents
from shared.documents import DocumentIncomplete, Language, UnknownTemplate, qr_png, qr_svg, render
from shared.documents.values import created_at, plain
from tests.unit.documents.places import DIGEST
from tests.unit.documents.samples import NEFTA, SAMPLES

HERE = Path(documents.__file__).parent
LANGUAGES: tuple[Language, ...] = ("ar", "fr", "en")


def words_of(pdf: bytes) -> str:
    found = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return found.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("template", sorted(SAMPLES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_facts_give_the_same_document_to_the_byte(template: str, language: Language) -> None:
    first = render(template, SAMPLES[template], language)
    assert first == render(template, SAMPLES[template], language)
    assert first.startswith(b"%PDF-")


def test_every_template_in_the_folder_has_a_sample_that_was_looked_at() -> None:
    assert {file.stem for file in (HERE / "templates").glob("*.typ")} - {"base"} == set(SAMPLES)


def test_a_document_carries_the_date_of_the_fact_and_not_of_the_printing() -> None:
    made = PdfReader(io.BytesIO(render("minutes", SAMPLES["minutes"], "fr"))).metadata
    assert made is not None
    assert made.creation_date == created_at("2021-10-26T14:30:00Z")


def test_hours_are_those_of_the_town() -> None:
    assert "16:45" in words_of(render("pv", SAMPLES["pv"], "fr"))


def test_a_meeting_whose_end_is_not_known_has_a_beginning_only() -> None:
    meeting = {"kind": "Session", "date": "2021-10-26", "start": "09:00", "end": None}
    text = words_of(render("minutes", SAMPLES["minutes"] | {"meeting": meeting, "agenda": []}, "fr"))
    assert ("09:00" in text, "09:00 –" in text) == (True, False)


def test_a_title_that_looks_like_code_is_only_text() -> None:
    report = NEFTA | {"title": '#panic("run")', "sections": [{"paragraphs": ['#read("base.typ") $x$ *y*']}]}
    assert '#read("base.typ")' in words_of(render("report", report, "en"))


def test_slips_name_nobody() -> None:
    text = words_of(render("slips", SAMPLES["slips"], "fr"))
    assert "4821" in text
    assert "Amrani" not in text


def test_money_is_written_with_the_decimals_of_its_currency() -> None:
    text = words_of(render("sheet", SAMPLES["sheet"], "fr"))
    assert "121 675,000" in text.replace("\u00a0", " ")


def test_a_sheet_says_in_words_by_which_channel_a_project_came() -> None:
    for language in LANGUAGES:
        labels = json.loads((HERE / "labels" / f"{language}.json").read_text("utf-8"))
        assert set(labels["channels"]) == set(Channel)
    printed = render("sheet", SAMPLES["sheet"] | {"proposal": {"title": "x", "channel": Channel.SUGGESTION_BOX}}, "fr")
    assert "Boîte à suggestions" in words_of(printed)


def test_a_missing_field_is_named() -> None:
    with pytest.raises(DocumentIncomplete, match="sections"):
        render("report", {k: v for k, v in SAMPLES["report"].items() if k != "sections"}, "ar")


@pytest.mark.parametrize("name", ["none_such", "../render", "base/../report"])
def test_only_known_templates_are_printed(name: str) -> None:
    with pytest.raises(UnknownTemplate):
        render(name, NEFTA, "ar")


def test_a_value_without_a_written_form_is_refused() -> None:
    with pytest.raises(TypeError):
        plain(object(), zone=None)  # type: ignore[arg-type]  # never reached: the value is refused first


def test_a_qr_code_is_drawn_for_screen_and_paper() -> None:
    assert qr_svg("https://example.org").startswith("<svg")
    assert qr_png("https://example.org").startswith(b"\x89PNG")


def keys(tree: object, path: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from keys(value, f"{path}/{key}")
    else:
        yield path


def test_every_label_is_written_in_the_three_languages() -> None:
    written = {code: set(keys(json.loads((HERE / "labels" / f"{code}.json").read_text("utf-8")))) for code in LANGUAGES}
    assert written["fr"] == written["en"] == written["ar"] - {"/months/MA"}


def heights(pdf: bytes, wanted: str) -> list[float]:
    """How high on the first page each piece of text with these words stands, the highest first."""
    found: list[float] = []

    def look(text: str, page: list[float], line: list[float], *_: object) -> None:
        if wanted in text:
            found.append(page[1] * line[4] + page[3] * line[5] + page[5])

    PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=look)
    return sorted(found, reverse=True)


def test_a_long_title_does_not_reach_into_the_next_slip() -> None:
    title = (
        "Élection des déléguées et délégués des quartiers au forum citoyen du budget participatif de la commune, 2025"
    )
    slip = {
        "code": "4" * 24,
        "qr": "https://vote.example",
        "contest": {"fr": "Quartier Oulad Ayad, Oulad Idir et la vieille ville"},
    }
    pdf = render("slips", SAMPLES["slips"] | {"election": {"title": {"fr": title}}, "slips": [slip] * 10}, "fr")
    firsts, lasts = heights(pdf, "Béni Mellal")[::2], heights(pdf, "Scannez")[::2]
    assert (len(firsts), len(lasts)) == (5, 5)
    assert all(last > following for last, following in zip(lasts, firsts[1:], strict=False))


@pytest.mark.parametrize(
    ("name", "written"),
    [("El Jadida", "Commune d’El Jadida"), ("Le Kef", "Commune du Kef"), ("Nefta", "Commune de Nefta")],
)
def test_a_french_document_names_its_town_as_the_french_do(name: str, written: str) -> None:
    town = {"municipality": {"name": {"fr": name}, "country": "MA"}}
    assert written in words_of(render("report", SAMPLES["report"] | town, "fr"))


def test_a_vote_on_projects_has_no_empty_column_of_outcomes() -> None:
    line = {"rank": 1, "name": "Marché couvert", "votes": 42}
    told = {"label": {"fr": "Projets"}, "seats": 3, "results": [line]}
    text = words_of(render("pv", SAMPLES["pv"] | {"contests": [told]}, "fr"))
    assert ("Voix" in text, "Résultat" in text) == (True, False)


def test_minutes_are_called_minutes_whatever_the_meeting_is_called() -> None:
    text = words_of(render("minutes", SAMPLES["minutes"] | {"title": {"fr": "forum citoyen 2025"}}, "fr"))
    assert text.index("Procès-verbal de réunion") < text.index("Forum citoyen 2025")


def test_a_table_without_rows_says_that_there_is_nothing() -> None:
    empty = {"sections": [{"table": {"columns": ["Zone", "Montant"], "rows": []}}]}
    assert "Néant" in words_of(render("report", SAMPLES["report"] | empty, "fr"))


def test_a_digest_on_a_notice_is_broken_into_groups_that_fit_the_page() -> None:
    text = words_of(render("poster", SAMPLES["poster"] | {"lines": [f"رأس السجل: {DIGEST}"]}, "ar"))
    assert DIGEST not in text
    assert DIGEST[:8] in text


def test_a_column_that_says_nothing_is_left_out() -> None:
    people = {"present": [{"role": {"fr": "Habitants"}, "count": 240}]}
    assert "Nom" in words_of(render("minutes", SAMPLES["minutes"], "fr")).split()
    assert "Nom" not in words_of(render("minutes", SAMPLES["minutes"] | people, "fr")).split()
