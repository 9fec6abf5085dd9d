"""Residents' pages show their main content within two seconds on a bad mobile network, and weigh next to nothing."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Browser, async_playwright

from bench.figures import Line, line_of, print_table
from bench.servers import running
from deploy.demo.platform import Platform
from deploy.demo.story import played
from deploy.local.settings import LocalSettings, Ports
from deploy.local.stack import Stack
from web import build

CLAIM = "First load of residents' pages at 400 ms and 400 kbit/s, in seconds to the largest paint, and in kilobytes"
RUNS = 3
TOWN, EDITION = "ma-beni-mellal", "2025"
LATENCY, RATE = 400, 400_000 / 8  # ms to the first byte of an answer; bytes a second
PHONE = {"width": 360, "height": 740}
PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""


@dataclass
class Load:
    """One first load: milliseconds to the largest paint, bytes on the wire."""

    painted: float = 0
    whole: int = 0
    script: int = 0
    kinds: dict[str, str] = field(default_factory=dict)

    def kind(self, event: Mapping[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def finished(self, event: Mapping[str, Any]) -> None:
        size = int(event["encodedDataLength"])
        self.whole += size
        self.script += size if self.kinds.get(event["requestId"]) == "Script" else 0


async def load(browser: Browser, address: str) -> Load:
    """By somebody who was never here before."""
    found = Load()
    context = await browser.new_context(viewport=PHONE, locale="ar")  # type: ignore[arg-type]  # a plain dict of two ints
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    session.on("Network.responseReceived", found.kind)
    session.on("Network.loadingFinished", found.finished)
    await session.send("Network.enable")
    network = {"offline": False, "latency": LATENCY, "downloadThroughput": RATE, "uploadThroughput": RATE}
    await session.send("Network.emulateNetworkConditions", network)
    await page.goto(address, wait_until="networkidle")
    found.painted = await page.evaluate(PAINTED)
    await context.close()
    return found


async def addresses(stack: Stack, language: str = "ar") -> dict[str, str]:
    """The main pages of the played edition's town."""
    async with httpx.AsyncClient(timeout=30) as http:
        proposals = await Platform(stack.urls, "bench", http).all("proposals", f"/{TOWN}/proposals")
    funded = next(each["proposal_id"] for each in proposals if each["status"] == "funded")
    parts = {
        "home": "",
        "propose": "/propose",
        "proposals": "/proposals",
        "one proposal": f"/proposals/{funded}",
        "one project": f"/projects/{funded}",
        "programme": f"/programme/{EDITION}",
        "how projects were chosen": f"/programme/{EDITION}/selection",
        "results": "/results",
        "requests": "/requests",
        "open data": "/open-data",
    }
    home = f"{stack.urls['web']}/{language}/{TOWN}"
    return {"network": f"{stack.urls['web']}/{language}"} | {name: home + part for name, part in parts.items()}


@asynccontextmanager
async def played_edition() -> AsyncIterator[Stack]:
    """The whole stack, with an edition played to its end."""
    build.main()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        given = LocalSettings(data_folder=Path(name), ports=Ports.free())
        stack = Stack(given)
        async with running(stack.children(), given.data_folder / "logs"):
            await played(stack.urls, given.data_folder / "papers", lambda _: None, lambda *_: None)
            yield stack


async def measure(runs: int = RUNS) -> list[Line]:
    async with played_edition() as stack:
        return await looked_at(await addresses(stack), runs)


async def looked_at(wanted: Mapping[str, str], runs: int) -> list[Line]:
    async with async_playwright() as driver:
        path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
        browser = await driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        loads: dict[str, list[Load]] = {name: [] for name in wanted}
        for _ in range(runs):
            for name, address in wanted.items():
                loads[name].append(await load(browser, address))
        await browser.close()
    return [line for name, found in loads.items() for line in _lines(name, found)]


def _lines(name: str, found: list[Load]) -> list[Line]:
    return [
        line_of(f"{name}: largest paint", "s", [each.painted / 1000 for each in found], 2),
        line_of("  whole page", "kB", [each.whole / 1024 for each in found], 1),
        line_of("  scripts", "kB", [each.script / 1024 for each in found], 1),
    ]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
