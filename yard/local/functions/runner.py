"""One function: as many workers as invocations at once, one kept warm, replaced when they die or the code changes."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

from yard.config import YardError
from yard.local.desired import Desired, Function
from yard.local.folder import LocalFolder
from yard.local.functions.runtime_api import RuntimeApi
from yard.local.functions.worker import Outcome, Worker
from yard.local.output import SUPERVISOR, ServiceLog
from yard.local.stores import Stores

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# AWS keeps an idle one for minutes; here it costs somebody's memory.
IDLE_SECONDS = 60.0
PATIENCE_SECONDS = 5.0


class FunctionRunner:
    """Runs one function until `stop`. failures: workers in a row that ended before they asked for an event."""

    def __init__(self, name: str, folder: LocalFolder, stores: Stores) -> None:
        self.name = name
        self.workers: list[Worker] = []
        self.failures = 0
        self.restarts = 0
        self.last_failure = ""
        self.invocations = 0
        self.errors = 0
        self.timeouts = 0
        self._folder = folder
        self._stores = stores
        self._log: ServiceLog | None = None
        self._desired: Desired | None = None
        self._changed = asyncio.Condition()
        self._not_before = 0.0
        self._waiting = 0
        self._stopping = False
        self._api = RuntimeApi(self._find)
        self._loop = asyncio.create_task(self._run())
        self._background: set[asyncio.Task[None]] = set()

    def apply(self, desired: Desired) -> bool:
        """Take a new desired state; returns whether anything has to change for it."""
        before, self._desired = self._desired, desired
        if self._log is None:
            self._log = ServiceLog(self._folder.logs / f"{self.function.service}.log")
        self.failures, self._not_before = 0, 0.0
        self._wake()
        return before is None or before.function_revision(self.name) != self.revision

    @property
    def function(self) -> Function:
        """What it should be."""
        assert self._desired is not None
        return self._desired.applied.functions[self.name]

    @property
    def revision(self) -> str:
        """The revision its workers should have."""
        assert self._desired is not None
        return self._desired.function_revision(self.name)

    @property
    def healthy(self) -> bool:
        """Whether an event finds a worker that has imported the handler."""
        return any(worker.running and worker.ready.is_set() for worker in self.workers)

    @property
    def steady(self) -> bool:
        """Whether one of the newest revision is warm, and none of another is left."""
        newest = [worker for worker in self.workers if worker.revision == self.revision]
        return len(newest) == len(self.workers) and any(worker.ready.is_set() for worker in newest)

    async def invoke(self, event: bytes) -> Outcome:
        """Handle one event; waits for a worker where all are busy. Errors are an outcome, never raised."""
        self.invocations += 1
        while True:
            worker = await self._take()
            if worker is None:
                self.errors += 1
                return Outcome(b"", "Runtime.InitError", self.last_failure, begun=False)
            outcome = await worker.invoke(event)
            self._wake()
            if outcome.begun or self._stopping:
                break
        if outcome.error:
            self.errors += 1
            self.timeouts += outcome.error == "Sandbox.Timedout"
            self._say(f"{worker.name}: {outcome.error}: {outcome.message}")
        return outcome

    async def stop(self) -> None:
        """Let running invocations finish for a moment, then end every worker."""
        self._stopping = True
        self._wake()
        await self._loop
        deadline = time.monotonic() + PATIENCE_SECONDS
        while any(worker.busy for worker in self.workers) and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        await asyncio.gather(*(worker.stop() for worker in self.workers))
        await self._api.close()
        if self._log is not None:
            self._log.close()

    def status(self) -> dict[str, Any]:
        """The shape of `yard status --json`, `functions`."""
        return {
            "healthy": self.healthy,
            "service": self.function.service,
            "workers": [
                {"pid": worker.pid, "state": _state(worker), "revision": worker.revision}
                for worker in self.workers
            ],
            "invocations": self.invocations,
            "errors": self.errors,
            "timeouts": self.timeouts,
            "steady": self.steady,
            "restarts": self.restarts,
            "failures": self.failures,
            "last_failure": self.last_failure,
        }

    async def _take(self) -> Worker | None:
        """A worker that is free, started where fewer run than may; None where none can be started."""
        failures = self.failures
        self._waiting += 1
        try:
            async with self._changed:
                return await self._next_free(failures)
        finally:
            self._waiting -= 1

    async def _next_free(self, failures: int) -> Worker | None:
        while not self._stopping:
            if free := self._free():
                free.busy = True  # from here on nobody else takes it
                return free
            starting = [worker for worker in self._newest() if not worker.ready.is_set()]
            if self.failures > failures and not starting:
                return None
            enough = len(starting) >= self._waiting or len(self._newest()) >= self.function.concurrency
            if not enough and time.monotonic() >= self._not_before:
                self._begin()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), 0.2)
        return None

    def _free(self) -> Worker | None:
        """The newest revision first; an old one serves until a new one is warm."""
        free = [
            worker for worker in self.workers if worker.running and worker.ready.is_set() and not worker.busy
        ]
        free.sort(key=lambda worker: worker.revision != self.revision)
        return free[0] if free else None

    def _newest(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.revision == self.revision]

    async def _run(self) -> None:
        while not self._stopping:
            if self._desired is not None:
                await self._api.open()
                if not self._newest() and time.monotonic() >= self._not_before:
                    self._begin()
                self._retire()
            async with self._changed:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), 0.2)

    def _retire(self) -> None:
        """End idle workers of old revisions, once a new one is warm, and those that had nothing to do for long."""
        newest = self._newest()
        warm = [worker for worker in newest if worker.ready.is_set()]
        old = [worker for worker in self.workers if worker.revision != self.revision] if warm else []
        idle = [worker for worker in warm[1:] if time.monotonic() - worker.used_at > IDLE_SECONDS]
        for worker in (*old, *idle):
            if not worker.busy:
                worker.busy = True
                self._do(worker.stop())

    def _begin(self) -> None:
        numbers = {worker.number for worker in self.workers}
        number = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
        worker = Worker(self.function, number, self.revision)
        self.workers.append(worker)
        self._do(self._live(worker))

    async def _live(self, worker: Worker) -> None:
        """Start a worker, and see it to its end."""
        assert self._desired is not None
        assert self._log is not None
        try:
            variables = worker.function.environment
            await self._stores.ready(variables, lambda: self._stopping)
            here = self._stores.addresses.on_this_machine(variables)
            await worker.start(self._desired, self._folder, here, self._api.address, self._log.write)
            self._say(f"{worker.name} started (pid {worker.pid})")
            await self._until_end(worker)
        except (YardError, OSError) as error:
            self._fail(f"{worker.name} cannot start: {error}")
        finally:
            self.workers.remove(worker)
            self._wake()

    async def _until_end(self, worker: Worker) -> None:
        ready = asyncio.create_task(worker.ready.wait())
        ended = asyncio.create_task(worker.ended.wait())
        await asyncio.wait((ready, ended), return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if worker.ready.is_set():
            self.failures = 0
            self._wake()
        await ended
        if not worker.ready.is_set() and not self._stopping and worker.revision == self.revision:
            self._fail(f"{worker.name} did not come up: {worker.failure}")
        elif not worker.stopped:
            self.restarts += 1

    def _fail(self, reason: str) -> None:
        pause = min(FIRST_PAUSE_SECONDS * 2**self.failures, LONGEST_PAUSE_SECONDS)
        self.failures += 1
        self.last_failure = reason
        self._not_before = time.monotonic() + pause
        self._say(f"{reason}; starting another in {pause:g} s")

    def _find(self, token: str) -> Worker | None:
        return next((worker for worker in self.workers if worker.token == token), None)

    def _wake(self) -> None:
        async def wake() -> None:
            async with self._changed:
                self._changed.notify_all()

        self._do(wake())

    def _do(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    def _say(self, text: str) -> None:
        if self._log is not None:
            self._log.write(SUPERVISOR, text)


def _state(worker: Worker) -> str:
    return "busy" if worker.busy else "idle" if worker.ready.is_set() else "starting"
