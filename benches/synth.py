"""Seconds to synthesise `dev`: with fast bindings (cold, then warm) and with the stock package, in one run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".yard" / "cache" / "bindings"
WARM_RUNS = 5


def seconds(**environment: str) -> float:
    """One run of the whole program, from the start of Python to its end."""
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "yard", "synth", "dev", "--out", out],
            cwd=ROOT,
            env=os.environ | environment,
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - started


def main() -> None:
    """Print the three figures."""
    shutil.rmtree(CACHE, ignore_errors=True)
    print(f"fast, cold cache : {seconds():6.2f} s")
    warm = sorted(seconds() for _ in range(WARM_RUNS))
    print(
        f"fast, warm cache : {warm[WARM_RUNS // 2]:6.2f} s (median of {WARM_RUNS}, {warm[0]:.2f} to {warm[-1]:.2f})"
    )
    print(f"stock package    : {seconds(YARD_STOCK_BINDINGS='1'):6.2f} s")


if __name__ == "__main__":
    main()
