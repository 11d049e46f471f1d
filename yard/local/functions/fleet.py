"""All functions of an environment, and the queues that invoke them."""

from __future__ import annotations

import asyncio
from typing import Any

from yard.local.desired import Applied, Desired
from yard.local.folder import LocalFolder
from yard.local.functions.queue_poller import QueuePoller
from yard.local.functions.runner import FunctionRunner
from yard.local.stores import Stores


class Fleet:
    """Starts and stops runners and pollers as they are wanted."""

    def __init__(self, folder: LocalFolder, stores: Stores) -> None:
        self._folder = folder
        self._stores = stores
        self._runners: dict[str, FunctionRunner] = {}
        self._pollers: list[QueuePoller] = []
        self._applied = Applied()

    async def apply(self, desired: Desired) -> bool:
        """Take a desired state; returns whether anything has to change for it."""
        self._applied = desired.applied
        gone = self._runners.keys() - desired.applied.functions.keys()
        kept = [p for p in self._pollers if p.mapping in desired.applied.mappings and p.aws == desired.aws]
        await asyncio.gather(*(poller.stop() for poller in self._pollers if poller not in kept))
        await asyncio.gather(*(self._runners.pop(name).stop() for name in gone))
        changed = bool(gone)
        for name in desired.applied.functions:
            if name not in self._runners:
                self._runners[name] = FunctionRunner(name, self._folder, self._stores)
            changed |= self._runners[name].apply(desired)
        polled = [poller.mapping for poller in kept]
        new = [mapping for mapping in desired.applied.mappings if mapping not in polled]
        self._pollers = [*kept, *(QueuePoller(mapping, desired.aws, self.find) for mapping in new)]
        return changed

    def find(self, name: str) -> FunctionRunner | None:
        """The runner of a function."""
        return self._runners.get(name)

    async def stop(self) -> None:
        """Poll no more, then end every worker."""
        await asyncio.gather(*(poller.stop() for poller in self._pollers))
        await asyncio.gather(*(runner.stop() for runner in self._runners.values()))
        self._pollers.clear()
        self._runners.clear()

    def status(self) -> dict[str, Any]:
        """The `functions` of `yard status --json`: by their names in AWS."""
        return {
            name: {
                **runner.status(),
                "routes": self._applied.routes(
                    *(
                        key
                        for key, target in self._applied.function_targets.items()
                        if target.function == name
                    )
                ),
                "queues": [
                    poller.mapping.queue.rsplit(":", 1)[-1]
                    for poller in self._pollers
                    if poller.mapping.function == name
                ],
            }
            for name, runner in sorted(self._runners.items())
        }
