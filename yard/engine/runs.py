"""The Terraform commands under way, and how they are stopped."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from yard.engine.diagnostics import StoppedError

# From the first Ctrl-C to the second, which Terraform takes as an order to drop what it does; then SIGKILL.
STOP_SECONDS = 60
DROP_SECONDS = 5


class Runs:
    """The commands under way, so that Ctrl-C reaches them all: Terraform then finishes what it began."""

    def __init__(self) -> None:
        self._processes: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def start(self, argv: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        """Start a command in a session of its own: the terminal's Ctrl-C must not hit it twice.

        Raises StoppedError after `stop`.
        """
        with self._lock:
            if self._stopped:
                raise StoppedError("the run was stopped")
            process = subprocess.Popen(
                argv,
                cwd=cwd,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                errors="replace",
                start_new_session=True,
            )
            self._processes.add(process)
            return process

    def ended(self, process: subprocess.Popen[str]) -> None:
        """Forget a command that ended."""
        with self._lock:
            self._processes.discard(process)

    def stop(self) -> None:
        """Ask all to stop, as Ctrl-C does, and wait until they have; no command starts after this.

        What does not end within a minute, or where Ctrl-C is pressed once more, is asked again and then killed.
        """
        with self._lock:
            self._stopped = True
            running = list(self._processes)
        with suppress(KeyboardInterrupt):
            _interrupt(running, STOP_SECONDS)
        _interrupt(running, DROP_SECONDS)
        for process in running:
            if process.poll() is None:
                process.kill()


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """SIGTERM, which CI sends to cancel, is KeyboardInterrupt in here, unless somebody already handles it."""
    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    )
    if not ours:
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _interrupt(processes: Sequence[subprocess.Popen[str]], patience_seconds: float) -> None:
    """Send SIGINT to those that still run, and wait for them."""
    until = time.monotonic() + patience_seconds
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            continue
