"""What a citizen, a delegate, a hall and the cell do from start to end."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.town import NEFTA, SLUG

Visit = Callable[..., Visitor]


@pytest.mark.parametrize(("language", "direction", "month"), [("ar", "rtl", "نوفمبر"), ("fr", "ltr", "novembre")])
def test_the_calendar_shows_phases_and_the_seven_days(visit: Visit, language: str, direction: str, month: str) -> None:
    page = visit(language=language).open(f"/{language}/{NEFTA}/calendar")
    assert page.locator("html").get_attribute("lang") == f"{language}-TN"
    assert page.locator("html").get_attribute("dir") == direction
    expect(page.locator(".phase")).to_have_count(5)
    expect(page.locator(".chart.short svg")).to_be_visible()
    expect(page.locator(".phase").nth(1)).to_contain_text(month)


def test_a_bare_address_opens_in_the_language_of_the_town(visit: Visit) -> None:
    page = visit(language="fr").open(f"/{SLUG}")
    assert page.url.endswith(f"/ar/{SLUG}")
    page.click(".tongues a[hreflang=fr]")
    assert page.url.endswith(f"/fr/{SLUG}")
