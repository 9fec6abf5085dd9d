"""What residents are shown of money and places, and what their forms hold them to."""

import re

from hypothesis import given
from hypothesis import strategies as st

from web.catalogue import catalogue, tamazight
from web.pages.citizen.questions import STEPS, Answers, after, before, step_of
from web.pages.citizen.start import is_called
from web.pages.citizen.tracking import normal
from web.reader import Reader
from web.views.bars import bars, part
from web.views.zones_map import zones_map

TOWN = {
    "slug": "tn-nefta",
    "name": {"ar": "نفطة", "fr": "Nefta"},
    "region": {"name": {"ar": "ولاية توزر", "fr": "Tozeur"}},
}
WHOLE = {"zone": "centre", "title": "حديقة صغيرة", "body": "لأن الأطفال بلا مكان"}


def feature(zone: str, west: float) -> dict[str, object]:
    ring = [[west, 33.0], [west + 0.01, 33.0], [west + 0.01, 33.01], [west, 33.01], [west, 33.0]]
    return {"type": "Feature", "properties": {"zone": zone}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30), st.booleans())
def test_the_longest_bar_has_all_the_room_and_none_leaves_it(amounts: list[int], rtl: bool) -> None:
    drawn = bars([("", amount) for amount in amounts], rtl=rtl)
    assert max(bar.length for bar in drawn) == (100 if any(amounts) else 0)
    assert all(0 <= bar.start <= 100 and abs(bar.start + bar.length) <= 100.1 for bar in drawn)


def test_a_bar_begins_where_the_page_is_read_from() -> None:
    assert [bar.start for bar in bars([("", 50), ("", 100)], rtl=True)] == [50, 0]
    assert [bar.start for bar in bars([("", 50), ("", 100)], rtl=False)] == [0, 0]


def test_more_spent_than_decided_does_not_leave_the_bar() -> None:
    assert part(130, 100, rtl=False).length == 100
    assert part(None, 100, rtl=False).length == 0


def test_every_zone_is_drawn_with_the_number_of_the_list() -> None:
    drawn = zones_map({"features": [feature("a", 8.0), feature("b", 8.02)]}, {"a": 1, "b": 2}, {"a": 10, "b": 40})
    assert drawn is not None
    assert [(each.zone, each.number, each.shade) for each in drawn.outlines] == [("a", 1, 2), ("b", 2, 4)]
    assert drawn.outlines[0].x < drawn.outlines[1].x
    assert all(0 <= each.x <= drawn.width and 0 <= each.y <= drawn.height for each in drawn.outlines)


def test_nothing_drawn_is_no_map() -> None:
    assert zones_map(None, {}, {}) is None
    assert zones_map({"features": []}, {}, {}) is None


def test_a_name_or_address_goes_with_consent_or_not_at_all() -> None:
    assert Answers(WHOLE | {"email": "a@example.org"}).missing("who") == {"consent": "propose.missing_consent"}
    assert Answers(WHOLE | {"email": "a@example.org", "consent": "yes"}).missing("who") == {}
    assert Answers(WHOLE).missing("check") == {}


def test_too_few_letters_are_told_before_anything_is_sent() -> None:
    assert set(Answers({"title": "نعم", "body": "لا"}).missing("what")) == {"title", "body"}


def test_questions_follow_each_other_both_ways() -> None:
    assert [before(after(step)) for step in STEPS[:-1]] == list(STEPS[:-1])
    assert (step_of("no such step"), before(STEPS[0])) == ("zone", None)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert normal(" k7f3-qx hn") == "K7F3QXHN"
    assert [normal(typed) for typed in ("../zones", "٣٤٥", "", "A" * 40)] == [""] * 4


def test_a_town_is_found_in_any_spelling_by_its_own_name_or_its_regions() -> None:
    assert all(is_called(TOWN, asked) for asked in ("نفطه", "NEFTA", "tozeur", "توزر نفطة", ""))
    assert not is_called(TOWN, "sfax")


def test_tamazight_labels_are_tifinagh_and_stand_only_where_they_are_official() -> None:
    assert all(re.fullmatch(r"[\u2d30-\u2d7f ]+", label) for label in tamazight().values())
    assert {key for key in tamazight() if not key.startswith("town.")} <= set(catalogue("ar").entries)
    assert "zgh-MA" in Reader("ar", "MA", "Africa/Casablanca").tamazight("ways.programme")
    assert Reader("ar", "TN").tamazight("ways.programme") == ""
