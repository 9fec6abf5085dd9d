"""How dates, codes and evidence are read from a table somebody typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.adapters.library import table_reader
from services.scheduling.domain.reading.cells import apart, evidence, mark
from services.scheduling.domain.reading.dates import read_dates
from shared.texts import long_date

READER = table_reader()
WORDS = READER.words
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def spellings(day: date) -> list[str]:
    written = [
        f"{day:%d/%m/%Y}",
        f"{day:%Y/%m/%d}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day.year}",
    ]
    written += [long_date(day, language, country) for language in ("ar", "fr", "en") for country in ("TN", "MA")]
    return written + [text.translate(EASTERN) for text in written]


@given(day=days)
def test_a_date_is_the_same_in_every_spelling_of_tunisia_and_morocco(day: date) -> None:
    for text in spellings(day):
        cell = read_dates(text, WORDS)
        assert [one.on for one in cell.days] == [day], text


@given(day=days)
def test_a_weekday_is_contradicted_exactly_when_it_is_another(day: date) -> None:
    for number, names in enumerate(WORDS.weekday_names):
        for name in (names["ar"], names["fr"], names["en"]):
            [read] = read_dates(f"{name} {day:%d/%m/%Y}", WORDS).days
            assert read.contradicted == (number != day.weekday())


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_said_to_be_unreadable(text: str) -> None:
    cell = read_dates(text, WORDS)
    assert cell.readable or not cell.days


@pytest.mark.parametrize(
    "text",
    ["31/02/2021", "13/2021", "بعد العيد", "من 1 إلى 5 نوفمبر 2021", "2021", "10/13/2021", "13/10/2021 ?!x", "5/11"],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert not read_dates(text, WORDS).readable


@pytest.mark.parametrize(
    ("text", "parts", "rest"),
    [
        ("2-1 لقاء عمل", ("2", "1"), "لقاء عمل"),
        ("٣- وضع خطة", ("3",), "وضع خطة"),
        ("A.1 مقرر المجلس", ("A", "1"), "مقرر المجلس"),
        ("a plan", (), "a plan"),
        ("تقسيم التراب", (), "تقسيم التراب"),
        ("4.1", ("4", "1"), ""),
    ],
)
def test_the_number_before_an_activity_is_told_from_its_words(text: str, parts: tuple[str, ...], rest: str) -> None:
    found = mark(text)
    assert (found.parts, found.rest) == (parts, rest)


def test_numbered_lines_of_one_cell_are_several_activities() -> None:
    assert apart("1- التشخيص الفني\n2- التشخيص المالي") == ["1- التشخيص الفني", "2- التشخيص المالي"]
    assert apart("تشخيص\nفني") == ["تشخيص\nفني"]


def test_or_parts_alternatives_and_stays_inside_the_name_of_one_kind() -> None:
    found = evidence("محضر جلسة وصور أو نسخ المراسلات", READER.kinds, WORDS)
    assert found.any_of == (("minutes", "photos"), ("letters",))
    found = evidence("مستخرج من موقع الواب أو من مواقع التواصل الاجتماعي؛ صور", READER.kinds, WORDS)
    assert (found.required, found.any_of) == (("web_extract", "photos"), ())
    found = evidence("محضر جلسة؛ شهادة شرفية", READER.kinds, WORDS)
    assert (found.required, found.unknown) == (("minutes",), ("شهادة شرفية",))
