"""Calls to other services over HTTP: a time-out on each, retries where they do no harm, and an end to calling what
does not answer.

    catalog = ServiceClient("catalog", settings.catalog_url)
    answer = catalog.get("/api/catalog/products/cup")        # an httpx.Response, of whatever status below 500

- Each try gets `timeout_seconds`, or what is left of the request's time (`chassis.deadlines`), and tells the callee.
- Retries, with jitter: only GET, HEAD, OPTIONS, PUT, DELETE, what carries an `Idempotency-Key` and what is said to be
  repeatable; only after no answer, 502, 503 or 504; at most two; and in all at most a tenth of the calls, so that an
  outage is not doubled.
- Circuit breaker (`chassis.circuits`): after five failures in a row calls fail at once, for five
  seconds; then one is tried.
- Bulkhead: at most so many calls at once; a slow callee takes no more threads than that.

A call without a usable answer raises CallError. A service that does not catch it answers 503 with Retry-After.
Request id and trace context go along; metrics tell calls, their outcome and duration, and open circuits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpx
import stamina
import structlog
from prometheus_client import Counter, Histogram

from chassis import deadlines, telemetry, tracing
from chassis.circuits import Circuit, CircuitOpenError
from chassis.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator

log = structlog.get_logger("chassis.client")

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
WORTH_A_RETRY = frozenset({502, 503, 504})
ATTEMPTS = 3
CONNECT_SECONDS = 1.0
RETRY_AFTER_SECONDS = 5
# A retry costs one, a call gives a tenth; what is saved up lets a quiet service retry too.
BUDGET_PER_CALL, BUDGET_MOST = 0.1, 10.0

calls = Counter("http_client_requests_total", "Calls to other services.", ["callee", "method", "outcome"])
durations = Histogram(
    "http_client_request_duration_seconds", "Time of calls to other services, retries included.", ["callee"]
)


class CallError(ProblemError):
    """Another service gave no usable answer.

    reason: `unreachable`, `timeout`, `status 503` and the like, `circuit open`, or `busy` (too many calls at once).
    retry_after_seconds: what the callee said, if it did.
    """

    def __init__(self, callee: str, reason: str, retry_after_seconds: float | None = None) -> None:
        seconds = RETRY_AFTER_SECONDS
        super().__init__(
            503,
            f"{callee}, which this needs, can't be reached at the moment. Try again in {seconds} s.",
            kind="dependency-unavailable",
            title="Dependency unavailable",
            headers={"Retry-After": str(seconds)},
        )
        self.callee = callee
        self.reason = reason
        self.retry_after_seconds = retry_after_seconds


class ServiceClient:
    """Calls one other service. Made once, shared between threads; connects with the first call.

    base_url: such as http://catalog.dev.internal:8080. timeout_seconds: for each try.
    attempts: tries at the most. most_at_once: calls in progress.
    transport: for tests, what httpx sends requests with.
    """

    def __init__(
        self,
        callee: str,
        base_url: str,
        *,
        timeout_seconds: float = 2.0,
        attempts: int = ATTEMPTS,
        most_at_once: int = 16,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.callee = callee
        self._timeout_seconds = timeout_seconds
        self._attempts = attempts
        self._places = threading.BoundedSemaphore(most_at_once)
        self._budget = _RetryBudget()
        self._circuit = Circuit(callee, counts=(_TryError,))
        self._http = httpx.Client(
            base_url=base_url,
            transport=transport,
            limits=httpx.Limits(max_connections=most_at_once),
            trust_env=False,  # a proxy for the outside is none for neighbours
        )

    def get(self, path: str, *, params: Mapping[str, str | int] | None = None) -> httpx.Response:
        """Ask for something."""
        return self.request("GET", path, params=params)

    def post(
        self, path: str, body: Any, *, idempotency_key: str | None = None, repeatable: bool = False
    ) -> httpx.Response:
        """Send JSON. Retried only with an idempotency_key, which the callee must heed, or if it is `repeatable`:
        something that stores nothing.
        """
        headers = {} if idempotency_key is None else {"Idempotency-Key": f'"{idempotency_key}"'}
        return self.request("POST", path, body=body, headers=headers, repeatable=repeatable)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
    ) -> httpx.Response:
        """Call. Raises CallError; DeadlineExceededError if the request on whose behalf this is has no time left."""
        request = self._http.build_request(
            method, path, params=params, json=body, headers=dict(headers or {})
        )
        began = time.monotonic()
        outcome = "error"
        try:
            answer = self._with_retries(request, repeatable)
            outcome = str(answer.status_code)
            return answer
        except CallError as error:
            outcome = error.reason
            log.warning("call failed", callee=self.callee, method=method, path=path, reason=error.reason)
            raise
        finally:
            calls.labels(self.callee, method, outcome).inc()
            durations.labels(self.callee).observe(time.monotonic() - began)

    def _with_retries(self, request: httpx.Request, repeatable: bool) -> httpx.Response:
        self._budget.earn()
        safe = repeatable or request.method in IDEMPOTENT or "Idempotency-Key" in request.headers

        def backoff(error: Exception) -> bool | float:
            if not safe or not isinstance(error, _TryError) or not error.worth_a_retry:
                return False
            pause = error.retry_after_seconds or 0.0
            if deadlines.allowed(self._timeout_seconds) <= pause or not self._budget.spend():
                return False
            return pause or True

        try:
            for attempt in stamina.retry_context(
                on=backoff,
                attempts=self._attempts,
                timeout=None,
                wait_initial=0.05,
                wait_max=0.5,
                wait_jitter=0.1,
            ):
                with attempt, self._place(), self._circuit.closed():
                    answer = self._try(request)
        except _TryError as failure:
            raise CallError(self.callee, failure.reason, failure.retry_after_seconds) from None
        except CircuitOpenError:
            raise CallError(self.callee, "circuit open") from None
        return answer

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise CallError(self.callee, "busy")
        try:
            yield
        finally:
            self._places.release()

    def _try(self, request: httpx.Request) -> httpx.Response:
        seconds = deadlines.allowed(self._timeout_seconds)
        spans = telemetry.active()
        span = spans.call(request.method, self.callee, str(request.url)) if spans else None
        trace = tracing.present() or tracing.start()
        request.headers.update(tracing.headers(trace))
        if span is not None:
            request.headers.update(span.headers())
        request.headers[deadlines.HEADER] = str(int(seconds * 1000))
        timeout = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
        request.extensions = {**request.extensions, "timeout": timeout.as_dict()}
        status = 0
        try:
            answer = self._send(request, time.monotonic() + seconds)
            status = answer.status_code
        except httpx.TimeoutException:
            if (
                seconds < self._timeout_seconds
            ):  # our own caller is in a hurry: that says nothing about the callee
                raise deadlines.DeadlineExceededError from None
            raise _TryError("timeout", worth_a_retry=True) from None
        except httpx.TransportError as error:
            log.info("no answer", callee=self.callee, error=type(error).__name__)
            raise _TryError("unreachable", worth_a_retry=True) from None
        finally:
            if span is not None:
                span.end(None, status)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise _TryError(f"status {status}", status in WORTH_A_RETRY, _seconds(answer))
        return answer

    def _send(self, request: httpx.Request, until: float) -> httpx.Response:
        """Send, and read the whole answer: httpx's time-outs are for each piece, and pieces can come for ever."""
        streamed = self._http.send(request, stream=True)
        if streamed.is_closed:  # read already: what a test's transport gives
            return streamed
        try:
            pieces = []
            for piece in streamed.iter_raw():
                pieces.append(piece)
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer took too long", request=request)
        finally:
            streamed.close()
        return httpx.Response(
            streamed.status_code, headers=streamed.headers, content=b"".join(pieces), request=request
        )


class _TryError(Exception):
    """A try without a usable answer, through the callee's fault."""

    def __init__(self, reason: str, worth_a_retry: bool, retry_after_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.worth_a_retry = worth_a_retry
        self.retry_after_seconds = retry_after_seconds


class _RetryBudget:
    """Lets a tenth of the calls be repeated."""

    def __init__(self) -> None:
        self._left = BUDGET_MOST
        self._lock = threading.Lock()

    def earn(self) -> None:
        with self._lock:
            self._left = min(BUDGET_MOST, self._left + BUDGET_PER_CALL)

    def spend(self) -> bool:
        with self._lock:
            if self._left < 1:
                return False
            self._left -= 1
            return True


def _seconds(answer: httpx.Response) -> float | None:
    """Read Retry-After where it is a number of seconds."""
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdigit() else None
