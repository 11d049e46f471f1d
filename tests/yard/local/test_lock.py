"""Two commands never change one environment at once."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from yard.config import Workspace, YardError
from yard.local.lock import only_one


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, tmp_path, tmp_path, tmp_path / ".yard", tmp_path)


def test_the_second_is_told_who_is_at_work(workspace: Workspace) -> None:
    with (
        only_one(workspace, "local", "up"),
        pytest.raises(YardError) as refused,
        only_one(workspace, "local", "up"),
    ):
        pass

    assert str(refused.value) == (
        f"local: another `yard up` (pid {os.getpid()}) works on this environment right now."
        " Wait until it ends, then try again."
    )


def test_other_environments_and_later_commands_are_free(workspace: Workspace) -> None:
    with only_one(workspace, "local", "up"), only_one(workspace, "second", "up"):
        pass
    with only_one(workspace, "local", "down"):
        pass


def test_a_killed_holder_holds_nothing(workspace: Workspace) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from yard.config import Workspace; from yard.local.lock import only_one\n"
        "p = Path(sys.argv[1]); held = only_one(Workspace(p, p, p, p / '.yard', p), 'local', 'up'); held.__enter__()\n"
        "os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(workspace.root)], check=False)
    assert killed.returncode == -9

    with only_one(replace(workspace), "local", "up"):
        pass
