"""What customers notice while one part of the shop after the other is killed. Prints figures, judges nothing.

For each part: how many answers of each kind were good, degraded into a clean 503, or worse; the slowest; and the
seconds until everything was well again. The shop runs in a copy of the repository, as in the test of the same name.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time

from tests.end_to_end.conftest import clone_of_the_repository
from tests.end_to_end.steady_load import DEADLINES, Answer, SteadyLoad
from tests.end_to_end.test_resilience import NEEDED_BY, pids
from yard.local.processes import end_marked

WATCHED_SECONDS = 5.0


def line(part: str, kind: str, answers: list[Answer]) -> str:
    """One row of the table."""
    good, clean = sum(one.good for one in answers), sum(one.clean for one in answers)
    slowest = max((one.seconds for one in answers), default=0.0)
    worse = len(answers) - good - clean
    needs = "needs it" if kind in NEEDED_BY[part] else ""
    return f"  {kind:8} {len(answers):6} {good:6} {clean:6} {worse:6} {slowest:9.2f} s  {needs}"


def main() -> None:
    """Bring the shop up, load it, and kill."""
    with contextlib.ExitStack() as stack:
        clone = stack.enter_context(clone_of_the_repository())
        stack.callback(end_marked, clone.local.path)
        begun = time.monotonic()
        clone.up()
        print(f"up in {time.monotonic() - begun:.1f} s")
        clone.seed()
        has_receipts = (clone.root / "apps" / "receipts").is_dir()
        kinds = [kind for kind in DEADLINES if kind != "receipt" or has_receipts]
        load = SteadyLoad(clone.gateway, kinds)
        load.start()
        stack.callback(load.stop)
        load.good_again(kinds, 60)
        for part in NEEDED_BY:
            killed = pids(clone, part)
            killed_at = time.monotonic()
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
            if not killed:
                continue
            well = load.good_again(kinds, 120)
            time.sleep(WATCHED_SECONDS)
            print(f"{part} killed: everything well again after {well:.1f} s at the latest")
            print("  kind    answers   good    503  worse    slowest")
            for kind in kinds:
                print(line(part, kind, load.since(killed_at, kind)))
        print(f"{len(load.placed)} orders taken, {len(load.refused)} refused")


if __name__ == "__main__":
    main()
