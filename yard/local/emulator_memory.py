"""What the emulated AWS holds, kept on disk, so that a killed one comes back with all of it.

moto keeps everything in memory. Here each request that may change something is followed by a copy of what it changed:
of data (items, objects, messages) before the answer goes out, so that what was accepted is never lost; of everything
else a moment later, since Terraform repairs that in any case. What is known of attempts (emulator_attempts.py) is on
disk before what they made: else nobody would know that it is to be taken back.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yard.local.emulator_copies import backend, dumped, in_use, states_of
from yard.offline.attempts import PATH

if TYPE_CHECKING:
    from yard.local.emulator_attempts import Application, Environ, KeptAnswers, StartResponse

# Service in a request's signature -> the backends that it may change (an event or a notification becomes a message).
DATA = {
    "dynamodb": ("dynamodb", "dynamodbstreams"),
    "events": ("events", "sqs"),
    "s3": ("s3", "sqs"),
    "sns": ("sns", "sqs"),
    "sqs": ("sqs",),
}
REST = "rest"
ATTEMPTS = "attempts"
READS = ("BatchGet", "Describe", "Get", "List", "Lookup", "Query", "Receive", "Scan", "Test")
# Long enough that Terraform's many creations share a copy, short enough that a person's change is in it.
PAUSE_SECONDS = 0.5


class Memory:
    """Copies of moto's backends in `folder`. about: account and versions; a copy with others is never read."""

    def __init__(self, folder: Path, about: str, answers: KeptAnswers) -> None:
        self._folder = folder
        self._about = about
        self._answers = answers
        self._lock = threading.Lock()
        self._attempts = b""  # as they were written last
        self._changed = threading.Event()

    def recall(self) -> None:
        """Fill moto with what the copies hold; a copy that cannot be read is told and passed over."""
        for path in sorted(self._folder.glob("*.pickle")):
            try:
                made_by, states, answers = pickle.loads(path.read_bytes())  # noqa: S301 - written by us, for us alone
                if made_by != self._about:
                    continue
                for key, state in states.items():
                    vars(backend(*key)).update(state)
                if answers:
                    self._answers.restore(answers)
            except Exception as error:  # whatever it is: without the copy it is as if it had never been
                print(f"what {path.stem} held is lost: {error!r}", flush=True)

    def keep(self, names: Iterable[str]) -> None:
        """Copy these backends now."""
        for name in names:
            self._write(name, {name})

    def keep_attempts(self) -> None:
        """Copy what is known of attempts now."""
        with self._lock:
            self._put_attempts()

    def keep_rest(self) -> None:
        """Copy everything that is no data now."""
        data = {name for names in DATA.values() for name in names}
        self._write(REST, {one.service_name for one in in_use()} - data)

    def keep_soon(self) -> None:
        """Copy everything that is no data, in a moment, on the thread that `keep_changes` runs on."""
        self._changed.set()

    def keep_changes(self) -> None:
        """Copy whenever `keep_soon` was called, for ever."""
        while True:
            self._changed.wait()
            threading.Event().wait(PAUSE_SECONDS)
            self._changed.clear()
            try:
                self.keep_rest()
            except OSError as error:  # a full disk: the next change may find room
                print(f"what changed last is not kept: {error}", flush=True)

    def _write(self, name: str, services: set[str]) -> None:
        with self._lock:  # the copy that is written last is the newest
            try:
                content = self._content(services)
            except Exception as error:  # whatever it is: the next change is copied again
                print(f"what changed last in {name} is not kept: {error!r}", flush=True)
            else:
                self._put_attempts()
                self._put(name, content)

    def _content(self, services: set[str]) -> bytes:
        """A copy of these, without those that cannot be copied: they are told."""
        try:
            return dumped((self._about, states_of(services), None))
        except Exception:
            fit = {service for service in services if _fits(service)}
            if fit in (services, set()):
                raise
            return dumped((self._about, states_of(fit), None))

    def _put_attempts(self) -> None:
        content = pickle.dumps((self._about, {}, self._answers.state()))  # nothing of moto's is in it
        if content != self._attempts:
            self._put(ATTEMPTS, content)
            self._attempts = content

    def _put(self, name: str, content: bytes) -> None:
        draft = self._folder / f"{name}.draft"
        draft.write_bytes(content)
        draft.replace(self._folder / f"{name}.pickle")


class RememberingApplication:
    """A WSGI application around moto's, which has every change copied.

    Data of a service is changed by one request at a time: moto, unlike AWS, looks at a condition and then writes, and
    fails where two requests put the same object.
    """

    def __init__(self, application: Application, memory: Memory) -> None:
        self._application = application
        self._memory = memory
        self._changing = {service: threading.Lock() for service in DATA}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        if is_read(environ):
            return self._application(environ, start_response)
        if environ["PATH_INFO"] == PATH:
            return self._manage_attempts(environ, start_response)
        service = service_of(environ)
        if service not in DATA:
            try:
                return self._application(environ, start_response)
            finally:
                self._memory.keep_soon()  # not before: a change may take longer than the pause before a copy
        told: list[Any] = []
        with self._changing[service]:
            body = list(self._application(environ, lambda *answer: told.append(answer)))
            self._memory.keep(DATA[service])
        start_response(*told[-1])
        return body

    def _manage_attempts(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "DELETE":
            self._memory.keep_rest()  # what is struck off is not looked for again: it must not be undone by a kill
        answer = self._application(environ, start_response)
        self._memory.keep_attempts()
        return answer


def service_of(environ: Environ) -> str:
    """The service that a request was signed for (`Credential=…/20260101/eu-west-1/sqs/aws4_request`); else S3's."""
    parts = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].split("/")
    return parts[3] if len(parts) > 3 else "s3"


def is_read(environ: Environ) -> bool:
    """Whether a request changes nothing, as far as its line and its target tell."""
    if environ["REQUEST_METHOD"] in ("GET", "HEAD", "OPTIONS"):
        return True
    operation = str(environ.get("HTTP_X_AMZ_TARGET", "")).rpartition(".")[2]
    return operation.startswith(READS)


def about(account: str) -> str:
    """What must be the same for a copy to be read."""
    import moto

    return f"{account}, moto {moto.__version__}"


def _fits(service: str) -> bool:
    """Whether what a service holds can be copied; told where it cannot."""
    try:
        dumped(states_of({service}))
    except Exception as error:
        print(f"what {service} holds is not kept: {error!r}", flush=True)
        return False
    return True
