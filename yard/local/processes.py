"""Which processes are ours: a pid alone does not tell, since the system gives numbers out again."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import psutil

# Every process that a local run starts carries the run's folder in this variable, and hands it to its children.
# So a leftover is found even where its record is lost.
MARKER = "YARD_LOCAL"


@dataclass(frozen=True)
class Identity:
    """One process, for good: its number and when it began (seconds since 1970)."""

    pid: int
    create_time: float

    @classmethod
    def of(cls, pid: int) -> Identity:
        """The process that has this number now; psutil.NoSuchProcess where there is none."""
        return cls(pid, psutil.Process(pid).create_time())

    def process(self) -> psutil.Process | None:
        """The living process, or None where it is gone, a zombie, or the number is another's by now."""
        try:
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.create_time) > 0.1 or is_dead(process):
                return None
        except psutil.NoSuchProcess:
            return None
        return process

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process() is not None


def marked(folder: Path) -> list[psutil.Process]:
    """The living processes that the local run in `folder` started, however they are recorded."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            # As root some of ours run as somebody else (leash.py).
            if (os.getuid() and process.uids().real != os.getuid()) or is_dead(process):
                continue
            if process.environ().get(MARKER) == str(folder):
                found.append(process)
    return found


def end_marked(folder: Path, *, patience_seconds: float = 5) -> int:
    """End what a local run left behind, descendants included; returns how many processes that were."""
    return end(marked(folder), patience_seconds=patience_seconds)


def end(processes: Iterable[psutil.Process], *, patience_seconds: float) -> int:
    """Ask the processes and all their descendants to end (SIGTERM); kill what still runs after `patience_seconds`.

    This process and its parents are never among them.
    """
    spared = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    chosen: dict[int, psutil.Process] = {}
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            for member in (process, *process.children(recursive=True)):
                if member.pid not in spared:
                    chosen[member.pid] = member
    for process in chosen.values():
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    stubborn = _still_alive(chosen.values(), patience_seconds)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    _still_alive(stubborn, 2)
    return len(chosen)


def is_dead(process: psutil.Process) -> bool:
    """Whether it ended; a zombie has, and waits for a parent that may never look (PID 1 of a container)."""
    try:
        return process.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.NoSuchProcess:
        return True


def _still_alive(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Those that still run after `seconds`, or sooner none (psutil's own wait also waits for zombies)."""
    deadline = time.monotonic() + seconds
    alive = list(processes)
    while (alive := [process for process in alive if not is_dead(process)]) and time.monotonic() < deadline:
        time.sleep(0.01)
    return alive
