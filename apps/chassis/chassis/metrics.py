"""Prometheus metrics by the RED method: rate, errors (by status) and duration of requests, by route.

`/metrics` adds up all worker processes: under gunicorn they share files in PROMETHEUS_MULTIPROC_DIR, which
`chassis.gunicorn` sets. A route is the pattern (`/api/catalog/products/<id>`), so that ids make no new series.
"""

from __future__ import annotations

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def install(app: Flask) -> None:
    """Measure every request and answer /metrics."""
    registry = CollectorRegistry()
    requests = Counter(
        "http_requests_total", "Requests answered.", ["method", "route", "status"], registry=registry
    )
    durations = Histogram(
        "http_request_duration_seconds",
        "Time from request to answer.",
        ["method", "route"],
        buckets=BUCKETS_SECONDS,
        registry=registry,
    )
    in_progress = Gauge(
        "http_requests_in_progress", "Requests being served.", multiprocess_mode="livesum", registry=registry
    )

    @app.before_request
    def _begin() -> None:
        in_progress.inc()
        g.measured_from = time.perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unmatched"
        method = request.method if request.method in METHODS else "other"
        requests.labels(method, route, str(response.status_code)).inc()
        durations.labels(method, route).observe(time.perf_counter() - g.measured_from)
        return response

    @app.teardown_request
    def _end(_: BaseException | None) -> None:
        if "measured_from" in g:
            in_progress.dec()

    @app.get("/metrics", endpoint="metrics", doc_ui=False)
    def _metrics() -> Response:
        return Response(generate_latest(_collected(registry)), content_type=CONTENT_TYPE_LATEST)


def _collected(registry: CollectorRegistry) -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return registry
    every_worker = CollectorRegistry()
    MultiProcessCollector(every_worker)  # type: ignore[no-untyped-call]
    return every_worker
