"""The one address of an environment on this machine: it acts like the load balancer.

Rules by priority, round robin over the healthy tasks of the chosen target group, or the function behind it.
Source: "Troubleshoot your Application Load Balancers" (502, 503, 504).
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Mapping, Sequence

from aiohttp import hdrs, web

from yard.local.desired import Action, Applied
from yard.local.edge.face import Face, Origin
from yard.local.functions.http import answer
from yard.local.functions.runner import FunctionRunner
from yard.local.ports import LOOPBACK
from yard.local.problem import problem
from yard.local.proxy import EditHeaders, Proxy, Target, unchanged
from yard.local.routing import Request, action_for


class Gateway:
    """Serves on 127.0.0.1. targets: target group ARN -> the tasks that may take requests now.

    functions: name -> the function's runner, or None. face: makes what stands before the load balancer, given what the
    load balancer answers; without one clients come to the load balancer itself.
    """

    def __init__(
        self,
        targets: Callable[[str], Sequence[Target]],
        functions: Callable[[str], FunctionRunner | None] = lambda _: None,
        face: Callable[[Origin], Face] | None = None,
    ) -> None:
        self._targets = targets
        self._functions = functions
        self._proxy = Proxy()
        self.face = face(self._balance) if face else None
        self._applied: Applied | None = None
        self._turns: dict[str, itertools.count[int]] = {}
        self._runner: web.ServerRunner | None = None
        self.port = 0

    def route(self, applied: Applied) -> None:
        """Take new rules; requests under way finish by the old."""
        self._applied = applied

    async def open(self, port: int) -> None:
        """Listen on `port` (0 for a free one), leaving the one before; OSError where somebody else has it."""
        if self._runner is not None and port == self.port:
            return
        runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, LOOPBACK, port)
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        before, self._runner = self._runner, runner
        self.port = runner.addresses[0][1]
        if before is not None:
            await before.cleanup()
        self._proxy.open()

    async def close(self) -> None:
        """Stop listening, once the requests under way are answered."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self._proxy.close()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._applied is None:
            return problem(503, "No listener rules are applied yet.")
        if self.face is not None:
            return await self.face.answer(request)
        return await self._balance(request, unchanged)

    async def _balance(self, request: web.BaseRequest, edit: EditHeaders) -> web.StreamResponse:
        """What the load balancer answers. edit: called with the headers of an answer that is streamed."""
        assert self._applied is not None
        action = action_for(_seen_by_rules(request), self._applied.rules, self._applied.default)
        if action.kind == "forward":
            return await self._forward(request, action, edit)
        if action.kind == "redirect":
            return web.Response(
                status=action.status, headers={hdrs.LOCATION: location(action.location, request)}
            )
        return web.Response(status=action.status, text=action.body, content_type=action.content_type)

    async def _forward(
        self, request: web.BaseRequest, action: Action, edit: EditHeaders
    ) -> web.StreamResponse:
        assert self._applied is not None
        group = _choose(action.targets)
        if target := self._applied.function_targets.get(group):
            runner = self._functions(target.function)
            if runner is None:
                return problem(503, f"No function {target.function} for {request.path}.")
            return await answer(request, runner, target, group, self.port)
        targets = self._targets(group)
        if not targets:
            return problem(
                503, f"No healthy task for {request.path}. `yard status` and `yard logs` tell why."
            )
        turn = self._turns.setdefault(group, itertools.count())
        return await self._proxy.send(
            request,
            targets[next(turn) % len(targets)],
            port=self.port,
            idle_timeout_seconds=self._applied.idle_timeout_seconds,
            edit=edit,
        )


def location(template: str, request: web.BaseRequest) -> str:
    """A redirect's address, its placeholders filled in (source: "Redirect actions")."""
    host, _, port = (request.host or LOOPBACK).partition(":")
    values = {
        "protocol": "http",
        "host": host,
        "port": port or "80",
        "path": request.path.lstrip("/"),
        "query": request.query_string,
    }
    return re.sub(r"#\{(\w+)\}", lambda match: values.get(match[1], ""), template).removesuffix("?")


def _choose(targets: Mapping[str, int]) -> str:
    if len(targets) == 1 or not any(targets.values()):
        return next(iter(targets))
    return random.choices(list(targets), weights=list(targets.values()))[0]  # noqa: S311 - not a secret


def _seen_by_rules(request: web.BaseRequest) -> Request:
    return Request(
        path=request.rel_url.raw_path,
        host=request.host,
        method=request.method,
        query=request.query_string,
        headers={name.lower(): value for name, value in request.headers.items()},
    )
