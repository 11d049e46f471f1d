"""How long the request being served waited for a thread: known to gunicorn's worker, asked for by the frame.

A service that is asked for more than it can do must say no to some, or soon it answers nobody in time: whoever has
waited for longer than `shed_after_seconds` is refused with 503 at once, which costs next to nothing, so that the
queue gets short again.
"""

from __future__ import annotations

import threading


class _Waited(threading.local):
    seconds = 0.0


_waited = _Waited()


def note(seconds: float) -> None:
    """Say how long the request that this thread takes up now has waited."""
    _waited.seconds = seconds


def waited() -> float:
    """Give the seconds that the request of this thread has waited; once, since it may be asked for many requests."""
    seconds = _waited.seconds
    if seconds:
        _waited.seconds = 0.0
    return seconds
