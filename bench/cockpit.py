"""The network's screen of 1,500 municipalities is read in less than a tenth of a second."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx

from bench.figures import Line, line_of, percentile, print_table
from bench.servers import Places, running
from deploy.local import servers
from deploy.local.child import Child
from deploy.local.probes import answers, free_port
from services.scheduling.adapters.network import cockpit_row, fold_cockpit
from services.scheduling.domain.cockpit import Standing
from services.scheduling.settings import Settings
from shared.mongo import connect
from shared.municipalities import MunicipalityView

CLAIM = "The network's screen: 1,500 municipalities in one answer, in milliseconds"
TOWNS = 1500
READS = 40
RUNS = 3
PHASE = {
    "ar": "التشخيص الفني والمالي",
    "fr": "diagnostic technique et financier",
    "en": "technical and financial diagnosis",
}
WATCHER = "network-administrator"


def town(number: int) -> MunicipalityView:
    name = {"ar": f"بلدية {number}", "fr": f"commune {number}", "en": f"municipality {number}"}
    return MunicipalityView(
        slug=f"tn-town-{number}",
        name=name,
        country="TN",
        timezone="Africa/Tunis",
        currency="TND",
        region=f"tn-region-{number % 24}",
        region_name=name,
        languages=("ar", "fr"),
    )


def standing(number: int) -> Standing:
    late = tuple(f"2.{n}" for n in range(1, 1 + number % 4))
    return Standing(
        edition="2027",
        phase="2",
        phase_label=PHASE,
        late=late,
        due_soon=("2.5", "2.6"),
        missing_evidence=late,
        done=number % 20,
        activities=20,
        next="2.6",
        next_date=date(2026, 11, 2),
        as_of=date(2026, 10, 26),
    )


@asynccontextmanager
async def service() -> AsyncIterator[tuple[str, str]]:
    """The scheduling service as a process of its own, its database and a sign-in; its address and a token."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, mongo, oidc, port = Path(name), free_port(), free_port(), free_port()
        issuer, url = f"http://127.0.0.1:{oidc}", f"http://127.0.0.1:{port}"
        store = f"mongodb://127.0.0.1:{mongo}/?directConnection=true"
        places = Places(store, "127.0.0.1:1", "local", folder)
        grants = [{"issuer": issuer, "subject": WATCHER, "role": "network_administrator", "scope": "network"}]
        told = {"OIDC_ISSUER": issuer, "FIRST_GRANTS": json.dumps(grants), "PORT": str(port), "DATA_DIR": str(folder)}
        environment = {**places.environment(), **told}
        base = [servers.mongo(mongo, folder / "mongo"), servers.oidc(oidc, folder / "issuer.pem")]
        async with running([*base, api(environment, f"{url}/health/live", port)], folder / "logs"):
            await fill(places)
            yield url, await token(issuer)


def api(environment: dict[str, str], ready: str, port: int) -> Child:
    command = (sys.executable, "-m", "services.scheduling", "api")
    return Child("scheduling.api", command, environment, ("mongo", "oidc"), ready=answers(ready), port=port)


async def fill(places: Places) -> None:
    """One row a municipality, as its calendar's own commands write it, then folded as the beat does."""
    settings = places.settings(Settings)
    client = connect(settings.mongo_url, "bench")
    rows = [cockpit_row(town(number), standing(number)) for number in range(TOWNS)]
    await client[settings.database]["cockpit"].insert_many(rows)
    await fold_cockpit(client[settings.database])
    client.close()


async def token(issuer: str) -> str:
    async with httpx.AsyncClient() as http:
        answer = await http.post(f"{issuer}/dev/token", json={"subject": WATCHER})
        return str(answer.raise_for_status().json()["access_token"])


async def one_run() -> tuple[list[float], int]:
    """Milliseconds of each read over HTTP, one after another, and the size of the answer."""
    async with service() as (url, bearer), httpx.AsyncClient(headers={"Authorization": f"Bearer {bearer}"}) as http:
        times, size = [], 0
        for _ in range(READS):
            begun = time.perf_counter()
            answer = await http.get(f"{url}/network/cockpit")
            times.append((time.perf_counter() - begun) * 1000)
            size = len(answer.raise_for_status().content)
            if len(answer.json()["items"]) != TOWNS:
                raise AssertionError("a municipality is missing")
        return times[1:], size  # the first read opens the connections


async def measure(runs: int = RUNS) -> list[Line]:
    found = [await one_run() for _ in range(runs)]
    shares = (("p50", 0.5), ("p95", 0.95), ("slowest", 1.0))
    lines = [line_of(f"read over HTTP, {n}", "ms", [percentile(t, share) for t, _ in found], 1) for n, share in shares]
    return [*lines, line_of("size of the answer", "kB", [size / 1000 for _, size in found])]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
