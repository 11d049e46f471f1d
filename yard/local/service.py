"""One service: keeps as many healthy tasks of the newest revision as its definition asks for, as ECS would.

A rolling deployment: new tasks start beside the old, and only when all of them are healthy are the old ones drained
and stopped. A task that crashes or turns unhealthy is replaced, each time after a longer pause.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine

import aiohttp

from yard.config import YardError
from yard.local.child import ending
from yard.local.desired import Desired, Service
from yard.local.folder import LocalFolder
from yard.local.health import ask
from yard.local.output import SUPERVISOR, ServiceLog
from yard.local.stores import Stores
from yard.local.task import Task

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# A task that lived this long began well: the pauses start from the shortest again.
STABLE_SECONDS = 20.0
# Least time a task gets to pass its first health checks, whatever its grace period.
START_SECONDS = 30.0
LONGEST_DRAIN_SECONDS = 10.0


class ServiceRunner:
    """Runs one service until `stop`. failures: tasks of this revision in a row that ended before they were stable."""

    def __init__(
        self, name: str, folder: LocalFolder, session: aiohttp.ClientSession, stores: Stores
    ) -> None:
        self.name = name
        self.tasks: list[Task] = []
        self.failures = 0
        self.restarts = 0
        self.last_failure = ""
        self._folder = folder
        self._session = session
        self._stores = stores
        self._log = ServiceLog(folder.logs / f"{name}.log")
        self._desired: Desired | None = None
        self._changed = asyncio.Event()
        self._not_before = 0.0
        self._stopping = False
        self._stops: set[asyncio.Task[None]] = set()
        self._watching: set[asyncio.Task[None]] = set()
        self._loop = asyncio.create_task(self._run())

    def apply(self, desired: Desired) -> bool:
        """Take a new desired state; pauses end at once. Returns whether anything has to change for it."""
        before, self._desired = self._desired, desired
        changed = before is None or (
            before.applied.services[self.name],
            before.revision(self.name),
        ) != (desired.applied.services[self.name], self.revision)
        self.failures, self._not_before = 0, 0.0
        self._changed.set()
        return changed

    @property
    def service(self) -> Service:
        """What it should be."""
        assert self._desired is not None
        return self._desired.applied.services[self.name]

    @property
    def revision(self) -> str:
        """The revision its tasks should have."""
        assert self._desired is not None
        return self._desired.revision(self.name)

    @property
    def targets(self) -> list[Task]:
        """The tasks that may take requests: the healthy ones, old revisions included while a deployment lasts."""
        return [task for task in self.tasks if task.healthy and not task.draining]

    @property
    def steady(self) -> bool:
        """Whether exactly the desired tasks run, all healthy, and nothing else."""
        new = self._current()
        return (
            len(self.tasks) == len(new) == self.service.count
            and all(task.healthy for task in new)
            and not self._stops
        )

    async def stop(self) -> None:
        """Drain and stop every task."""
        self._stopping = True
        self._changed.set()
        await self._loop
        for task in list(self.tasks):
            self._retire(task, "the service stops")
        while self._stops:
            await asyncio.wait(self._stops)
        self._log.close()

    async def _run(self) -> None:
        while not self._stopping:
            self._changed.clear()
            if self._desired is not None:
                await self._reconcile()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), 0.2)

    async def _reconcile(self) -> None:
        for task in self._current():
            self._judge(task)
        new = self._current()
        now = asyncio.get_running_loop().time()
        if len(new) < self.service.count and now >= self._not_before:
            await asyncio.gather(*(self._start() for _ in range(self.service.count - len(new))))
        for task in new[self.service.count :]:
            self._retire(task, "fewer tasks are wanted")
        if len(new) >= self.service.count and all(task.healthy for task in new):
            for task in self._old():
                self._retire(task, "a newer revision is healthy")

    def _current(self) -> list[Task]:
        return [task for task in self.tasks if task.revision == self.revision and not task.draining]

    def _old(self) -> list[Task]:
        return [task for task in self.tasks if task.revision != self.revision and not task.draining]

    def _judge(self, task: Task) -> None:
        """Replace a task whose health checks fail, once its grace period is over."""
        if task.health is None or task.healthy:
            return
        grace = self.service.grace_period_seconds
        if task.health.state == "unhealthy" and task.age_seconds > grace:
            self._fail(f"{task.name} is unhealthy: {task.health.reason}")
            self._retire(task, "it is unhealthy")
        elif task.health.state == "initial" and task.age_seconds > max(grace, START_SECONDS):
            self._fail(f"{task.name} did not become healthy: {task.health.reason}")
            self._retire(task, "it never became healthy")

    async def _start(self) -> None:
        assert self._desired is not None
        numbers = {task.number for task in self.tasks}
        number = next(n for n in range(1, len(numbers) + 2) if n not in numbers)
        task = Task(self.service, number, self.revision)
        self.tasks.append(task)
        try:
            variables = self.service.task.environment
            await self._stores.ready(variables, lambda: self._stopping)
            here = self._stores.addresses.on_this_machine(variables)
            await task.start(self._desired, self._folder, here, self._log.write)
        except (YardError, OSError) as error:
            self.tasks.remove(task)
            self._fail(f"{task.name} cannot start: {error}")
            return
        self._say(f"{task.name} started (pid {task.pid}, {task.address})")
        self._background(self._watch(task))
        if task.health is not None:
            self._background(self._check(task))

    async def _watch(self, task: Task) -> None:
        await task.ended.wait()
        self.tasks.remove(task)
        if not task.draining:
            self.restarts += 1
            if task.age_seconds > STABLE_SECONDS:
                self.failures = 0
            if task.revision == self.revision:
                self._fail(f"{task.name} ended by itself with {ending(task.exit_status)}")
        self._changed.set()

    async def _check(self, task: Task) -> None:
        assert task.health is not None
        while task.running and not task.draining:
            before = task.health.state
            task.health.record(await ask(self._session, task.address, task.health.check))
            if task.health.state != before:
                why = f": {task.health.reason}" if task.health.state == "unhealthy" else ""
                self._say(f"{task.name} is {task.health.state}{why}")
                self._changed.set()
            await asyncio.sleep(task.health.interval_seconds)

    def _fail(self, reason: str) -> None:
        pause = min(FIRST_PAUSE_SECONDS * 2**self.failures, LONGEST_PAUSE_SECONDS)
        self.failures += 1
        self.last_failure = reason
        self._not_before = asyncio.get_running_loop().time() + pause
        self._say(f"{reason}; starting another in {pause:g} s")

    def _retire(self, task: Task, reason: str) -> None:
        if task.draining:
            return
        task.draining = True  # from here on the gateway sends it nothing new
        stopping = asyncio.create_task(self._drain(task, reason))
        self._stops.add(stopping)
        stopping.add_done_callback(self._stops.discard)

    async def _drain(self, task: Task, reason: str) -> None:
        patience = min(self.service.deregistration_delay_seconds, LONGEST_DRAIN_SECONDS)
        deadline = asyncio.get_running_loop().time() + patience
        while task.in_flight and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
        await task.stop()
        self._say(f"{task.name} stopped: {reason}")

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._watching.add(task)  # asyncio itself keeps only a weak reference
        task.add_done_callback(self._watching.discard)

    def _say(self, text: str) -> None:
        self._log.write(SUPERVISOR, text)
