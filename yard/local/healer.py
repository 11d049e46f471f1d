"""Watches the emulated AWS, and has it repaired when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from typing import Any

from yard.local.child import Child, ending
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.local.output import SUPERVISOR, ServiceLog

LOOK_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# As long as a `yard up` or `down` may need to take the environment's lock after it asked for room.
ROOM_SECONDS = 10.0


class Healer:
    """Looks from `watch` to `stop`. log: where the supervisor speaks of the run as a whole."""

    def __init__(self, folder: LocalFolder) -> None:
        self.repairs = 0
        self.last_failure = ""
        self._folder = folder
        self._log = ServiceLog(folder.logs / f"{SUPERVISOR}.log")
        self._account = ""
        self._child: Child | None = None
        self._failures = 0
        self._not_before = 0.0
        self._loop: asyncio.Task[None] | None = None

    def watch(self, account: str) -> None:
        """Begin to look after the emulated AWS of this account."""
        self._account = account
        if self._loop is None:
            self._loop = asyncio.create_task(self._run())

    async def make_room(self) -> None:
        """End a repair under way, and begin none for a while: a `yard` is about to do all of it."""
        self._not_before = time.monotonic() + ROOM_SECONDS
        if self._child is not None:
            await self._child.kill()

    async def stop(self) -> None:
        """Look no more; a repair under way ends."""
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        if self._child is not None:
            await self._child.kill()
        self._log.close()

    def status(self) -> dict[str, Any]:
        """Whether a repair is under way, how many there were, and why the last one failed."""
        repairing = self._child is not None and self._child.running
        return {"repairing": repairing, "repairs": self.repairs, "last_failure": self.last_failure}

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            emulator = Emulator(self._folder, self._account)
            if emulator.was_started and emulator.identity is None and time.monotonic() >= self._not_before:
                await self._repair()

    async def _repair(self) -> None:
        self._say("the emulated AWS ended; beginning it anew with what it held")
        begun = time.monotonic()
        child = self._child = Child(SUPERVISOR, self._folder, self._log.write)
        await child.start(
            (sys.executable, "-m", "yard.local.repair", str(self._folder.path), self._folder.environment),
            cwd=self._folder.path,
            environment=os.environ,
        )
        await child.ended.wait()
        if child.exit_status == 0:
            self.repairs, self._failures, self.last_failure = self.repairs + 1, 0, ""
            self._say(f"the emulated AWS is there again after {time.monotonic() - begun:.1f} s")
            return
        pause = min(FIRST_PAUSE_SECONDS * 2**self._failures, LONGEST_PAUSE_SECONDS)
        self._failures += 1
        self._not_before = max(self._not_before, time.monotonic() + pause)
        self.last_failure = f"the repair left with {ending(child.exit_status)}"
        self._say(f"{self.last_failure}; trying again in {pause:g} s")

    def _say(self, text: str) -> None:
        self._log.write(SUPERVISOR, text)
