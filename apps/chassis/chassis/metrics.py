"""Prometheus metrics by the RED method: rate, errors (by status) and duration of requests, by route.

`/metrics` adds up all worker processes: under gunicorn they share files in PROMETHEUS_MULTIPROC_DIR, which
`chassis.gunicorn` sets. A route is the pattern (`/api/catalog/products/<id>`), so that ids make no new series.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Response
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from chassis.reports import Answered, Reports
from chassis.tracing import Trace

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class RequestMetrics:
    """Counts the requests of one app."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "http_requests_total", "Requests answered.", ["method", "route", "status"], registry=registry
        )
        self._durations = Histogram(
            "http_request_duration_seconds",
            "Time from request to answer.",
            ["method", "route"],
            buckets=BUCKETS_SECONDS,
            registry=registry,
        )
        self._in_progress = Gauge(
            "http_requests_in_progress",
            "Requests being served.",
            multiprocess_mode="livesum",
            registry=registry,
        )
        # Finding a series by its labels costs more than counting in it, so the series are kept.
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._last_in_progress = 0
        self.active: set[Trace] = set()

    def write(self, requests: Iterable[Answered]) -> None:
        """Count requests that are answered, and those that are not yet."""
        counts: dict[tuple[str, str, int], int] = {}
        for _, method, _, route, status, seconds, _ in requests:
            key = (method if method in METHODS else "other", route or "unmatched", status)
            counts[key] = counts.get(key, 0) + 1
            series = self._series.get(key)
            if series is None:
                requests_of_status = self._requests.labels(key[0], key[1], str(status))
                series = self._series[key] = (requests_of_status, self._durations.labels(key[0], key[1]))
            series[1].observe(seconds)
        for key, count in counts.items():
            self._series[key][0].inc(count)
        in_progress = len(self.active)
        if in_progress != self._last_in_progress:
            self._last_in_progress = in_progress
            self._in_progress.set(in_progress)


def install(app: OpenAPI, reports: Callable[[], Reports]) -> RequestMetrics:
    """Answer /metrics; the metrics given are to be told of each request.

    reports: gives what tells them; asked for at the first scrape.
    """
    registry = CollectorRegistry()

    @app.get("/metrics", endpoint="metrics", doc_ui=False)
    def _metrics() -> Response:
        reports().flush()
        return Response(_text(registry), content_type=CONTENT_TYPE_LATEST)

    return RequestMetrics(registry)


def _text(registry: CollectorRegistry) -> bytes:
    """Write this app's metrics and those of the process (calls to other services, retries, the service's own)."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(registry) + generate_latest(REGISTRY)
    every_worker = CollectorRegistry()
    MultiProcessCollector(every_worker)  # type: ignore[no-untyped-call]
    return generate_latest(every_worker)
