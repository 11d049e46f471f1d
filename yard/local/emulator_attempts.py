"""The emulated AWS's half of `yard.offline.attempts`: the journal, and the answers that were given to creations."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from yard.offline.attempts import KEY_HEADER, PATH

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
VARIABLE = "HTTP_" + KEY_HEADER.upper().replace("-", "_")


@dataclass(frozen=True)
class Answer:
    """What was answered to one request."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class KeptAnswers:
    """A WSGI application around another one, which keeps the journal of attempts.

    A request with the key of an attempt, and a number, that was answered well before gets that answer again and does
    nothing; one with a key that is not in the journal comes from a run that is over, and is refused. GET, PUT and
    DELETE of PATH read the journal, write in it and strike off.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._journal: dict[str, dict[str, Any]] = {}
        self._answers: dict[tuple[str, str], Answer] = {}
        self._lock = threading.Lock()
        # A killed run's last request may still be at work when it is sent again.
        self._at_work: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def state(self) -> Any:
        """All that is kept, for `restore`."""
        with self._lock:
            return {key: dict(entry) for key, entry in self._journal.items()}, dict(self._answers)

    def restore(self, state: Any) -> None:
        """Go on with what another one kept."""
        self._journal, self._answers = state

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        if environ.get("PATH_INFO") == PATH:
            return self._manage(environ, start_response)
        key, _, number = environ.get(VARIABLE, "").rpartition("#")
        if not key:
            return self._application(environ, start_response)
        with self._lock:
            at_work = self._at_work[key]
        with at_work:
            answer = self._answers.get((key, number)) or self._first(environ, key, number)
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    def _first(self, environ: Environ, key: str, number: str) -> Answer:
        if key not in self._journal:
            return Answer("409 Conflict", (("Content-Type", "text/plain"),), b"This run is over.")
        answer = self._answer(environ)
        if answer.status.startswith("2"):
            with self._lock:
                self._answers[key, number] = answer
        return answer

    def _answer(self, environ: Environ) -> Answer:
        told: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], None]:
            told.append((status, headers))
            return written.append

        pieces = self._application(environ, start)
        try:
            body = b"".join((*written, *pieces))
        finally:
            if close := getattr(pieces, "close", None):
                close()
        status, headers = told[-1]
        return Answer(status, tuple(headers), body)

    def _manage(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        body = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"{}")
        told: Any = None
        with self._lock:
            match environ["REQUEST_METHOD"]:
                case "PUT":
                    for key in body["keys"]:
                        self._journal.setdefault(key, {}).update(body["values"])
                case "DELETE":
                    self._strike(set(body["keys"]))
                case _:
                    told = self._journal
            text = json.dumps(told).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
        return [text]

    def _strike(self, keys: set[str]) -> None:
        for key in keys:
            self._journal.pop(key, None)
            self._at_work.pop(key, None)
        self._answers = {of: answer for of, answer in self._answers.items() if of[0] not in keys}
