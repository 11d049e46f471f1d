"""Circuit breakers: what does not answer is left alone for a while, so that nobody waits for it in vain.

    circuit = Circuit("dynamodb", counts=(StoreUnavailableError,))
    with circuit.closed():                # raises CircuitOpenError at once while the circuit is open
        …

After some failures in a row the circuit opens; when the seconds are over, calls are let through again, and the first
answer decides. Over pybreaker, used as a context: its `call` holds a lock while the call lasts, so that calls would
wait for one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pybreaker
import structlog
from prometheus_client import Gauge

log = structlog.get_logger("chassis.circuits")

FAILURES = 5
SECONDS = 5.0

open_circuits = Gauge(
    "circuit_open", "Whether calls to a dependency fail at once.", ["dependency"], multiprocess_mode="livemax"
)


class CircuitOpenError(Exception):
    """The dependency failed moments ago; it was not asked."""


class Circuit:
    """The circuit to one dependency. Shared between threads.

    counts: the exceptions that are failures of the dependency; any other is an answer, if not a welcome one.
    """

    def __init__(
        self,
        name: str,
        *,
        counts: tuple[type[Exception], ...],
        failures: int = FAILURES,
        seconds: float = SECONDS,
    ) -> None:
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=failures,
            reset_timeout=seconds,
            exclude=[lambda error: not isinstance(error, counts)],
            listeners=[_Watch(name)],
            throw_new_error_on_trip=False,
        )

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Call the dependency in this block. Raises CircuitOpenError instead of entering it."""
        entered = False
        try:
            with self._breaker.calling():
                entered = True
                yield
        except pybreaker.CircuitBreakerError:
            if entered:
                raise
            raise CircuitOpenError from None

    @property
    def failures(self) -> int:
        """How many failures in a row there were."""
        return self._breaker.fail_counter


class _Watch(pybreaker.CircuitBreakerListener):
    """Says when a circuit opens and closes."""

    def __init__(self, name: str) -> None:
        self._name = name
        open_circuits.labels(name).set(0)

    def state_change(self, cb: Any, old_state: Any, new_state: Any) -> None:
        """Log and measure it."""
        del cb, old_state
        open_circuits.labels(self._name).set(int(new_state.name == pybreaker.STATE_OPEN))
        log.warning("circuit changed", dependency=self._name, state=new_state.name)
