"""A data server of the local run: one process that is started again, where it was, whenever it ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from yard.config import YardError
from yard.local.child import Child, ending
from yard.local.folder import LocalFolder
from yard.local.output import SUPERVISOR, ServiceLog
from yard.local.ports import LOOPBACK, free_port, holder_of, is_free

UP_WITHIN_SECONDS = 30.0
STOP_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0


class Server(ABC):
    """Runs from `start` to `stop`. up: set while it answers; its data lie in `home` and outlive it.

    The port is the one of last time where that is free; while this runs it never changes, since tasks know it.
    """

    name: str

    def __init__(self, folder: LocalFolder) -> None:
        self.port = 0
        self.restarts = 0
        self.last_failure = ""
        self.up = asyncio.Event()
        self.home = folder.path / self.name
        self._folder = folder
        self._log = ServiceLog(folder.logs / f"{self.name}.log")
        self._stopping = asyncio.Event()
        self._child: Child | None = None
        self._failures = 0
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Choose the port and begin; `up` tells when it answers."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.port = self._remembered_port()
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End it; the data stay."""
        self._stopping.set()
        if self._loop is not None:
            await self._loop
        self._log.close()

    @property
    def address(self) -> str:
        """`127.0.0.1:54321`."""
        return f"{LOOPBACK}:{self.port}"

    def status(self) -> dict[str, Any]:
        """Where it answers and how it does."""
        return {
            "healthy": self.up.is_set(),
            "address": self.address,
            "pid": self._child.pid if self._child else 0,
            "restarts": self.restarts,
            "last_failure": self.last_failure,
        }

    @abstractmethod
    async def begin(self, child: Child) -> None:
        """Start `child` as the server, after making its data where there are none. YardError, OSError."""

    @abstractmethod
    async def answers(self) -> bool:
        """Whether it takes requests now."""

    def say(self, text: str) -> None:
        """Put a word of the supervisor's into its log."""
        self._log.write(SUPERVISOR, text)

    async def _run(self) -> None:
        while not self._stopping.is_set():
            child = self._child = Child(self.name, self._folder, self._log.write)
            try:
                await self._until_port_is_free()
                await self.begin(child)
                await self._until_up(child)
            except (YardError, OSError) as error:
                self._fail(str(error))
            if child.running:
                await self._until_end_or_stop(child)
            self.up.clear()
            if not self._stopping.is_set():
                await self._pause(child)

    async def _until_up(self, child: Child) -> None:
        deadline = asyncio.get_running_loop().time() + UP_WITHIN_SECONDS
        while child.running and not self._stopping.is_set():
            if await self.answers():
                self._failures = 0
                self.up.set()
                self.say(f"{self.name} answers at {self.address} (pid {child.pid})")
                return
            if asyncio.get_running_loop().time() > deadline:
                await child.stop(STOP_SECONDS)
                raise YardError(f"{self.name} did not answer within {UP_WITHIN_SECONDS:g} s")
            await asyncio.sleep(0.02)

    async def _until_end_or_stop(self, child: Child) -> None:
        stopping = asyncio.create_task(self._stopping.wait())
        ended = asyncio.create_task(child.ended.wait())
        await asyncio.wait((stopping, ended), return_when=asyncio.FIRST_COMPLETED)
        await child.stop(STOP_SECONDS)
        for waiting in (stopping, ended):
            waiting.cancel()

    async def _pause(self, child: Child) -> None:
        if child.exit_status is not None:
            self._fail(f"{self.name} ended by itself with {ending(child.exit_status)}")
        self.restarts += 1
        pause = min(FIRST_PAUSE_SECONDS * 2**self._failures, LONGEST_PAUSE_SECONDS)
        self._failures += 1
        self.say(f"{self.last_failure}; starting it again in {pause:g} s")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), pause)

    def _fail(self, reason: str) -> None:
        self.last_failure = reason

    async def _until_port_is_free(self) -> None:
        """A killed server lets go of its port only in the end; somebody else's is waited for, and named."""
        if not await asyncio.to_thread(is_free, self.port, 2):
            raise YardError(f"port {self.port} is in use by {holder_of(self.port)}")

    def _remembered_port(self) -> int:
        record = self._record()
        with contextlib.suppress(OSError, ValueError):
            port = int(json.loads(record.read_text()))
            if is_free(port):
                return port
        port = free_port()
        record.write_text(json.dumps(port))
        return port

    def _record(self) -> Path:
        return self.home / "port.json"
