"""Fills a broker that came back empty: topics first, then what every outbox still holds."""

import asyncio
import sys

from pydantic_settings import BaseSettings

from deploy.local.settings import inherited


class Refill(BaseSettings):
    """Environment of each service, as the supervisor knows it."""

    refill: dict[str, dict[str, str]]


class RefillFailed(Exception):
    """A service could not recreate its topics or send its outbox again."""


async def run(service: str, environment: dict[str, str], *command: str) -> None:
    whole = {**inherited(), **environment}
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", f"services.{service}", *command, env=whole)
    if await process.wait():
        raise RefillFailed(f"{service} {' '.join(command)}")


async def refill(environments: dict[str, dict[str, str]]) -> None:
    await asyncio.gather(*(run(name, env, "setup") for name, env in environments.items()))
    await asyncio.gather(*(run(name, env, "replay", "--all") for name, env in environments.items()))


if __name__ == "__main__":
    asyncio.run(refill(Refill.model_validate({}).refill))
