"""When a process counts as ready."""

import asyncio
import os
import socket

import httpx

from deploy.local.child import Probe
from shared.authorities import authorities


def port_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str = "127.0.0.1") -> int:
    with socket.socket() as listener:
        listener.bind((host, 0))
        return int(listener.getsockname()[1])


def listens(port: int, host: str = "127.0.0.1") -> Probe:
    """Ready when something accepts a connection on the port."""

    async def probe() -> bool:
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 1)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    return probe


def answers(url: str) -> Probe:
    """Ready when the address answers 200."""

    async def probe() -> bool:
        try:
            async with httpx.AsyncClient(timeout=2, verify=authorities()) as client:
                return (await client.get(url)).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    return probe


def replies(port: int, ask: bytes, expected: bytes, host: str = "127.0.0.1") -> Probe:
    """Ready when the server gives the expected answer to a first line (Redis: PING)."""

    async def probe() -> bool:
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 1)
            writer.write(ask)
            answer = await asyncio.wait_for(reader.read(64), 1)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return answer.startswith(expected)

    return probe


def alive(pid: int) -> bool:
    """Whether a process is there that has not ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
