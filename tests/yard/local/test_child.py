"""A process of the supervisor: its end is known at once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from tests.yard.local.running import until
from yard.local.child import Child
from yard.local.folder import LocalFolder


def test_an_end_is_known_before_the_event_loop_notices_it(local_folder: LocalFolder) -> None:
    async def killed() -> Child:
        child = Child("sleeper", local_folder, lambda _source, _line: None)
        assert not child.dead
        await child.start(
            [sys.executable, "-c", "import time; time.sleep(60)"], cwd=local_folder.path, environment={}
        )
        assert not child.dead

        os.kill(child.pid, signal.SIGKILL)
        until(lambda: child.dead, "its end")  # the event loop stands still meanwhile
        assert child.exit_status is None

        await child.ended.wait()
        return child

    child = asyncio.run(killed())

    assert child.dead
    assert child.exit_status == -signal.SIGKILL
