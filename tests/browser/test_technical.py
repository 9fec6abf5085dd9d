"""Whoever runs the machines sees in words what waits and what failed, and has it handled again."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from confluent_kafka import Producer
from playwright.sync_api import Page, expect

from shared.contracts.proposals import GrantRevoked
from shared.ids import new_id
from shared.messaging.cloudevents import Envelope
from tests.browser.conftest import HALL, PHONE, Visitor
from tests.browser.reading import grave, small_targets
from tests.support.stack import RunningStack

Visit = Callable[..., Visitor]
PATH = "/network/technical"
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture(scope="module")
def poison(stack: RunningStack) -> None:
    """An event without what its type promises, as another version could send it: every reader of grants sets it aside."""
    identity, now = new_id(), datetime.now(UTC)
    key, kind = "network/nobody", GrantRevoked.TYPE
    trace = f"00-{TRACE}-b7ad6b7169203331-01"
    broken = Envelope(identity, "/pb/proposals", kind, "nobody", now, 1, identity, None, trace, key, b"{}")
    producer = Producer({"bootstrap.servers": stack.stack.servers.kafka_bootstrap})
    topic = f"{stack.stack.settings.topic_prefix}{broken.topic}"
    producer.produce(topic, broken.data, broken.key, headers=dict(broken.headers()))
    assert producer.flush(20) == 0


def shown(page: Page, text: str) -> None:
    """Once the services have come so far; each look asks them again."""
    for _ in range(60):
        if page.locator("main", has_text=text).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("main")).to_contain_text(text)


@pytest.mark.parametrize(
    ("language", "size", "still_dead"),
    [("ar", PHONE, "فشل حدث واحد من جديد"), ("fr", HALL, "1 événement a échoué de nouveau")],
)
def test_a_failed_event_is_seen_with_its_reason_and_handled_again_by_a_button(
    visit: Visit, poison: None, language: str, size: dict[str, int], still_dead: str
) -> None:
    visitor = visit(size, language=language)
    page = visitor.open(f"/{language}/network/board")
    page.click("button[name=subject][value=network-administrator]")
    page.click(f"a[href='/{language}{PATH}']")
    shown(page, GrantRevoked.TYPE)
    expect(page.locator(".board tbody tr")).to_have_count(4)
    expect(page.locator("#voting .card").first).to_contain_text("2 broken fields")
    expect(page.locator("#voting .card").first).to_contain_text(TRACE)
    assert grave(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    expect(page.locator("script")).to_have_count(0)  # it works wherever a form does
    page.click("#voting form.sheet button")
    shown(page, still_dead)
    assert visitor.faults == []


def test_the_cell_of_a_town_is_told_that_it_may_not_look(visit: Visit) -> None:
    page = visit(PHONE).open(f"/fr{PATH}")
    page.click("button[name=subject][value=cell]")
    expect(page.locator("main .board")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
