"""Whether this service is about to stop: one byte that gunicorn's master and its workers share.

The master sets it on SIGTERM; from then on every worker's readiness says 503, while requests are still served.
"""

from __future__ import annotations

import mmap

# Anonymous memory, shared with every process forked later.
_shared = mmap.mmap(-1, 1)


def begin() -> None:
    """Say that no new requests should be sent here."""
    _shared[0] = 1


def begun() -> bool:
    """Tell whether the service is draining."""
    return _shared[0] == 1


def reset() -> None:
    """Forget it: for tests, which live longer than a service."""
    _shared[0] = 0
