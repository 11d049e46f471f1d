"""A process group that the supervisor starts: on its leash, its lines handed on, ended for good."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from yard.local import processes
from yard.local.folder import LocalFolder
from yard.local.output import Lines

LEASH = Path(__file__).with_name("leash.py")

Write = Callable[[str, str], None]  # called with the source and the text of a line


class Child:
    """One started process and its descendants.

    name: the source of its lines. ended: set once it and its group are gone; exit_status: then, negative for a signal.
    """

    def __init__(self, name: str, folder: LocalFolder, write: Write) -> None:
        self.name = name
        self.pid = 0
        self.exit_status: int | None = None
        self.ended = asyncio.Event()
        self._folder = folder
        self._write = write
        self._process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self._process is not None and not self.ended.is_set()

    @property
    def dead(self) -> bool:
        """Whether its process ended, even where the event loop has not come to notice it yet."""
        if self._process is None:
            return False
        try:
            return self.exit_status is not None or processes.is_dead(psutil.Process(self.pid))
        except psutil.NoSuchProcess:
            return True

    async def start(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        end_signal: signal.Signals = signal.SIGTERM,
        user: str | None = None,
    ) -> None:
        """Start it with this environment and nothing else. Raises OSError where no process can be started.

        end_signal: what asks it to end, also when the supervisor dies. user: whom it runs as, instead of root.
        """
        self._end_signal = end_signal
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), str(int(end_signal)), user or "-"),
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            cwd=cwd,
            env={**environment, processes.MARKER: str(self._folder.path)},
        )
        self._process, self.pid = process, process.pid
        self._watch = asyncio.create_task(self._until_end(process))

    async def stop(self, patience_seconds: float) -> None:
        """Ask it to end, give it `patience_seconds`, then kill the whole group."""
        if not self.running:
            return
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(self._end_signal)  # to the first process only, as Docker does
        try:
            await asyncio.wait_for(self.ended.wait(), patience_seconds)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End the whole group at once."""
        if self.running:
            _kill_group(self.pid)
            await self.ended.wait()

    async def _until_end(self, process: asyncio.subprocess.Process) -> None:
        reading = asyncio.create_task(self._read(process))
        self.exit_status = await process.wait()
        _kill_group(self.pid)  # workers that outlived their master
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reading, 2)
        self.ended.set()

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        lines = Lines()
        while True:
            data = await process.stdout.read(65536)
            for line in lines.feed(data):
                self._write(self.name, line)
            if not data:
                return


def ending(status: int | None) -> str:
    """How a process ended, as people say it."""
    if status is not None and status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}"


def _kill_group(leader: int) -> None:
    # macOS answers PermissionError for a group of zombies.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
