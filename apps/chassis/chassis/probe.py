"""`python -m chassis.probe [PATH]`: the container's health check, for images without curl.

Exits 0 if the service in this container answers PATH (default /health/live) with 200 within 2 s, else 1.
"""

from __future__ import annotations

import http.client
import os
import sys


def main(path: str = "/health/live") -> int:
    """Ask the service on loopback; returns the exit status."""
    address = os.environ.get("BIND_ADDRESS", "127.0.0.1")
    connection = http.client.HTTPConnection(
        "127.0.0.1" if address == "0.0.0.0" else address,  # noqa: S104
        int(os.environ.get("PORT", "8080")),
        timeout=2,
    )
    try:
        connection.request("GET", path)
        return 0 if connection.getresponse().status == http.client.OK else 1
    except (OSError, http.client.HTTPException):
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
