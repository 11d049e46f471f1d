"""So that a killed apply leaves nothing behind: the same creation, asked for again, gets the first one's answers.

Terraform writes a resource into its state when the provider has answered. Killed in between, it does not know what was
made, and would make it a second time. AWS itself has client tokens for some operations ("Ensuring idempotency in Amazon
EC2 API requests"); the emulated AWS has them here for all: each request of a creation carries a key that follows from
what is planned, and the emulator answers a key that it has seen with the answer it gave then.

An answer from the past counts only if what it made is there still and is not in the state already (two resources may
be planned with the same values); otherwise the creation is another one.
"""

from __future__ import annotations

import hashlib
import json
import threading
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

Values = dict[str, Any]

KEY_HEADER, REPEATED_HEADER = "X-Yard-Attempt", "X-Yard-Repeated"
PATH = "/_yard/attempts"
TIMEOUT_SECONDS = 10

_here = threading.local()


@dataclass
class _Attempt:
    """The creation that this thread is at.

    requests: how many it has sent. repeated: whether one of them was answered before.
    """

    key: str
    requests: int = 0
    repeated: bool = False


class Attempts:
    """The creations of one stack in one emulated AWS.

    known: type and id of what is in the stack's state already. Use `of`: an emulator that knows no keys has none.
    """

    def __init__(self, endpoint: str, scope: str, known: Collection[tuple[str, str]]) -> None:
        self._url = endpoint + PATH
        self._scope = scope
        self._known = set(known)
        # No proxy of the person's: the address is this machine's.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._lock = threading.Lock()

    @staticmethod
    def of(endpoint: str, scope: str, known: Collection[tuple[str, str]]) -> Attempts | None:
        """None where the emulated AWS at `endpoint` keeps no answers."""
        attempts = Attempts(endpoint, scope, known)
        try:
            attempts._ask("GET", {})
        except OSError:  # an HTTP error is one too
            return None
        return attempts

    def create(
        self, type_name: str, planned: Values, make: Callable[[], Values], exists: Callable[[Values], bool]
    ) -> Values:
        """What `make` makes, or has made before a run was killed. exists: whether something made is there still."""
        digest = _digest(type_name, planned)
        with self._lock:
            lock = self._locks[digest]
        with lock:
            for number in count():
                key = f"{self._scope}/{type_name}/{digest}/{number}"
                made, repeated = self._make(key, make)
                if repeated and not exists(made):
                    self._ask("DELETE", {"key": key})
                    made, repeated = self._make(key, make)
                identity = (type_name, str(made.get("id")))
                if repeated and identity in self._known:
                    continue
                self._known.add(identity)
                self._ask("PUT", {"key": key, "made": self._name(*identity)})
                return made
        raise AssertionError  # count() has no end

    def forget(self, type_name: str, identifier: object) -> None:
        """To be called before a deletion: what is made afterwards is made anew."""
        self._known.discard((type_name, str(identifier)))
        self._ask("DELETE", {"made": self._name(type_name, str(identifier))})

    def _make(self, key: str, make: Callable[[], Values]) -> tuple[Values, bool]:
        try:
            with _attempt(key) as attempt:
                return make(), attempt.repeated
        except Exception:
            self._ask("DELETE", {"key": key})  # a failed creation has taken back what it made
            raise

    def _name(self, type_name: str, identifier: str) -> str:
        return f"{self._scope}/{type_name}/{identifier}"

    def _ask(self, method: str, body: Mapping[str, str]) -> None:
        request = urllib.request.Request(  # noqa: S310 - the endpoint is http on this machine
            self._url,
            data=json.dumps(body).encode(),
            method=method,
            headers={"Content-Type": "application/json"},
        )
        with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            response.read()


def mark_requests(client: Any) -> None:
    """Let the requests of a boto3 client carry the key of the creation that their thread is at."""
    client.meta.events.register("before-send", _mark)
    client.meta.events.register("after-call", _look)


@contextmanager
def _attempt(key: str) -> Iterator[_Attempt]:
    attempt = _here.attempt = _Attempt(key)
    try:
        yield attempt
    finally:
        del _here.attempt


def _mark(request: Any, **_: Any) -> None:
    attempt: _Attempt | None = getattr(_here, "attempt", None)
    if attempt is not None:
        request.headers[KEY_HEADER] = f"{attempt.key}#{attempt.requests}"
        attempt.requests += 1


def _look(http_response: Any, **_: Any) -> None:
    attempt: _Attempt | None = getattr(_here, "attempt", None)
    if attempt is not None and REPEATED_HEADER in http_response.headers:
        attempt.repeated = True


def _digest(type_name: str, planned: Values) -> str:
    text = json.dumps([type_name, planned], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
