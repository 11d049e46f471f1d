"""The address where workers ask for events and leave answers.

Source: "Using the Lambda runtime API for custom runtimes". Each worker has a token in its path, known to it alone.
"""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from yard.local.functions.worker import Worker
from yard.local.ports import LOOPBACK

RUNTIME = "/{token}/2018-06-01/runtime"
# Source: "Lambda quotas": 6 MB for an invocation's payload.
LARGEST_PAYLOAD_BYTES = 6 * 1024 * 1024


class RuntimeApi:
    """Serves on a free loopback port. find: the worker with a token, or None."""

    def __init__(self, find: Callable[[str], Worker | None]) -> None:
        self._find = find
        self._runner: web.AppRunner | None = None
        self.address = ""

    async def open(self) -> None:
        """Listen, unless it does already."""
        if self._runner is not None:
            return
        app = web.Application(client_max_size=LARGEST_PAYLOAD_BYTES)
        app.add_routes(
            [
                web.get(f"{RUNTIME}/invocation/next", self._next),
                web.post(f"{RUNTIME}/invocation/{{id}}/response", self._response),
                web.post(f"{RUNTIME}/invocation/{{id}}/error", self._error),
                web.post(f"{RUNTIME}/init/error", self._init_error),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, 0)
        await site.start()
        self.address = f"{LOOPBACK}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Stop listening; workers that still wait are cut off."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _next(self, request: web.Request) -> web.Response:
        return await self._worker(request).next()

    async def _response(self, request: web.Request) -> web.Response:
        self._worker(request).respond(request.match_info["id"], await request.read())
        return web.json_response({"status": "OK"}, status=202)

    async def _error(self, request: web.Request) -> web.Response:
        self._worker(request).fail(request.match_info["id"], await request.read())
        return web.json_response({"status": "OK"}, status=202)

    async def _init_error(self, request: web.Request) -> web.Response:
        self._worker(request).fail_init(await request.read())
        return web.json_response({"status": "OK"}, status=202)

    def _worker(self, request: web.Request) -> Worker:
        worker = self._find(request.match_info["token"])
        if worker is None:
            raise web.HTTPForbidden
        return worker
