"""A worker whose process dies at an awkward moment."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal

from tests.yard.local.running import until
from yard.local.child import Child
from yard.local.desired import Function
from yard.local.folder import LocalFolder
from yard.local.functions.worker import Worker

FUNCTION = Function(name="web", service="receipts", arn="arn:function", handler="receipts.http")


def test_an_event_is_not_given_to_a_process_that_is_dead_and_not_yet_known_to_be(
    local_folder: LocalFolder,
) -> None:
    async def run() -> int:
        worker, child = Worker(FUNCTION, 1, "revision"), Child("web/1", local_folder, print)
        await child.start(("sleep", "60"), cwd=local_folder.path, environment=os.environ)
        worker._child = child
        invoking = asyncio.create_task(worker.invoke(b"{}"))
        await asyncio.sleep(0)

        os.kill(child.pid, signal.SIGKILL)
        until(lambda: child.dead, "its end")  # the event loop stands still meanwhile
        answer = await worker.next()

        invoking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await invoking
        await child.ended.wait()
        return answer.status

    assert asyncio.run(run()) == 410
