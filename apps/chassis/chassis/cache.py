"""A cache aside a store, which outlives both: what the store does not give, the cache gives, marked as stale.

    found = cache.fetch(f"product:{id}", lambda: load(id), fresh_seconds=10, unavailable=(StoreUnavailableError,))
    found.value, found.stale

- A copy younger than `fresh_seconds` is given; else `load` is called and its result kept.
- When `load` raises one of `unavailable`, a copy up to `stale_seconds` old is given, marked as stale.
- Of many requests for the same key in a process one loads, the others wait for it.
- A cache that is slow, full or dead never fails a request: it is left alone for some seconds and loads go on.

Values are what JSON holds. The copies live in Redis or Valkey (CACHE_URL), which all tasks share. Without CACHE_URL
they live in the process, each process with its own, so none is ever fresh: they help in an outage only.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar

import orjson
import structlog
from prometheus_client import Counter

from chassis import deadlines
from chassis.circuits import Circuit, CircuitOpenError
from chassis.settings import ServiceSettings

log = structlog.get_logger("chassis.cache")
Value = TypeVar("Value")

TIMEOUT_SECONDS = 0.25
OPEN_AFTER_FAILURES = 3
OPEN_SECONDS = 3.0
BYTES_IN_PROCESS = 16 * 1024 * 1024
WAIT_SECONDS = 5.0
STALE_SECONDS = 24 * 3600

reads = Counter("cache_reads_total", "Reads through the cache, by what was given.", ["outcome"])


class CacheSettings(ServiceSettings):
    """What a service with a cache reads.

    cache_url: such as rediss://user@host:6379; absent, copies live in the process.
    cache_auth: `iam` signs in with the role of the task. cache_name: of the ElastiCache cache, for that.
    """

    cache_url: str | None = None
    cache_auth: Literal["iam", "none"] = "none"
    cache_name: str | None = None
    aws_region: str = ""


class Store(Protocol):
    """Where copies live. Methods may fail only with CacheUnavailableError."""

    shared: bool

    def get(self, key: str) -> bytes | None:
        """Give the copy."""

    def set(self, key: str, copy: bytes, seconds: float) -> None:
        """Keep a copy for so long at the most."""

    def delete(self, key: str) -> None:
        """Forget a copy."""


class CacheUnavailableError(Exception):
    """The cache does not answer."""


class Found(NamedTuple, Generic[Value]):
    """What a read gave. stale: the store does not answer; this is an earlier copy, `age_seconds` old."""

    value: Value
    stale: bool = False
    age_seconds: float = 0.0


class _Flight:
    """A load that others wait for."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.found: Found[Any] | None = None
        self.error: BaseException | None = None


class Cache:
    """Reads through a store of copies. Shared between threads."""

    def __init__(self, store: Store, *, prefix: str) -> None:
        self._store = store
        self._prefix = prefix
        self._flights: dict[str, _Flight] = {}
        self._lock = threading.Lock()

    def fetch(
        self,
        key: str,
        load: Callable[[], Value],
        *,
        fresh_seconds: float,
        unavailable: tuple[type[Exception], ...],
        stale_seconds: float = STALE_SECONDS,
    ) -> Found[Value]:
        """Give a copy that is fresh, or load; see above. Raises what `load` raises where there is no copy."""
        copy, stored_at = self._read(key)
        age = time.time() - stored_at
        if copy is not None and self._store.shared and 0 <= age < fresh_seconds:
            reads.labels("fresh").inc()
            return Found(copy, age_seconds=age)
        with self._lock:
            flight = self._flights.get(key)
            leads = flight is None
            if flight is None:
                flight = self._flights[key] = _Flight()
        if not leads:
            flight.over.wait(deadlines.allowed(WAIT_SECONDS))
            if flight.found is not None:
                reads.labels("shared").inc()
                return flight.found
            if isinstance(flight.error, unavailable):
                return self._stale(copy, age, stale_seconds, flight.error)
            # Its request ended for a reason of its own, or takes too long.
            return self._load(key, load, copy, age, stale_seconds, unavailable)
        try:
            flight.found = self._load(key, load, copy, age, stale_seconds, unavailable)
            return flight.found
        except BaseException as error:
            flight.error = error
            raise
        finally:
            with self._lock:
                del self._flights[key]
            flight.over.set()

    def forget(self, *keys: str) -> None:
        """Forget copies, since what they are copies of has changed."""
        for key in keys:
            try:
                self._store.delete(self._prefix + key)
            except CacheUnavailableError:
                reads.labels("unavailable").inc()

    def _load(
        self,
        key: str,
        load: Callable[[], Value],
        copy: Value | None,
        age: float,
        stale_seconds: float,
        unavailable: tuple[type[Exception], ...],
    ) -> Found[Value]:
        try:
            value = load()
        except unavailable as error:
            return self._stale(copy, age, stale_seconds, error)
        reads.labels("loaded").inc()
        try:
            self._store.set(self._prefix + key, orjson.dumps([time.time(), value]), stale_seconds)
        except CacheUnavailableError:
            reads.labels("unavailable").inc()
        return Found(value)

    @staticmethod
    def _stale(copy: Value | None, age: float, stale_seconds: float, error: BaseException) -> Found[Value]:
        if copy is None or age > stale_seconds:
            reads.labels("failed").inc()
            raise error
        reads.labels("stale").inc()
        return Found(copy, stale=True, age_seconds=age)

    def _read(self, key: str) -> tuple[Any, float]:
        try:
            text = self._store.get(self._prefix + key)
            if text is None:
                return None, 0.0
            stored_at, value = orjson.loads(text)
            return value, float(stored_at)
        except CacheUnavailableError:
            reads.labels("unavailable").inc()
        except (ValueError, TypeError):
            log.warning("copy is unreadable", copy_of=key)
        return None, 0.0


class MemoryStore:
    """Copies in this process: those used last, up to so many bytes."""

    shared = False

    def __init__(self, most_bytes: int = BYTES_IN_PROCESS) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._copies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """Give the copy."""
        with self._lock:
            copy = self._copies.get(key)
            if copy is not None:
                self._copies.move_to_end(key)
            return copy

    def set(self, key: str, copy: bytes, seconds: float) -> None:
        """Keep a copy. Its age is checked by who reads it."""
        del seconds
        with self._lock:
            self._bytes += len(copy) - len(self._copies.pop(key, b""))
            self._copies[key] = copy
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._copies.popitem(last=False)[1])

    def delete(self, key: str) -> None:
        """Forget a copy."""
        with self._lock:
            self._bytes -= len(self._copies.pop(key, b""))


class RedisStore:
    """Copies in Redis or Valkey. One key per command, which also a cluster and a serverless cache can do."""

    shared = True

    def __init__(self, client: Any) -> None:
        import redis

        self._client = client
        self._errors = (redis.RedisError, OSError)
        self._circuit = Circuit(
            "cache", counts=self._errors, failures=OPEN_AFTER_FAILURES, seconds=OPEN_SECONDS
        )

    def get(self, key: str) -> bytes | None:
        """Give the copy."""
        copy = self._call(lambda: self._client.get(key))
        return copy if isinstance(copy, bytes) else None

    def set(self, key: str, copy: bytes, seconds: float) -> None:
        """Keep a copy for so long."""
        self._call(lambda: self._client.set(key, copy, px=int(seconds * 1000)))

    def delete(self, key: str) -> None:
        """Forget a copy."""
        self._call(lambda: self._client.delete(key))

    def _call(self, command: Callable[[], object]) -> object:
        try:
            with self._circuit.closed():
                return command()
        except CircuitOpenError:
            raise CacheUnavailableError from None
        except self._errors as error:
            log.warning("the cache does not answer", error=type(error).__name__)
            raise CacheUnavailableError from None


def connect(settings: CacheSettings, *, prefix: str) -> Cache:
    """Make the cache that the settings name; it connects with the first read.

    prefix: in front of every key, such as `catalog:1:`; count up when the form of values changes.
    """
    if settings.cache_url is None:
        return Cache(MemoryStore(), prefix=prefix)
    return Cache(RedisStore(redis_client(settings)), prefix=prefix)


def redis_client(settings: CacheSettings) -> Any:
    """Make a client for Redis or Valkey with short time-outs. Needs the extra `cache`."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    from chassis.cache_login import IamLogin, without_user

    url = settings.cache_url or ""
    options: dict[str, Any] = {}
    if settings.cache_auth == "iam":
        url, user = without_user(url)
        options["credential_provider"] = IamLogin(user, settings.cache_name or "", settings.aws_region, url)
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=TIMEOUT_SECONDS,
        socket_timeout=TIMEOUT_SECONDS,
        # One try more at once: a kept connection may have been closed, as ElastiCache does after 12 hours.
        retry=Retry(NoBackoff(), 1),
        health_check_interval=30,
        **options,
    )
