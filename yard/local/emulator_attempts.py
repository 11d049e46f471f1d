"""The emulated AWS's half of `yard.offline.attempts`: answers to creations are kept and given again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from yard.offline.attempts import KEY_HEADER, PATH, REPEATED_HEADER

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
    """A WSGI application around another one.

    A request with a key that was answered well before gets that answer again and does nothing. GET, PUT and DELETE of
    PATH: whether keys are known here; what a key has made; a key, or all that made one thing, is forgotten.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._answers: dict[str, dict[str, Answer]] = {}
        self._keys_by_made: dict[str, set[str]] = {}
        self._lock = threading.Lock()

    def state(self) -> Any:
        """All that is kept, for `restore`."""
        with self._lock:
            return (
                {key: dict(answers) for key, answers in self._answers.items()},
                {made: set(keys) for made, keys in self._keys_by_made.items()},
            )

    def restore(self, state: Any) -> None:
        """Go on with what another one kept."""
        self._answers, self._keys_by_made = state

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """One request."""
        if environ.get("PATH_INFO") == PATH:
            return self._manage(environ, start_response)
        key, _, number = environ.get(VARIABLE, "").rpartition("#")
        if not key:
            return self._application(environ, start_response)
        answer = self._answers.get(key, {}).get(number)
        if answer is not None:
            start_response(answer.status, [*answer.headers, (REPEATED_HEADER, "true")])
            return [answer.body]
        answer = self._answer(environ)
        if answer.status.startswith("2"):
            with self._lock:
                self._answers.setdefault(key, {})[number] = answer
        start_response(answer.status, list(answer.headers))
        return [answer.body]

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
        key, made = body.get("key"), body.get("made")
        with self._lock:
            if environ["REQUEST_METHOD"] == "PUT":
                self._keys_by_made.setdefault(made, set()).add(key)
            elif environ["REQUEST_METHOD"] == "DELETE":
                for gone in {key} if key else self._keys_by_made.pop(made, set()):
                    self._answers.pop(gone, None)
        start_response("204 No Content", [])
        return []
