"""A steady load on the shop from outside: reads and orders, every answer noted, every order tried until it is taken.

Used by the resilience test, which judges, and by `benches/resilience.py`, which prints.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

# Seconds that the page itself waits for each kind (apps/web/src/api.js); later is too late.
DEADLINES = {"site": 8.0, "read": 8.0, "quote": 8.0, "order": 12.0, "receipt": 8.0}
EVERY_SECONDS = {"site": 0.25, "read": 0.1, "quote": 0.25, "order": 0.5, "receipt": 0.3}
ITEMS = [{"product_id": "espresso-cup", "quantity": 2}, {"product_id": "teapot", "quantity": 1}]
QUOTE = {
    "country": "IE",
    "items": [
        {"product_id": "espresso-cup", "quantity": 2, "unit_price": {"amount": 1400, "currency": "EUR"}}
    ],
}
ORDER = {"customer": {"name": "Ada", "email": "ada@example.com"}, "country": "IE", "items": ITEMS}
# 409: the same order is being taken at this moment, or was when its task was killed.
WORTH_TRYING_AGAIN = (0, 409, 503)
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """One answer. status: 0 where the connection broke. at: monotonic seconds when it was asked for."""

    kind: str
    at: float
    seconds: float
    status: int
    retry_after: str = ""
    text: str = ""

    @property
    def good(self) -> bool:
        """Whether the customer got what was asked for."""
        return self.status in (200, 201)

    @property
    def clean(self) -> bool:
        """Whether it is a 503 that says when to come again, and holds no traceback."""
        return self.status == 503 and self.retry_after.isdigit() and "Traceback" not in self.text

    @property
    def late(self) -> bool:
        """Whether the page would have given up on it."""
        return self.seconds > DEADLINES[self.kind]


@dataclass
class SteadyLoad:
    """Runs from `start` to `stop`. gateway: its address. placed: key of an order -> its id, once it was taken."""

    gateway: str
    kinds: Sequence[str] = tuple(DEADLINES)
    placed: dict[str, str] = field(default_factory=dict)
    refused: list[Answer] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def start(self) -> None:
        """Begin: one thread a kind, orders with two."""
        self._stopping = threading.Event()
        works = [kind for kind in self.kinds for _ in range(2 if kind == "order" else 1)]
        self._threads = [threading.Thread(target=self._work, args=(kind,)) for kind in works]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End, once the orders under way are taken."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)

    def since(self, moment: float, kind: str | None = None) -> list[Answer]:
        """The answers to what was asked after `moment`."""
        return [one for one in self.answers if one.at >= moment and kind in (None, one.kind)]

    def good_again(self, kinds: Iterable[str], within_seconds: float, in_a_row: int = 5) -> float:
        """Wait until each kind got so many good answers in a row; seconds since now. AssertionError if they do not."""
        begun = time.monotonic()
        while time.monotonic() - begun < within_seconds:
            last = [[one.good for one in self.since(begun, kind)][-in_a_row:] for kind in kinds]
            if all(len(found) == in_a_row and all(found) for found in last):
                return time.monotonic() - begun
            time.sleep(0.1)
        raise AssertionError(f"not well within {within_seconds:g} s: {self.answers[-10:]}")

    def _work(self, kind: str) -> None:
        act: Callable[[httpx.Client], None] = self._order if kind == "order" else lambda c: self._ask(c, kind)
        with httpx.Client(base_url=self.gateway, timeout=30) as client:
            while not self._stopping.is_set():
                begun = time.monotonic()
                act(client)
                self._stopping.wait(max(0.0, EVERY_SECONDS[kind] - (time.monotonic() - begun)))

    def _ask(self, client: httpx.Client, kind: str) -> None:
        if kind == "quote":
            self._note(client, kind, "POST", "/api/quotes", json=QUOTE)
        elif kind == "receipt":
            if self.placed:  # the first one: it was written before anything was killed
                self._note(client, kind, "GET", f"/api/receipts/{next(iter(self.placed.values()))}")
        else:
            self._note(client, kind, "GET", {"site": "/", "read": "/api/catalog/products/teapot"}[kind])

    def _order(self, client: httpx.Client) -> None:
        """Place one order as the page does: the same key until somebody takes it."""
        key = uuid.uuid4().hex
        gives_up = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < gives_up:
            headers = {"Idempotency-Key": f'"{key}"'}
            answer = self._note(client, "order", "POST", "/api/orders", json=ORDER, headers=headers)
            if answer.good:
                self.placed[key] = json.loads(answer.text)["order_id"]
                return
            if answer.status not in WORTH_TRYING_AGAIN:
                self.refused.append(answer)
                return
            time.sleep(0.3)

    def _note(self, client: httpx.Client, kind: str, method: str, path: str, **options: Any) -> Answer:
        at = time.monotonic()
        # As the page does: services give up in time, too.
        told_in_time = {
            "X-Request-Timeout-Ms": str(int(DEADLINES[kind] * 1000)),
            **options.pop("headers", {}),
        }
        try:
            got = client.request(method, path, headers=told_in_time, **options)
            told = (got.status_code, got.headers.get("Retry-After", ""), got.text)
        except httpx.HTTPError as error:
            told = (0, "", repr(error))
        answer = Answer(kind, at, time.monotonic() - at, *told)
        self.answers.append(answer)
        return answer
