"""Seconds to synthesise `dev`: with fast bindings (cold, then warm) and with the stock package, in one run.

The cold cache is a folder of its own, so that nobody else's run is disturbed; the machine's load is printed, since
two cores that are busy double every figure.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WARM_RUNS = 7
# `yard synth dev` with the cache elsewhere: bindings that are in place when the verb starts are left alone.
PROGRAM = """
import sys
from pathlib import Path
from yard.synth import bindings
bindings.install(cache=Path(sys.argv.pop(1)))
from yard.cli import main
main()
"""


def seconds(cache: Path, **environment: str) -> float:
    """One run of the whole program, from the start of Python to its end."""
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(cache), "synth", "dev", "--out", out],
            cwd=ROOT,
            env=os.environ | environment,
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - started


def main() -> None:
    """Print the three figures."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder)
        print(f"fast, cold cache : {seconds(cache):6.2f} s", flush=True)
        warm = [seconds(cache) for _ in range(WARM_RUNS)]
        print(
            f"fast, warm cache : {statistics.median(warm):6.2f} s"
            f" (median of {WARM_RUNS}, {min(warm):.2f} to {max(warm):.2f})",
            flush=True,
        )
        print(f"stock package    : {seconds(cache, YARD_STOCK_BINDINGS='1'):6.2f} s")
    print(f"load average     : {os.getloadavg()[0]:6.2f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
