"""Only our own processes are ended, whatever number they have."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from yard.local.folder import LocalFolder
from yard.local.processes import MARKER, Identity, end_marked, marked

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
]


def test_a_number_given_out_again_is_another_process() -> None:
    me = Identity.of(os.getpid())

    assert me.alive
    assert not Identity(me.pid, me.create_time - 60).alive


def test_a_dead_process_is_not_alive_even_while_its_parent_has_not_looked() -> None:
    with subprocess.Popen(SLEEP, stdout=subprocess.PIPE) as child:
        identity = Identity.of(child.pid)
        child.kill()
        deadline = time.monotonic() + 5
        while identity.alive and time.monotonic() < deadline:
            time.sleep(0.01)

        assert not identity.alive


def test_leftovers_are_found_by_their_mark_and_ended_with_what_they_started(
    local_folder: LocalFolder,
) -> None:
    environment = {**os.environ, MARKER: str(local_folder.path)}
    nested = [sys.executable, "-c", f"import subprocess; subprocess.run({SLEEP!r}, env={{}})"]
    with subprocess.Popen(nested, env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()

        ended = end_marked(local_folder.path)

        assert ended == 2
        parent.wait(timeout=5)
    assert marked(local_folder.path) == []


def test_a_process_that_ignores_sigterm_is_killed(local_folder: LocalFolder) -> None:
    environment = {**os.environ, MARKER: str(local_folder.path)}
    with subprocess.Popen(STUBBORN, env=environment, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()

        end_marked(local_folder.path, patience_seconds=0.2)

        child.wait(timeout=5)
    assert marked(local_folder.path) == []


def test_processes_of_another_run_are_left_alone(local_folder: LocalFolder, tmp_path: Path) -> None:
    environment = {**os.environ, MARKER: str(tmp_path / "another")}
    with subprocess.Popen(SLEEP, env=environment, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()

        assert end_marked(local_folder.path) == 0
        assert child.poll() is None
        child.kill()
