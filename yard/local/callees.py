"""Where services call each other: one loopback address per callee, which stands for its name inside the VPC."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from yard.local.desired import Applied, Callee
from yard.local.gateway import Gateway
from yard.local.ports import LOOPBACK


class Callees:
    """Opens a listener for each callee, which keeps its port while this lives: callers are told it once."""

    def __init__(self, gateway: Callable[[], Gateway]) -> None:
        """gateway: makes one that knows the tasks and functions."""
        self._make = gateway
        self._gateways: dict[str, Gateway] = {}
        self.addresses: dict[str, str] = {}

    async def apply(self, applied: Applied) -> None:
        """Open listeners for new callees, close those of callees that are gone, and give all their rules."""
        wanted = {_key(callee): callee for callee in applied.callees}
        gone = [key for key in self._gateways if key not in wanted]
        await asyncio.gather(*(self._gateways.pop(key).close() for key in gone))
        for key, callee in wanted.items():
            if key not in self._gateways:
                self._gateways[key] = self._make()
                await self._gateways[key].open(0)
            changes = {"rules": callee.rules, "default": callee.default}
            self._gateways[key].route(applied.model_copy(update=changes))
        self.addresses = {
            place: f"{LOOPBACK}:{self._gateways[key].port}"
            for key, callee in wanted.items()
            for place in callee.places
        }

    async def close(self) -> None:
        """Close every listener, once the calls under way are answered."""
        await asyncio.gather(*(gateway.close() for gateway in self._gateways.values()))
        self._gateways.clear()


def _key(callee: Callee) -> str:
    """By its port and what it forwards to: names may join and go."""
    ports = sorted({place.rpartition(":")[2] for place in callee.places})
    return f"{ports}{callee.default.targets}"
