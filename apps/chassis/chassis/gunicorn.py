"""gunicorn's configuration: `gunicorn --config python:chassis.gunicorn catalog:create_app()`.

Reads: BIND_ADDRESS (0.0.0.0), PORT (8080), TASK_CPU (256 CPU units; 1024 are one vCPU), WEB_CONCURRENCY (worker
processes, instead of what TASK_CPU gives), DRAIN_SECONDS (2), SERVICE and ENVIRONMENT (for the logs), LOG_LEVEL.

SIGTERM: readiness says 503 for DRAIN_SECONDS while requests are still served, then the workers take no more and
finish theirs, within GRACEFUL_SECONDS. A second SIGTERM skips the wait. Both together stay under the 30 s that
Amazon ECS gives a container (source: "Amazon ECS task definition parameters", stopTimeout).
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from http import HTTPStatus
from pathlib import Path
from typing import Any

import gunicorn.glogging  # type: ignore[import-untyped]
import gunicorn.http.wsgi  # type: ignore[import-untyped]
import gunicorn.util  # type: ignore[import-untyped]

from chassis import draining, logs

THREADS_PER_WORKER = 8
GRACEFUL_SECONDS = 25


def workers_for(cpu_units: int) -> int:
    """Share a task's CPU: a worker process per half vCPU, at least one.

    A process runs Python on one core at a time and waits for the network most of the time; its threads fill
    the waits.
    """
    return max(1, cpu_units // 512)


def shared_memory() -> str:
    """Name a folder in memory: /dev/shm, or TMPDIR where there is none or it can't be written to.

    A worker's heartbeat on a disk that stalls gets the worker killed (source: gunicorn's FAQ, "How do I avoid
    Gunicorn excessively blocking in os.fchmod?").
    """
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir()  # noqa: S108


def number(name: str, default: int) -> int:
    """Read a whole number of at least 0 from variable `name`; absent or empty means the default.

    Raises SystemExit with one line that names the variable.
    """
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit()):
        raise SystemExit(f"{_service} cannot start: {name} is {text!r}. Use a whole number.")
    return int(text)


_service = os.environ.get("SERVICE", "service")
_environment = os.environ.get("ENVIRONMENT")
_drain_seconds = number("DRAIN_SECONDS", 2)


class JsonLogger(gunicorn.glogging.Logger):  # type: ignore[misc]
    """gunicorn's own messages, in the shape of all others. The access line is the chassis's."""

    def setup(self, cfg: Any) -> None:
        """Set gunicorn's handlers, then their format."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setStream(sys.stdout)
            handler.setFormatter(logs.formatter(_service, _environment))

    def access(self, *_: Any) -> None:
        """Write nothing."""


def refuse(socket: Any, status: int, reason: str, _message: str) -> None:
    """Answer what gunicorn could not read as a request, without repeating it."""
    problem = {"type": "about:blank", "title": reason, "status": status}
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        problem["detail"] = "This is not a valid HTTP request."
    body = json.dumps(problem)
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    gunicorn.util.write_nonblock(socket, (head + body).encode())


def on_starting(server: Any) -> None:
    """Say where the workers share their metrics, before the first one imports prometheus_client."""
    folder = os.environ.get("TMPDIR") or shared_memory()
    server.metrics_folder = tempfile.mkdtemp(prefix=f"{_service}-metrics-", dir=folder)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = server.metrics_folder


def when_ready(server: Any) -> None:
    """Put draining in front of gunicorn's graceful stop."""
    stop = server.handle_term

    def drain() -> None:
        if draining.begun() or not _drain_seconds:
            draining.begin()
            stop()
        draining.begin()
        server.log.info("Draining for %d s", _drain_seconds)
        timer = threading.Timer(_drain_seconds, os.kill, (os.getpid(), signal.SIGTERM))
        timer.daemon = True
        timer.start()

    server.handle_term = drain


def post_worker_init(worker: Any) -> None:
    """Get ready to serve, now that the process which will is there and the app is made."""
    reports = _reports(worker)
    if reports is not None:
        reports.batch()
    for work in _works(worker):
        work.start()
    # What is there by now stays: looking through it for garbage would only hold requests up.
    gc.collect()
    gc.freeze()


def worker_exit(_server: Any, worker: Any) -> None:
    """Finish the work in the background, and report the last requests."""
    for work in _works(worker):
        work.stop()
    reports = _reports(worker)
    if reports is not None:
        reports.flush()


def _reports(worker: Any) -> Any:
    return _extensions(worker).get("chassis.reports")


def _works(worker: Any) -> Any:
    return _extensions(worker).get("chassis.background", ())


def _extensions(worker: Any) -> Any:
    return getattr(getattr(worker, "wsgi", None), "extensions", {})  # any other WSGI app has none


def child_exit(server: Any, worker: Any) -> None:
    """Take a dead worker's gauges out of the sum."""
    for gauge in Path(server.metrics_folder).glob(f"gauge_live*_{worker.pid}.db"):
        gauge.unlink()


def on_exit(server: Any) -> None:
    """Leave no file behind."""
    shutil.rmtree(server.metrics_folder, ignore_errors=True)


bind = [f"{os.environ.get('BIND_ADDRESS', '0.0.0.0')}:{number('PORT', 8080)}"]  # noqa: S104
worker_class = "chassis.worker.Worker"
workers = number("WEB_CONCURRENCY", workers_for(number("TASK_CPU", 256)))
threads = THREADS_PER_WORKER
worker_tmp_dir = shared_memory()
graceful_timeout = GRACEFUL_SECONDS
timeout = 30  # seconds without a sign of life before a worker is killed
# Longer than the load balancer's 60 s: it must be the one to close, or it sends requests into closed connections
# (source: "Application Load Balancers", connection idle timeout).
keepalive = 75
loglevel = os.environ.get("LOG_LEVEL", "info")
logger_class = JsonLogger
accesslog = None
control_socket_disable = True  # nothing to manage in a task, and its root file system is read-only
forwarded_allow_ips = "*"  # the security group lets only the load balancer in
proc_name = _service
# gunicorn has no settings for these two. The Server header names the service, not the software that runs it; what
# is no HTTP request, so never reaches the app, is answered in the shape of every other error.
gunicorn.http.wsgi.SERVER = _service
gunicorn.util.write_error = refuse
