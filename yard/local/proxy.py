"""Handing a request on to a task and its answer back, streaming both ways, with the headers that a load balancer adds.

WebSockets are not carried. Source: "HTTP headers and Application Load Balancers".
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Protocol

import aiohttp
from aiohttp import hdrs, web
from multidict import CIMultiDict
from yarl import URL

from yard.local.ports import LOOPBACK
from yard.local.problem import problem

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
# How long it may take until the end of a killed process is noticed.
NOTICE_SECONDS = 1.0

PASSED_THROUGH = "passed through"

EditHeaders = Callable[[CIMultiDict[str]], None]  # called with an answer's headers before they go out


class Target(Protocol):
    """A task as the gateway sees it. in_flight: open requests, counted here so that a drain can wait for them.

    gone: whether its process ended.
    """

    address: str
    in_flight: int

    @property
    def gone(self) -> bool: ...  # noqa: D102 - told above


class Proxy:
    """Sends requests to tasks from `open` to `close`."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Make ready; to be called where the event loop runs."""
        if self._session is None:
            # A connection per request: an idle one may be closed by the task just as it is used again, which is a
            # 502 for a POST. On loopback a new one costs 0.1 ms.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, force_close=True), auto_decompress=False
            )

    async def close(self) -> None:
        """Let go of everything."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def send(
        self,
        request: web.BaseRequest,
        target: Target,
        *,
        port: int,
        idle_timeout_seconds: float,
        edit: EditHeaders,
    ) -> web.StreamResponse:
        """Hand the request on. port: where it came in.

        502 where a living task closes the connection and 504 where it says nothing, as the load balancer answers;
        503 where its process was killed meanwhile: another is on its way, so it is worth to come again.
        """
        target.in_flight += 1
        try:
            return await self._send(request, target, port, idle_timeout_seconds, edit)
        finally:
            target.in_flight -= 1

    async def _send(
        self,
        request: web.BaseRequest,
        target: Target,
        port: int,
        idle_timeout_seconds: float,
        edit: EditHeaders,
    ) -> web.StreamResponse:
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=CONNECT_SECONDS, sock_read=idle_timeout_seconds
        )
        try:
            upstream = await self._session.request(
                request.method,
                URL(f"http://{target.address}{origin_form(request)}", encoded=True),
                headers=request_headers(request, port),
                data=request.content if request.body_exists else None,
                skip_auto_headers=(hdrs.USER_AGENT, hdrs.ACCEPT, hdrs.ACCEPT_ENCODING, hdrs.CONTENT_TYPE),
                allow_redirects=False,
                timeout=timeout,
            )
        except TimeoutError:
            return problem(504, f"The task at {target.address} gave no answer in time.")
        except (aiohttp.ClientError, OSError) as error:
            if await _ends(target):
                return problem(503, f"The task at {target.address} ended before it answered.")
            return problem(502, f"The task at {target.address} closed the connection: {error}")
        async with upstream:
            return await _relay(request, upstream, edit)


def pass_through(request: web.BaseRequest) -> None:
    """Note that a proxy before the load balancer has taken the request: the next one sees this one's address."""
    request[PASSED_THROUGH] = (*request.get(PASSED_THROUGH, ()), LOOPBACK)


def unchanged(_headers: CIMultiDict[str]) -> None:
    """Leave an answer's headers as they are."""


async def _ends(target: Target) -> bool:
    """Whether the task is gone; its connection breaks a moment before its end is known."""
    deadline = time.monotonic() + NOTICE_SECONDS
    while not target.gone and time.monotonic() < deadline:
        await asyncio.sleep(0.01)
    return target.gone


async def _relay(
    request: web.BaseRequest, upstream: aiohttp.ClientResponse, edit: EditHeaders
) -> web.StreamResponse:
    """Hand the answer on as it comes; where it breaks off, break off too, so that nobody takes it for whole."""
    headers = end_to_end(upstream.headers.items())
    edit(headers)
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


def origin_form(request: web.BaseRequest) -> str:
    """Path and query as the client wrote them, even if it wrote a whole URL (a proxy's client does)."""
    return request.raw_path if request.raw_path.startswith("/") else request.rel_url.raw_path_qs


def request_headers(request: web.BaseRequest, port: int) -> CIMultiDict[str]:
    """Headers for the task: those of the client that are meant for it, and those that a load balancer adds.

    Each proxy before it (`pass_through`) has added the address that it saw.
    """
    headers = end_to_end(request.headers.items())
    came_from = request.remote or LOOPBACK
    seen = [headers.get("X-Forwarded-For", ""), came_from, *request.get(PASSED_THROUGH, ())]
    headers["X-Forwarded-For"] = ", ".join(address for address in seen if address)
    headers["X-Forwarded-Proto"] = "http"
    headers["X-Forwarded-Port"] = str(port)
    headers["X-Amzn-Trace-Id"] = trace_id(headers.get("X-Amzn-Trace-Id"))
    return headers


def end_to_end(headers: Iterable[tuple[str, str]]) -> CIMultiDict[str]:
    """The headers that are meant for the other end, repeated ones included."""
    pairs = list(headers)
    connection = (value for name, value in pairs if name.lower() == "connection")
    named = {name.strip().lower() for value in connection for name in value.split(",")}
    return CIMultiDict((name, value) for name, value in pairs if name.lower() not in HOP_BY_HOP | named)
