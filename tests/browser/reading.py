"""What makes a page readable by everyone, and what it weighs."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Visitor
from web import build

AXE = (Path(build.__file__).parent / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
KIB = 1024
GRAVE = {"moderate", "serious", "critical"}


def grave(page: Page) -> list[str]:
    page.evaluate(AXE)
    # Only what is looked at here crosses over: the rest of the answer costs as much as the looking.
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)")
    return [f"{v['id']}: {node['html'][:160]}" for v in found if v["impact"] in GRAVE for node in v["nodes"]]


def small_targets(page: Page) -> list[str]:
    return list(page.evaluate(SMALL))


class Weight:
    """Bytes on the wire of one first load."""

    def __init__(self, page: Page) -> None:
        self.whole = self.script = 0
        self._kinds: dict[str, str] = {}
        self._session = session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.responseReceived", self._kind)
        session.on("Network.loadingFinished", self._finished)

    def end(self) -> None:
        """Weigh nothing more: each further load would be told to every scale that is still there."""
        self._session.detach()

    def _kind(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.whole += size
        self.script += size if self._kinds.get(event["requestId"]) == "Script" else 0


def faults(visitor: Visitor, path: str) -> list[str]:
    """One visit, everything that is asked of a public page: axe, targets, width, weight, policy."""
    page, weight = visitor.page, Weight(visitor.page)
    visitor.faults.clear()
    page.goto(visitor.web + path)
    page.wait_for_load_state("load")
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = [
        *grave(page),
        *small_targets(page),
        *visitor.faults,
        *([f"{wide} wide"] if wide > PHONE["width"] else []),
        *([f"{weight.whole} bytes"] if weight.whole > 30 * KIB else []),
        *([f"{weight.script} bytes of script"] if weight.script > 10 * KIB else []),
    ]
    weight.end()
    return found


SMALL = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
  .filter((one) => one.offsetParent && !one.closest(".away, .skip") && !one.classList.contains("skip"))
  .filter((one) => !(one.tagName === "A" && one.parentElement.tagName === "P" && one.parentElement.textContent.trim() !== one.textContent.trim()))
  .map((one) => [one, (one.closest("label.pick") ?? one.closest(".card:has(:is(h2, h3) a)") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 43.5)
  .map(([one, box]) => one.outerHTML.slice(0, 120) + ` ${box.width}x${box.height}`)"""
