"""What Lighthouse says of residents' pages on a phone with a slow network: performance and accessibility, in both languages."""

import asyncio
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.figures import Line, line_of, print_table
from bench.pages import addresses, played_edition
from web.build import tools

CLAIM = "Lighthouse's scores of residents' pages: performance at least 95, accessibility 100"
LANGUAGES = ("ar", "fr")
PAGES = ("network", "home", "propose", "proposals", "one proposal", "one project", "programme", "open data")
NODE = Path(__file__).parent / "node"
SAID = ("--output=json", "--quiet", "--only-categories=performance,accessibility")
FLAGS = "--headless=new --no-sandbox --disable-gpu"


async def measure(runs: int = 1) -> list[Line]:
    """One browser at a time: two would share what a score is made of."""
    await install()
    async with played_edition() as stack:
        wanted = {
            f"{language} {name}": address
            for language in LANGUAGES
            for name, address in (await addresses(stack, language)).items()
            if name in PAGES
        }
        return await judged(wanted, runs)


async def install() -> None:
    """Node's side is brought once; nothing of it is part of the product."""
    if not (NODE / "node_modules" / "lighthouse").exists():
        _, npm = tools()
        await _ran(*npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")


async def judged(wanted: Mapping[str, str], runs: int) -> list[Line]:
    lines = []
    for name, address in wanted.items():
        reports = [await report(address) for _ in range(runs)]
        for category in ("performance", "accessibility"):
            scores = [100 * each["categories"][category]["score"] for each in reports]
            lines.append(line_of(f"{name}: {category}", "of 100", scores))
        for fault in sorted({fault for each in reports for fault in faults(each)}):
            print(f"{name}: {fault}")
    return lines


async def report(address: str) -> dict[str, Any]:
    node, _ = tools()
    cli = NODE / "node_modules" / "lighthouse" / "cli" / "index.js"
    said = await _ran(node, str(cli), address, *SAID, f"--chrome-flags={FLAGS}")
    found: dict[str, Any] = json.loads(said)
    return found


def faults(found: Mapping[str, Any]) -> list[str]:
    """What keeps a page from a full score for accessibility."""
    asked = [ref["id"] for ref in found["categories"]["accessibility"]["auditRefs"] if ref["weight"]]
    return [f"{name}: {found['audits'][name]['title']}" for name in asked if found["audits"][name]["score"] == 0]


async def _ran(*words: str) -> bytes:
    """Output of a command; raises RuntimeError with what it complained of."""
    chrome = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or ""
    pipe = asyncio.subprocess.PIPE
    environment = os.environ | {"CHROME_PATH": chrome}
    running = await asyncio.create_subprocess_exec(*words, cwd=NODE, env=environment, stdout=pipe, stderr=pipe)
    said, complained = await running.communicate()
    if running.returncode:
        raise RuntimeError(complained.decode(errors="replace")[-2000:])
    return said


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
