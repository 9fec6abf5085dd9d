"""The bureau puts a drafted vote right: the form comes filled, and nobody's change overwrites another's."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, TABLET, Visitor
from tests.browser.forums import draft
from tests.browser.reading import grave, small_targets
from tests.browser.test_bureau import sign_in
from tests.browser.town import SLUG, Town, run

Visit = Callable[..., Visitor]


def changing(visitor: Visitor, election: str, language: str) -> Page:
    """By the link on the page of preparation."""
    page = sign_in(visitor, f"hall/votes/{election}/preparation", "bureau", language)
    page.click(f"a[href$='/{election}/draft']")
    page.wait_for_selector("#draft-title")
    return page


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_draft_comes_back_filled_and_is_put_right(visit: Visit, town: Town, language: str) -> None:
    election, _ = run(draft(town.urls, f"put right {language}"))
    visitor = visit(PHONE if language == "ar" else TABLET, language=language)
    page = changing(visitor, election, language)
    assert (grave(page), small_targets(page)) == ([], [])
    row = page.locator("tr", has=page.locator("input[name=own]:not([value=''])")).first
    names = row.locator("textarea").input_value()
    assert len(names.splitlines()) == 3
    row.locator("input[name=seats]").fill("1")
    row.locator("textarea").fill(f"{names}\nنزهة العلمي")
    page.click("main form .acts button")
    expect(page.locator(".saved")).to_be_visible()
    expect(page.locator(".cards ol li")).to_have_count(4)
    expect(page.locator("main")).to_contain_text("نزهة العلمي")
    assert visitor.faults == []


def test_a_change_made_meanwhile_is_told_and_nothing_typed_is_lost(visit: Visit, town: Town) -> None:
    election, _ = run(draft(town.urls, "changed meanwhile"))
    first, second = visit(TABLET, language="fr"), visit(TABLET, language="fr")
    mine, theirs = changing(first, election, "fr"), changing(second, election, "fr")
    theirs.fill("#draft-title", "Vote des quartiers")
    theirs.click("main form .acts button")
    expect(theirs.locator(".saved")).to_be_visible()
    mine.fill("#draft-title", "Vote du samedi")
    mine.click("main form .acts button")
    expect(mine.locator(".summary")).to_be_visible()
    expect(mine.locator("#draft-title")).to_have_value("Vote du samedi")
    mine.click("main form .acts button")  # read, and meant
    expect(mine.locator(".saved")).to_be_visible()
    first.open(f"/fr/{SLUG}/hall/votes/{election}")
    expect(mine.locator("main")).to_contain_text("Vote du samedi")
