"""A drafted vote stands in its form as it is, and what the form does not touch comes back unchanged."""

from typing import Any

import pytest

from web.reader import Reader
from web.views.drafting import standing
from web.views.redrafting import columns, kept_people, one_rule, rule_fields, usual

READER = Reader("ar", "MA")


def contest(name: str = "hay-1", seats: int = 1, **more: Any) -> dict[str, Any]:
    method, most = usual({"seats": seats})
    rule = {"method": method, "max_choices": most, "rounding": None, "quota": None, "quorum": None}
    who = {"neighbourhood": name, "label": {"ar": "حي", "fr": "Hay"}, "alternates": 1, "candidates": []}
    return {"contest": name, "seats": seats, **who, **rule, **more}


def person(own: str, name: str, group: str | None = None) -> dict[str, Any]:
    return {"id": own, "name": {"ar": name, "fr": f"{name} (fr)"}, "group": group, "cost": None}


def test_a_rule_that_follows_from_the_seats_leaves_its_fields_empty() -> None:
    rule = one_rule([contest(seats=1), contest("hay-2", seats=2), contest("hay-3", seats=4, rounding="exact")])
    assert rule is not None
    fields = rule_fields(rule)
    assert (fields["method"], fields["max_choices"], fields["rounding"]) == ("", "", "exact")


def test_quota_and_quorum_are_shown_as_they_are_typed() -> None:
    quota, quorum = {"minimum": {"woman": 1}, "shortfall": "vacant"}, {"of": "present", "thousandths": 333}
    rule = one_rule([contest(quota=quota, quorum=quorum)])
    assert rule is not None
    fields = rule_fields(rule)
    assert (fields["least-woman"], fields["shortfall"], fields["quorum_of"], fields["quorum"]) == (
        1,
        "vacant",
        "present",
        "33.3",
    )


@pytest.mark.parametrize(
    "other",
    [
        contest("hay-2", seats=2, method="approval", max_choices=1000),
        contest("hay-2", quorum={"of": "ballots", "thousandths": 100}),
        contest("hay-2", candidates=[person("c1", "أ", "youth")]),
        contest("hay-2", quota={"minimum": {"youth": 1}, "shortfall": "report"}),
    ],
)
def test_rules_the_form_cannot_say_for_all_are_left_alone(other: dict[str, Any]) -> None:
    assert one_rule([contest(), other]) is None


def test_each_contest_stands_in_the_line_of_its_neighbourhood_and_the_others_below() -> None:
    here = contest("hay-2", candidates=[person("k1", "خديجة"), person("hay-2-1", "يوسف", "man")])
    free = contest("all", neighbourhood=None)
    found = columns([free, here], [{"slug": "hay-1"}, {"slug": "hay-2"}], {"k1"}, READER)
    assert found["hood"] == ["hay-1", "hay-2", ""]
    assert found["own"] == ["", "hay-2", "all"]
    assert found["seats"] == ["", "1", "1"]
    assert found["standing"][1].startswith("يوسف ; ")
    assert standing("hay-2", found["standing"][1], "ar")[0]["group"] == "man"


def test_whoever_stood_keeps_number_and_names_and_nobody_new_takes_a_number() -> None:
    before = contest(candidates=[person("hay-1-2", "يوسف"), person("hay-1-1", "أمينة"), person("hay-1-9", "أمينة")])
    typed = standing("hay-1", "خديجة\nأمينة\nأمينة\nيوسف", "ar")
    found = kept_people(typed, before, READER)
    assert [one["id"] for one in found] == ["hay-1-3", "hay-1-1", "hay-1-9", "hay-1-2"]
    assert [len(one["name"]) for one in found] == [1, 2, 2, 2]
    assert kept_people(typed[:1], None, READER) == typed[:1]
