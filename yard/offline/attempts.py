"""So that a killed apply leaves nothing behind: what was made, and is in no state, is taken back by the next one.

Terraform writes a resource into its state when the provider has answered. Killed in between, it does not know what was
made, and would make it a second time. So each creation is an attempt, written down in the emulated AWS before its first
request: what is planned, and in which run. When a run has ended, what is in the state by then is struck off. A deletion
is written down too, as what was made and is to be in no state: an emulated AWS that is killed may come back without it.

What remains of creations is done again with the same key and then deleted (`taking_back.py`). The emulator answers a
request whose key and number it has seen with the answer that it gave then, so that doing it again tells what was made
the first time, and makes what was still missing. AWS itself has such tokens for some operations ("Ensuring idempotency
in Amazon EC2 API requests").
"""

from __future__ import annotations

import json
import os
import threading
import urllib.request
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

import psutil

from yard.offline.absence import is_absence

if TYPE_CHECKING:
    from yard.offline.handlers.base import Cloud

Values = dict[str, Any]
Resources = Iterable[tuple[str, Mapping[str, Any]]]  # type and attributes, as a state holds them

KEY_HEADER = "X-Yard-Attempt"
PATH = "/_yard/attempts"
IDENTIFYING = ("id", "arn", "name")
TIMEOUT_SECONDS = 10

_here = threading.local()
_running: set[str] = set()  # runs of this process


class Journal:
    """The attempts that an emulated AWS knows of. Use `at`: not every one keeps them."""

    def __init__(self, endpoint: str) -> None:
        self._url = endpoint + PATH
        # No proxy of the person's: the address is this machine's.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    @staticmethod
    def at(endpoint: str) -> Journal | None:
        """None where the emulated AWS at `endpoint` keeps none, or is not there."""
        journal = Journal(endpoint)
        try:
            journal.read()
        except OSError:  # an HTTP error is one too
            return None
        return journal

    def read(self) -> dict[str, Values]:
        """What is written about each attempt, the oldest first."""
        found: dict[str, Values] = self._ask("GET", {})
        return found

    def write(self, keys: Collection[str], **values: Any) -> None:
        """Add to what is written about attempts."""
        self._ask("PUT", {"keys": list(keys), "values": values})

    def strike(self, keys: Collection[str]) -> None:
        """Forget attempts; a request of theirs that comes late is refused."""
        self._ask("DELETE", {"keys": list(keys)})

    def _ask(self, method: str, body: Mapping[str, Any]) -> Any:
        request = urllib.request.Request(  # noqa: S310 - the endpoint is http on this machine
            self._url,
            data=json.dumps(body, default=str).encode(),
            method=method,
            headers={"Content-Type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                return json.loads(response.read() or b"null")
        except HTTPException as problem:
            raise ConnectionError(f"it was cut off amid an answer: {problem!r}") from problem


class Attempts:
    """The creations of one run of one stack (`scope`). To be closed when the run has ended."""

    def __init__(self, journal: Journal, scope: str) -> None:
        self._journal = journal
        self._scope = scope
        self._run = f"{os.getpid()}/{psutil.Process().create_time()}/{uuid.uuid4().hex}"
        self._made: dict[str, str] = {}
        self._deleted: list[str] = []
        _running.add(self._run)

    def create(
        self,
        type_name: str,
        planned: Values,
        cloud: Cloud,
        make: Callable[[], Values],
        attributes: Collection[str],
    ) -> Values:
        """What `make` makes, written down before and after. attributes: those that the state will hold."""
        key = self._begin(type_name, planned, cloud)
        try:
            with attempt(key):
                made = make()
        except Exception as problem:
            if not is_absence(problem):  # else nobody knows what it made
                with suppress(OSError):  # the emulated AWS has gone since: the failure is what is to be told
                    self._journal.strike([key])  # a failed creation has taken back what it made
            raise
        identity = identity_of(type_name, {name: made[name] for name in attributes if name in made})
        if identity is None:
            raise LookupError(f"{type_name}: none of {', '.join(IDENTIFYING)} tells one from another.")
        self._made[key] = identity
        self._journal.write([key], made=made)
        return made

    def delete(self, type_name: str, made: Values, cloud: Cloud, unmake: Callable[[], None]) -> None:
        """Have `unmake` delete what was `made`, written down before."""
        self._deleted.append(self._begin(type_name, {}, cloud, made=made))
        unmake()

    def close(self, known: Resources) -> None:
        """The run has ended. known: what is in the state now."""
        identities = {identity_of(*one) for one in known}
        with suppress(OSError):
            if settled := [key for key, made in self._made.items() if made in identities] + self._deleted:
                self._journal.strike(settled)
        _running.discard(self._run)

    def _begin(self, type_name: str, planned: Values, cloud: Cloud, **more: Any) -> str:
        key = uuid.uuid4().hex
        about = {"type": type_name, "planned": planned, "account": cloud.account, "region": cloud.region}
        self._journal.write([key], scope=self._scope, run=self._run, **about, **more)
        return key


def identity_of(type_name: str, attributes: Mapping[str, Any]) -> str | None:
    """What tells one resource from all others, None where nothing does. CloudWatch's log deliveries have no id."""
    return next(iter(possible_identities(type_name, attributes)), None)


def possible_identities(type_name: str, attributes: Mapping[str, Any]) -> list[str]:
    """The best first: which one a state gives depends on the attributes that it holds."""
    return [f"{type_name} {attributes[name]}" for name in IDENTIFYING if attributes.get(name)]


def mark_requests(client: Any) -> None:
    """Let the requests of a boto3 client carry the key of the creation that their thread is at."""
    client.meta.events.register("before-call", _mark)


@contextmanager
def attempt(key: str) -> Iterator[None]:
    """Within it, calls of this thread carry `key` and a number."""
    _here.attempt = _Attempt(key)
    try:
        yield
    finally:
        del _here.attempt


def is_running(run: str) -> bool:
    """Whether a run goes on: in this process, or in another one that is alive."""
    number, began, _ = run.split("/")
    if int(number) == os.getpid():
        return run in _running
    try:
        return abs(psutil.Process(int(number)).create_time() - float(began)) < 0.1
    except psutil.NoSuchProcess:
        return False


@dataclass
class _Attempt:
    """The creation that this thread is at. calls: how many it has made."""

    key: str
    calls: int = 0


def _mark(params: Any, **_: Any) -> None:
    """Number a call; sent again after a failure, it is the same one."""
    attempt: _Attempt | None = getattr(_here, "attempt", None)
    if attempt is not None:
        params["headers"][KEY_HEADER] = f"{attempt.key}#{attempt.calls}"
        attempt.calls += 1
