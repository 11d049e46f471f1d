"""How long a request may take: told by the caller, kept here, handed on to whoever is called.

A caller says in `X-Request-Timeout-Ms` how many milliseconds it will wait: a duration, since clocks differ. The time
in which the request waited for a thread counts. Nobody reads an answer that comes later, so work on it is wasted: a
request that is past its deadline when its turn comes is answered with 504 at once, and calls made on its behalf
(`chassis.client`, `chassis.database`) get what is left.
"""

from __future__ import annotations

import time
from contextvars import ContextVar

from chassis.problems import ProblemError

HEADER = "X-Request-Timeout-Ms"
ENVIRON = "HTTP_X_REQUEST_TIMEOUT_MS"
DIGITS = 9  # more are no time that anyone waits

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
# Set and reset by whoever serves a request (`chassis.frame`): a time of time.monotonic().
enter = _deadline.set
leave = _deadline.reset


class DeadlineExceededError(ProblemError):
    """The request's time is over; answered with 504."""

    def __init__(self) -> None:
        super().__init__(
            504,
            "The time for this request was over before it was done. Try again, or allow more time.",
            kind="deadline-exceeded",
            title="Deadline exceeded",
        )


def remaining() -> float | None:
    """Give the seconds left, negative when it is too late; None outside of a request."""
    deadline = _deadline.get()
    return None if deadline is None else deadline - time.monotonic()


def check() -> None:
    """Go on if there is time left. Raises DeadlineExceededError. Call it between the steps of long work."""
    left = remaining()
    if left is not None and left <= 0:
        raise DeadlineExceededError


def allowed(longest_seconds: float) -> float:
    """Give the time-out for one step: `longest_seconds`, or what is left if that is less.

    Raises DeadlineExceededError if nothing is left.
    """
    left = remaining()
    if left is None:
        return longest_seconds
    if left <= 0:
        raise DeadlineExceededError
    return min(left, longest_seconds)


def after(seconds: float) -> float:
    """Give the deadline that is so many seconds away, for work that no request asked for."""
    return time.monotonic() + seconds


def read(header: str | None, arrived: float, default_seconds: float) -> float:
    """Give the deadline of a request that arrived at `arrived`, a time of time.monotonic().

    header: what the caller sent; without it, or when it is no whole number, `default_seconds` hold, and they are the
    most that a caller gets.
    """
    if header and header.isascii() and header.isdigit() and len(header) <= DIGITS:
        return arrived + min(int(header) / 1000, default_seconds)
    return arrived + default_seconds
