"""The one address of an environment on this machine: a reverse proxy that acts like the load balancer.

Rules by priority, round robin over the healthy tasks of the chosen target group, streaming both ways, forwarding
headers as an Application Load Balancer adds them. WebSockets are not carried.
Source: "HTTP headers and Application Load Balancers", "Troubleshoot your Application Load Balancers" (502, 503, 504).
"""

from __future__ import annotations

import itertools
import json
import random
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import aiohttp
from aiohttp import hdrs, web
from multidict import CIMultiDict
from yarl import URL

from yard.local.desired import Action, Applied
from yard.local.ports import LOOPBACK
from yard.local.routing import Request, action_for

# Source: RFC 9110, section 7.6.1.
HOP_BY_HOP = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
CONNECT_SECONDS = 10  # source: "HTTP 504: Gateway timeout", the connection time-out
CHUNK_BYTES = 65536


class Target(Protocol):
    """A task as the gateway sees it. in_flight: open requests, counted here so that a drain can wait for them."""

    address: str
    in_flight: int


class Gateway:
    """Serves on 127.0.0.1. targets: target group ARN -> the tasks that may take requests now."""

    def __init__(self, targets: Callable[[str], Sequence[Target]]) -> None:
        self._targets = targets
        self._applied: Applied | None = None
        self._turns: dict[str, itertools.count[int]] = {}
        self._runner: web.ServerRunner | None = None
        self._session: aiohttp.ClientSession | None = None
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
        if self._session is None:
            # A connection per request: an idle one may be closed by the task just as it is used again, which is a
            # 502 for a POST. On loopback a new one costs 0.1 ms.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, force_close=True), auto_decompress=False
            )

    async def close(self) -> None:
        """Stop listening, once the requests under way are answered."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._applied is None:
            return problem(503, "No listener rules are applied yet.")
        action = action_for(_seen_by_rules(request), self._applied.rules, self._applied.default)
        if action.kind == "forward":
            return await self._forward(request, action)
        if action.kind == "redirect":
            return web.Response(
                status=action.status, headers={hdrs.LOCATION: location(action.location, request)}
            )
        return web.Response(status=action.status, text=action.body, content_type=action.content_type)

    async def _forward(self, request: web.BaseRequest, action: Action) -> web.StreamResponse:
        group = _choose(action.targets)
        targets = self._targets(group)
        if not targets:
            return problem(
                503, f"No healthy task for {request.path}. `yard status` and `yard logs` tell why."
            )
        turn = self._turns.setdefault(group, itertools.count())
        target = targets[next(turn) % len(targets)]
        target.in_flight += 1
        try:
            return await self._proxy(request, target)
        finally:
            target.in_flight -= 1

    async def _proxy(self, request: web.BaseRequest, target: Target) -> web.StreamResponse:
        assert self._session is not None
        assert self._applied is not None
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=CONNECT_SECONDS, sock_read=self._applied.idle_timeout_seconds
        )
        try:
            upstream = await self._session.request(
                request.method,
                URL(f"http://{target.address}{_origin_form(request)}", encoded=True),
                headers=_request_headers(request, self.port),
                data=request.content if request.body_exists else None,
                skip_auto_headers=(hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.CONTENT_TYPE),
                allow_redirects=False,
                timeout=timeout,
            )
        except TimeoutError:
            return problem(504, f"The task at {target.address} gave no answer in time.")
        except (aiohttp.ClientError, OSError) as error:
            return problem(502, f"The task at {target.address} closed the connection: {error}")
        async with upstream:
            return await _relay(request, upstream)


async def _relay(request: web.BaseRequest, upstream: aiohttp.ClientResponse) -> web.StreamResponse:
    """Hand the answer on as it comes; where it breaks off, break off too, so that nobody takes it for whole."""
    headers = _end_to_end(upstream.headers)
    response = web.StreamResponse(status=upstream.status, reason=upstream.reason, headers=headers)
    try:
        await response.prepare(request)
        async for chunk in upstream.content.iter_chunked(CHUNK_BYTES):
            await response.write(chunk)
        await response.write_eof()
    except (TimeoutError, aiohttp.ClientError, OSError):
        if request.transport is not None:
            request.transport.abort()
    return response


def problem(status: int, detail: str) -> web.Response:
    """An answer of the gateway's own, as problem details (RFC 9457)."""
    titles = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
    body = {"type": "about:blank", "title": titles[status], "status": status, "detail": detail}
    return web.Response(
        status=status, body=json.dumps(body).encode(), content_type="application/problem+json"
    )


def trace_id(existing: str | None) -> str:
    """X-Amzn-Trace-Id for the task: a new Root, or the one that came with a Self beside it.

    Source: "Request tracing for your Application Load Balancer".
    """
    own = f"1-{int(time.time()):08x}-{secrets.token_hex(12)}"
    if existing is None:
        return f"Root={own}"
    fields = [part for part in existing.split(";") if part and not part.startswith("Self=")]
    if any(part.startswith("Root=") for part in fields):
        return ";".join((f"Self={own}", *fields))
    return ";".join((f"Root={own}", *fields))


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


def _origin_form(request: web.BaseRequest) -> str:
    """Path and query as the client wrote them, even if it wrote a whole URL (a proxy's client does)."""
    return request.raw_path if request.raw_path.startswith("/") else request.rel_url.raw_path_qs


def _request_headers(request: web.BaseRequest, port: int) -> CIMultiDict[str]:
    headers = _end_to_end(request.headers)
    came_from = request.remote or LOOPBACK
    before = headers.get("X-Forwarded-For")
    headers["X-Forwarded-For"] = f"{before}, {came_from}" if before else came_from
    headers["X-Forwarded-Proto"] = "http"
    headers["X-Forwarded-Port"] = str(port)
    headers["X-Amzn-Trace-Id"] = trace_id(headers.get("X-Amzn-Trace-Id"))
    return headers


def _end_to_end(headers: Mapping[str, str]) -> CIMultiDict[str]:
    """The headers that are meant for the other end, repeated ones included."""
    named = {name.strip().lower() for name in headers.get("Connection", "").split(",")}
    kept: CIMultiDict[str] = CIMultiDict()
    for name, value in headers.items():
        if name.lower() not in HOP_BY_HOP | named:
            kept.add(name, value)
    return kept
