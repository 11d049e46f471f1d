"""The daemon of a local run: runs services, opens the gateway, and takes orders on a private unix socket.

`python -m yard.local.supervisor FOLDER ENVIRONMENT`. Orders, all JSON: `PUT /desired`, `PUT /releases` (code has
changed), `GET /status`, `POST /room` (end a repair), `POST /stop`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from yard.local.callees import Callees
from yard.local.desired import Desired, tasks_of
from yard.local.edge.face import Face
from yard.local.folder import LocalFolder
from yard.local.functions.fleet import Fleet
from yard.local.gateway import Gateway
from yard.local.healer import Healer
from yard.local.ports import LOOPBACK
from yard.local.processes import Identity
from yard.local.record import Record
from yard.local.service import ServiceRunner
from yard.local.stores import Stores
from yard.local.task import Task
from yard.local.version import version


class Supervisor:
    """Holds the desired state and makes it so."""

    def __init__(self, folder: LocalFolder) -> None:
        self.ended = asyncio.Event()
        self._folder = folder
        self._desired: Desired | None = None
        self._runners: dict[str, ServiceRunner] = {}
        self._stores = Stores(folder)
        self.healer = Healer(folder)
        self._fleet = Fleet(folder, self._stores)
        self._gateway = Gateway(self._targets, self._fleet.find, lambda origin: Face(folder, origin))
        self._callees = Callees(self._new_gateway)
        self._applying = asyncio.Lock()
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True, limit=0))

    async def apply(self, desired: Desired) -> bool:
        """Take a desired state; returns whether anything has to change. OSError where the gateway's port is taken."""
        async with self._applying:
            await self._gateway.open(desired.port)
            self._record()
            changed = self._desired is None or self._desired.applied != desired.applied
            gone = self._runners.keys() - desired.applied.services.keys()
            self._desired = desired
            self._gateway.route(desired.applied)
            if self._gateway.face is not None:
                await self._gateway.face.apply(desired.applied.distribution, desired.sites)
            await self._callees.apply(desired.applied)
            await self._stores.apply(desired, self._callees.addresses)
            await asyncio.gather(*(self._runners.pop(name).stop() for name in gone))
            for name in desired.applied.services:
                if name not in self._runners:
                    self._runners[name] = ServiceRunner(name, self._folder, self._session, self._stores)
                changed |= self._runners[name].apply(desired)
            changed |= await self._fleet.apply(desired)
            self.healer.watch(desired.aws.account)
            return changed or bool(gone)

    async def release(self, releases: dict[str, str]) -> list[str]:
        """Take other releases of some services; returns those that are others than before."""
        if self._desired is None:
            return []
        programs = self._desired.applied.programs
        changed = {
            name: digest
            for name, digest in releases.items()
            if name in programs and self._desired.releases.get(name) != digest
        }
        if changed:
            merged = {**self._desired.releases, **changed}
            await self.apply(self._desired.model_copy(update={"releases": merged}))
        return sorted(changed)

    async def stop(self) -> None:
        """Close the gateway, then end every task, then what the tasks used."""
        await self.healer.stop()
        await self._gateway.close()
        if self._gateway.face is not None:
            await self._gateway.face.stop()
        await asyncio.gather(self._fleet.stop(), *(runner.stop() for runner in self._runners.values()))
        self._runners.clear()
        await self._callees.close()
        await self._stores.stop()
        await self._session.close()
        self.ended.set()

    def status(self) -> dict[str, Any]:
        """What runs, where, how healthy; the shape of `yard status --json` and more."""
        applied = self._desired.applied if self._desired else None
        return {
            "pid": os.getpid(),
            "version": version(),
            "gateway": f"http://{LOOPBACK}:{self._gateway.port}" if self._gateway.port else None,
            "services": {
                name: {
                    "healthy": len(runner.targets) >= runner.service.count,
                    "tasks": [_task(task) for task in runner.tasks],
                    "routes": applied.routes(*runner.service.target_groups) if applied else [],
                    "desired_count": runner.service.count,
                    "steady": runner.steady,
                    "restarts": runner.restarts,
                    "failures": runner.failures,
                    "last_failure": runner.last_failure,
                }
                for name, runner in sorted(self._runners.items())
            },
            "emulator": self.healer.status(),
            "notes": list(applied.notes) if applied else [],
            "functions": self._fleet.status(),
            "sites": self._gateway.face.status() if self._gateway.face else {},
            "databases": self._stores.status(),
        }

    def _new_gateway(self) -> Gateway:
        return Gateway(self._targets, self._fleet.find)

    def _targets(self, group: str) -> list[Task]:
        return [
            task
            for runner in self._runners.values()
            if group in runner.service.target_groups or group == tasks_of(runner.name)
            for task in runner.targets
        ]

    def _record(self) -> None:
        me = Identity.of(os.getpid())
        Record(me.pid, me.create_time, self._gateway.port).write(self._folder.supervisor_record)


def _task(task: Task) -> dict[str, Any]:
    state = "draining" if task.draining else task.health.state if task.health else "healthy"
    return {
        "pid": task.pid,
        "address": task.address,
        "health": state,
        "reason": task.health.reason if task.health and state != "healthy" else "",
        "revision": task.revision,
        "age_seconds": round(task.age_seconds, 1),
    }


def control(supervisor: Supervisor) -> web.Application:
    """The orders, as a web application for the unix socket."""

    async def desired(request: web.Request) -> web.Response:
        try:
            changed = await supervisor.apply(Desired.model_validate_json(await request.read()))
        except OSError as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response({"changed": changed})

    async def releases(request: web.Request) -> web.Response:
        return web.json_response({"changed": await supervisor.release(await request.json())})

    async def status(_: web.Request) -> web.Response:
        return web.json_response(supervisor.status())

    async def room(_: web.Request) -> web.Response:
        await supervisor.healer.make_room()
        return web.json_response({})

    async def stop(_: web.Request) -> web.Response:
        await supervisor.stop()
        return web.json_response({})

    app = web.Application(client_max_size=64 * 1024**2)
    app.add_routes([web.put("/desired", desired), web.put("/releases", releases)])
    app.add_routes([web.get("/status", status)])
    app.add_routes([web.post("/room", room), web.post("/stop", stop)])
    return app


async def serve(folder: LocalFolder) -> None:
    """Run until an order or a signal to stop; leaves neither socket nor record behind."""
    supervisor = Supervisor(folder)
    version()  # of what runs, whatever lies on the disk later
    folder.socket.unlink(missing_ok=True)
    runner = web.AppRunner(control(supervisor), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.UnixSite(runner, str(folder.socket)).start()
    folder.socket.chmod(0o600)
    stops = []
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: stops.append(asyncio.ensure_future(supervisor.stop())))
    await supervisor.ended.wait()
    await runner.cleanup()
    folder.socket.unlink(missing_ok=True)
    folder.supervisor_record.unlink(missing_ok=True)


if __name__ == "__main__":
    os.umask(0o077)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the terminal it was started from may close
    asyncio.run(serve(LocalFolder(Path(sys.argv[1]), sys.argv[2])))
