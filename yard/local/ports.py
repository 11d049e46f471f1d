"""Loopback ports: a free one, and who holds one that is not."""

from __future__ import annotations

import contextlib
import socket
import time

import psutil

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int, within_seconds: float = 0) -> bool:
    """Whether a server could listen on this loopback port now, or soon: a killed one lets go of it only in the end."""
    deadline = time.monotonic() + within_seconds
    while not _can_bind(port):
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.02)
    return True


def holder_of(port: int) -> str:
    """Who listens on `port`: `python3 (pid 4711: python3 -m http.server 8080)`, or that the system does not tell."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections(kind="tcp"):
            if (
                connection.status == psutil.CONN_LISTEN
                and connection.laddr
                and connection.laddr.port == port
                and connection.pid is not None
            ):
                process = psutil.Process(connection.pid)
                return f"{process.name()} (pid {process.pid}: {_short(' '.join(process.cmdline()))})"
    return "a process of another user, which the system does not name"


def _short(command: str, longest: int = 100) -> str:
    return command if len(command) <= longest else command[: longest - 1] + "…"


def _can_bind(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
