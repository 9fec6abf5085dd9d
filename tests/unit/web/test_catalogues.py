"""Every text exists in every language, with every plural form its language needs."""

import json
import re
from pathlib import Path

import pytest

from web import catalogue as texts
from web.catalogue import LANGUAGES, PLURALS, catalogue, plural_names

WEB = Path(texts.__file__).parent
PLACES = re.compile(r"\{(\w+)\}")
ASKED = re.compile(r"""(?:say|count)\(\s*f?["']([a-z_]+\.[A-Za-z_.\-]+)["']""")
PREFIXED = re.compile(r"""name\(\s*["']([a-z_]+)["']""")


def places(entry: object) -> set[str]:
    forms = entry.values() if isinstance(entry, dict) else [entry]
    return {place for form in forms for place in PLACES.findall(str(form))}


def sources() -> list[Path]:
    return [
        *(path for path in WEB.glob("templates/**/*") if path.is_file()),
        *WEB.glob("*.py"),
        *WEB.glob("pages/**/*.py"),
        *WEB.glob("views/*.py"),
        *WEB.glob("ts/**/*.ts"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_lacks_a_text(language: str) -> None:
    assert set(catalogue(language).entries) == set(catalogue("ar").entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_counts_has_exactly_the_plural_forms_of_its_language(language: str) -> None:
    counting = {key: set(entry) for key, entry in catalogue(language).entries.items() if isinstance(entry, dict)}
    assert counting
    assert {key: names for key, names in counting.items() if names != plural_names(language)} == {}


def test_a_french_line_never_begins_with_a_sign_that_belongs_to_the_word_before() -> None:
    """Written with plain spaces, read with spaces at which no line breaks."""
    apart = re.compile(r" [:;?!»%]|« |-t-(?:il|elle|on)")
    said = [
        form
        for entry in catalogue("fr").entries.values()
        for form in ([entry] if isinstance(entry, str) else entry.values())
    ]
    assert [form for form in said if apart.search(form)] == []


def test_arabic_tells_all_six_numbers_apart() -> None:
    assert plural_names("ar") == set(PLURALS)
    forms = {catalogue("ar").count("screen.ballots", number) for number in (0, 1, 2, 5, 30, 100)}
    assert len(forms) == 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places_to_fill(language: str) -> None:
    arabic = catalogue("ar").entries
    kept = {key: places(entry) - {"n"} for key, entry in catalogue(language).entries.items()}
    assert {key for key, found in kept.items() if found != places(arabic[key]) - {"n"}} == set()


def test_every_text_a_page_asks_for_exists() -> None:
    known = set(catalogue("ar").entries)
    asked = {
        key for path in sources() for key in ASKED.findall(path.read_text("utf-8")) if not key.endswith(("_", "."))
    }
    assert asked - known == set()


def test_every_family_of_names_a_page_uses_exists() -> None:
    known = {key.split(".")[0] for key in catalogue("ar").entries}
    used = {prefix for path in sources() for prefix in PREFIXED.findall(path.read_text("utf-8"))}
    assert used - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_in_texts_are_latin(language: str) -> None:
    assert [key for key, entry in catalogue(language).entries.items() if re.search("[٠-٩۰-۹]", str(entry))] == []


def test_a_countrys_own_words_replace_known_texts_and_keep_their_places() -> None:
    common = catalogue("ar").entries
    own = catalogue("ar", "MA").entries
    assert own.keys() == common.keys()
    changed = {key for key in own if own[key] != common[key]}
    assert changed
    assert {key for key in changed if places(own[key]) != places(common[key])} == set()
    assert {key for key in changed if re.search("بلدي|روزنامة", str(own[key]))} == set()


def test_a_moroccan_commune_is_never_called_as_a_tunisian_one() -> None:
    rooms = json.loads((WEB / "locale" / "ar" / "citizen.json").read_text("utf-8"))
    own = catalogue("ar", "MA").entries
    assert {key for key in rooms if re.search("البلدية|للبلدية", str(own[key]))} == set()
