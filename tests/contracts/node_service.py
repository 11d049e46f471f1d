"""A service that is written for Node.js, as a process on loopback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

APPS = Path(__file__).parents[2] / "apps"
LISTENING = re.compile(r"listening at http://127\.0\.0\.1:(\d+)")
STARTS_WITHIN_SECONDS = 30


@contextmanager
def serve_node(service: str, variables: Mapping[str, str]) -> Iterator[str]:
    """Run `node server.js` of `service` with just these variables; gives its address.

    Skips the test where its packages are not installed; raises RuntimeError with what it wrote if it does not start.
    """
    folder = APPS / service
    if not (folder / "node_modules").is_dir() and not os.environ.get("CI"):
        pytest.skip(f"`make apps/{service}/node_modules/.installed` installs what {service} runs with")
    environment = {"BIND_ADDRESS": "127.0.0.1", "PORT": "0", "DRAIN_SECONDS": "0", **variables}
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [shutil.which("node") or "node", "server.js"],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            deadline = time.monotonic() + STARTS_WITHIN_SECONDS
            while time.monotonic() < deadline and process.poll() is None:
                # Its own position in the file must stay: the process shares it.
                written = os.pread(output.fileno(), 1_000_000, 0).decode()
                if found := LISTENING.search(written):
                    break
                time.sleep(0.02)
            else:
                raise RuntimeError(
                    f"{service} did not start:\n{os.pread(output.fileno(), 10_000, 0).decode()}"
                )
            yield f"http://127.0.0.1:{found[1]}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
