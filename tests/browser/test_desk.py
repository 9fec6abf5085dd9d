"""A clerk at the door: fifty people through a network that goes and comes, each counted once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import TABLET, Visitor
from tests.browser.forums import CLERK, OTHER, OWN, arrive, convene, counts, people_of
from tests.browser.reading import Weight, grave, small_targets
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]
KIB = 1024
CUT = {5: True, 15: False, 30: True, 40: False}  # before which person the network goes (True) and comes back
RELOADED = {10, 35}  # with the network away


def at_the_desk(visitor: Visitor, meeting: str, language: str = "ar") -> Page:
    page = visitor.open(f"/{language}/{SLUG}/desk/{meeting}")
    page.click(f"button[name=subject][value={CLERK}]")
    expect(page.locator("#net")).not_to_have_class("net off")
    expect(page.locator("#desk")).to_have_attribute("data-kept", "yes")
    return page


def take(page: Page, *neighbourhoods: str) -> None:
    page.click("#setup summary")
    for one in neighbourhoods:
        page.check(f"input[name=mine][value={one}]")
    page.click("#settings button")
    expect(page.locator("#kept")).not_to_be_empty()
    page.click("#setup summary")


def tick(page: Page, name: str) -> None:
    """Type, then one tap."""
    page.fill("#who", name)
    page.locator("#found button").first.click()
    expect(page.locator("#done")).to_contain_text(name)


def test_fifty_people_through_a_network_cut_twice_are_fifty_on_the_server(visit: Visit, town: Town) -> None:
    people = people_of(OWN, 50)
    meeting = run(convene(town.urls, "منتدى الخمسين", people))
    visitor = visit(TABLET)
    page = at_the_desk(visitor, meeting)
    take(page, OWN)
    for place, person in enumerate(people):
        if place in CUT:
            page.context.set_offline(CUT[place])
        if place in RELOADED:
            page.reload()
            expect(page.locator("#waiting")).to_contain_text("لم")
        tick(page, person["name"])
    expect(page.locator("#waiting")).to_have_text("أُرسل كل شيء")
    expect(page.locator("#total")).to_have_text("50")
    found = run(counts(town.urls, meeting))
    assert (found["total"], found["present"]) == (50, [{"neighbourhood": OWN, "present": 50}])
    assert [(desk["admitted"], desk["pending"]) for desk in found["desks"]] == [(50, 0)]
    assert visitor.faults == []


def test_a_desk_that_is_cut_off_admits_only_its_own_neighbourhoods(visit: Visit, town: Town) -> None:
    mine, theirs = people_of(OWN, 1)[0], people_of(OTHER, 1)[0]
    meeting = run(convene(town.urls, "منتدى الحيّين", [mine, theirs]))
    page = at_the_desk(visit(TABLET), meeting)
    take(page, OWN)
    page.context.set_offline(True)
    page.fill("#who", theirs["name"])
    page.locator("#found button").first.click()
    expect(page.locator("#found .why")).to_be_visible()
    tick(page, mine["name"])
    expect(page.locator("#waiting")).to_have_class("waiting some")
    page.context.set_offline(False)
    expect(page.locator("#waiting")).not_to_have_class("waiting some")
    tick(page, theirs["name"])
    expect(page.locator("#waiting")).not_to_have_class("waiting some")
    assert run(counts(town.urls, meeting))["total"] == 2


def test_a_desk_whose_first_question_got_lost_asks_again_by_itself(visit: Visit, town: Town) -> None:
    person = people_of(OWN, 1)[0]
    meeting = run(convene(town.urls, "منتدى البداية", [person]))
    page = visit(TABLET).page
    page.route("**/people", lambda route: route.abort(), times=1)
    page.goto(f"{town.urls['web']}/ar/{SLUG}/desk/{meeting}")
    page.click(f"button[name=subject][value={CLERK}]")
    expect(page.locator("#net")).not_to_have_class("net off")
    take(page, OWN)
    tick(page, person["name"])
    expect(page.locator("#waiting")).not_to_have_class("waiting some")
    assert run(counts(town.urls, meeting))["total"] == 1


def test_somebody_not_on_the_list_is_written_down_once_also_when_another_desk_did_it_too(
    visit: Visit, town: Town
) -> None:
    known = people_of(OWN, 1)[0]
    meeting = run(convene(town.urls, "منتدى القادمين", [known]))
    run(arrive(town.urls, meeting, "desk-9", {"name": "سعاد الجديدة", "neighbourhood": OTHER}))
    page = at_the_desk(visit(TABLET), meeting)
    page.click("#walk-in summary")
    page.click("#new-person .acts button")
    expect(page.locator("#name-mistake")).to_be_visible()
    page.fill("#name", known["name"])
    page.select_option("#hood", OTHER)
    page.click("#new-person .acts button")
    expect(page.locator("#same")).to_contain_text(known["name"])
    page.locator("#same li button").first.click()
    expect(page.locator("#done")).to_contain_text(known["name"])
    page.fill("#name", "سُعاد  الجديدة")
    page.select_option("#hood", OTHER)
    page.click("#new-person .acts button")
    expect(page.locator("#same .chip.good")).to_be_visible()
    expect(page.locator("#waiting")).not_to_have_class("waiting some")
    assert run(counts(town.urls, meeting))["total"] == 2


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_desk_is_readable_by_everyone_in_each_state(visit: Visit, town: Town, language: str) -> None:
    people = people_of(OWN, 2)
    meeting = run(convene(town.urls, f"منتدى القراءة {language}", people))
    visitor = visit(TABLET, language=language)
    weight = Weight(visitor.page)
    page = at_the_desk(visitor, meeting, language)
    assert (weight.whole <= 120 * KIB, weight.script <= 60 * KIB) == (True, True)
    assert grave(page) == []
    take(page, OWN)
    tick(page, people[0]["name"])
    assert grave(page) == []
    page.context.set_offline(True)
    tick(page, people[1]["name"])
    page.fill("#who", people[0]["name"])
    page.click("#walk-in summary")
    assert grave(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]
    assert visitor.faults == []
