"""A browser, the pages it opens, and the faults it must not report."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.town import Town, run, set_up
from tests.support.stack import RunningStack
from web import build

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
# Each window would load two pages for its address bar, which take more than most of our tests.
ADDRESS_BAR = "WebUIOmniboxPopup WebUIOmniboxAimPopup WebUIOmniboxFullPopup"
# What Playwright switches off itself: of two lists the last counts.
SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades HttpsFirstBalancedModeAutoEnable "
    "LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect "
    "OptimizationHints NetworkTimeServiceQuerying AimEnabled PreconnectToSearch"
)
WITHOUT = f"--disable-features={','.join(f'{ADDRESS_BAR} {SWITCHED_OFF}'.split())}"
PLAIN = "hall.example"  # a name that is not this machine's own: without TLS the browser does not trust it
PATIENCE = 60_000  # ms; the whole stack and a browser share two cores
expect.set_options(timeout=PATIENCE)

PHONE = {"width": 360, "height": 740}
TABLET = {"width": 1024, "height": 768}
HALL = {"width": 1920, "height": 1080}
WATCH = "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
    return {"executable_path": path, "args": [*FLAGS.split(), WITHOUT, f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1"]}


@pytest.fixture(scope="session", autouse=True)
def forms_are_filled_in_at_a_machines_pace() -> Iterator[None]:
    """What comes too fast is held for a look: shown on the service's routes, so nobody here need wait as if reading."""
    with pytest.MonkeyPatch.context() as told:
        told.setenv("PROPOSALS_FORM_QUICKEST", "0")
        yield


@pytest.fixture(scope="session")
def built() -> None:
    build.main()


@pytest.fixture(scope="session")
def town(built: None, stack: RunningStack) -> Town:
    return run(set_up(stack.url))


@dataclass
class Visitor:
    """A person with a browser; `faults` are broken policies and script errors."""

    page: Page
    web: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.web + path)
        return self.page


@pytest.fixture
def visit(browser: Browser, town: Town) -> Iterator[Any]:
    """Makes visitors: visit("/ar", phone) ..."""
    contexts: list[BrowserContext] = []

    def make(size: dict[str, int] = PHONE, *, script: bool = True, language: str = "ar") -> Visitor:
        context = browser.new_context(viewport=size, java_script_enabled=script, locale=language)  # type: ignore[arg-type]  # a plain dict of two ints
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        visitor = Visitor(context.new_page(), town.urls["web"])
        if script:
            context.add_init_script(WATCH)
        visitor.page.on("pageerror", lambda error: visitor.faults.append(str(error)))
        visitor.page.on(
            "console",
            lambda said: visitor.faults.append(said.text) if "olicy" in said.text and said.type == "error" else None,
        )
        return visitor

    yield make
    for context in contexts:
        context.close()
