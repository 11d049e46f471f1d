from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina
from chassis import circuits, client, deadlines, telemetry, tracing
from chassis.app import OpenAPI
from chassis.client import CallError, ServiceClient
from chassis.deadlines import DeadlineExceededError
from chassis.telemetry import Spans
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

Step = int | Exception | Callable[[httpx.Request], httpx.Response]


class Callee:
    """Answers with what it is given, in order; the last answer again and again."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        if isinstance(step, Exception):
            raise step
        return httpx.Response(step) if isinstance(step, int) else step(request)

    def client(self, **options: Any) -> ServiceClient:
        return ServiceClient("cups", "http://cups.test:8080", transport=httpx.MockTransport(self), **options)


@pytest.fixture(autouse=True)
def _no_pauses() -> Iterator[None]:
    stamina.set_testing(True, attempts=client.ATTEMPTS)
    yield
    stamina.set_testing(False)


DOWN = httpx.ConnectError("refused")


def test_an_answer_below_500_is_the_callers_to_judge() -> None:
    callee = Callee(404)

    assert callee.client().get("/cups/1").status_code == 404
    assert str(callee.asked[0].url) == "http://cups.test:8080/cups/1"


@pytest.mark.parametrize("failure", [503, 502, 504, DOWN, httpx.ReadTimeout("late")])
def test_a_read_is_repeated_until_it_is_answered(failure: Step) -> None:
    callee = Callee(failure, failure, 200)

    assert callee.client().get("/").status_code == 200
    assert len(callee.asked) == 3


def test_after_three_tries_the_call_has_failed() -> None:
    callee = Callee(503)

    with pytest.raises(CallError) as failed:
        callee.client().get("/")

    assert (failed.value.callee, failed.value.reason) == ("cups", "status 503")
    assert len(callee.asked) == 3


def test_what_changes_something_is_not_repeated_without_a_key() -> None:
    callee = Callee(503)

    with pytest.raises(CallError):
        callee.client().post("/", {})

    assert len(callee.asked) == 1


def test_with_an_idempotency_key_it_is() -> None:
    callee = Callee(DOWN, 201)

    assert callee.client().post("/", {"a": 1}, idempotency_key="k1").status_code == 201
    assert [request.headers["Idempotency-Key"] for request in callee.asked] == ['"k1"', '"k1"']
    assert [request.content for request in callee.asked] == [b'{"a":1}'] * 2


def test_an_error_of_the_callees_own_is_not_repeated() -> None:
    callee = Callee(500)

    with pytest.raises(CallError, match="can't be reached at the moment"):
        callee.client().get("/")

    assert len(callee.asked) == 1


def test_an_outage_is_not_doubled_by_retries() -> None:
    callee = Callee(503)
    one = callee.client()
    one._circuit._breaker.fail_max = 10**6

    for _ in range(50):
        with pytest.raises(CallError):
            one.get("/")

    assert 60 <= len(callee.asked) <= 66  # 50, and what was saved up plus a tenth


def test_after_five_failures_calls_fail_at_once_until_one_succeeds() -> None:
    callee = Callee(500)
    one = callee.client()
    one._circuit._breaker.reset_timeout = 0.1
    for _ in range(5):
        with pytest.raises(CallError):
            one.get("/")

    with pytest.raises(CallError) as refused:
        one.get("/")
    asked = len(callee.asked)
    opened = circuits.open_circuits.labels("cups")._value.get()
    time.sleep(0.15)
    callee.steps = [200]
    answers = [one.get("/").status_code for _ in range(2)]

    assert (refused.value.reason, asked, opened) == ("circuit open", 5, 1)
    assert answers == [200, 200]
    assert circuits.open_circuits.labels("cups")._value.get() == 0


def test_wrong_requests_do_not_open_the_circuit() -> None:
    one = Callee(400).client()

    assert [one.get("/").status_code for _ in range(10)] == [400] * 10


def test_a_slow_callee_takes_no_more_threads_than_its_share() -> None:
    going, release = threading.Barrier(3), threading.Event()

    def hang(_: httpx.Request) -> httpx.Response:
        going.wait(5)
        release.wait(5)
        return httpx.Response(200)

    one = Callee(hang).client(most_at_once=2)
    threads = [threading.Thread(target=one.get, args=("/",)) for _ in range(2)]
    for thread in threads:
        thread.start()
    going.wait(5)

    with pytest.raises(CallError) as refused:
        one.get("/")
    release.set()
    for thread in threads:
        thread.join()

    assert refused.value.reason == "busy"


def test_calls_in_parallel_do_not_wait_for_one_another() -> None:
    both = threading.Barrier(2, timeout=5)

    def meet(_: httpx.Request) -> httpx.Response:
        both.wait()
        return httpx.Response(200)

    one = Callee(meet).client()
    other = threading.Thread(target=one.get, args=("/",))
    other.start()

    assert one.get("/").status_code == 200
    other.join()


def test_a_call_carries_request_id_trace_and_time_left(app: OpenAPI) -> None:
    callee = Callee(200)
    one = callee.client()

    @app.get("/api/cups/call")
    def _call() -> dict[str, str]:
        one.get("/")
        return {}

    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    sent = {
        "X-Request-Id": "order-17",
        "traceparent": f"00-{trace}-00f067aa0ba902b7-01",
        "tracestate": "vendor=1",
        deadlines.HEADER: "1000",
    }
    app.test_client().get("/api/cups/call", headers=sent)

    headers = callee.asked[0].headers
    assert (headers["X-Request-Id"], headers["tracestate"]) == ("order-17", "vendor=1")
    assert headers["traceparent"].startswith(f"00-{trace}-")
    assert 900 <= int(headers[deadlines.HEADER]) <= 1000


def test_a_call_outside_of_a_request_starts_a_trace() -> None:
    callee = Callee(200)

    callee.client().get("/")

    assert tracing.TRACEPARENT.fullmatch(callee.asked[0].headers["traceparent"])
    assert callee.asked[0].headers[deadlines.HEADER] == "2000"


def test_a_call_is_a_span(monkeypatch: pytest.MonkeyPatch) -> None:
    exported = InMemorySpanExporter()
    spans = Spans("shop", "test", exported)
    monkeypatch.setattr(telemetry, "_active", spans)
    callee = Callee(404)

    callee.client().get("/cups")
    spans.flush()

    (span,) = exported.get_finished_spans()
    assert (span.name, span.status.is_ok) == ("GET cups", False)
    assert f"{span.context.span_id:016x}" in callee.asked[0].headers["traceparent"]


@pytest.fixture
def late() -> Iterator[None]:
    token = deadlines.enter(time.monotonic() - 1)
    yield
    deadlines.leave(token)


@pytest.mark.usefixtures("late")
def test_no_call_is_begun_when_nobody_waits_any_more() -> None:
    callee = Callee(200)

    with pytest.raises(DeadlineExceededError):
        callee.client().get("/")

    assert callee.asked == []


@pytest.fixture
def silent() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_callee_that_hangs_is_given_up_on(silent: str) -> None:
    one = ServiceClient("cups", silent, timeout_seconds=0.05)

    with pytest.raises(CallError) as failed:
        one.post("/", {})

    assert failed.value.reason == "timeout"


def test_a_request_in_a_hurry_says_nothing_about_the_callee(silent: str) -> None:
    one = ServiceClient("cups", silent)
    token = deadlines.enter(time.monotonic() + 0.05)

    with pytest.raises(DeadlineExceededError):
        one.get("/")
    deadlines.leave(token)

    assert one._circuit.failures == 0


def test_an_answer_that_trickles_in_is_given_up_on() -> None:
    class Trickle(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            while True:
                time.sleep(0.02)
                yield b"."

    one = Callee(lambda _: httpx.Response(200, stream=Trickle())).client(timeout_seconds=0.05)

    with pytest.raises(CallError) as failed:
        one.post("/", {})

    assert failed.value.reason == "timeout"


def test_nobody_listening_is_told_apart() -> None:
    with pytest.raises(CallError) as failed:
        ServiceClient("cups", "http://127.0.0.1:1").get("/")

    assert failed.value.reason == "unreachable"


def test_a_failed_call_that_nobody_catches_is_a_503_that_says_when_to_come_back(app: OpenAPI) -> None:
    one = Callee(500).client()

    @app.get("/api/cups/call")
    def _call() -> dict[str, int]:
        return {"status": one.get("/").status_code}

    answer = app.test_client().get("/api/cups/call")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.json is not None
    assert answer.json["detail"] == (
        "cups, which this needs, can't be reached at the moment. Try again in 5 s."
    )
    text = app.test_client().get("/metrics").text
    assert 'http_client_requests_total{callee="cups",method="GET",outcome="status 500"}' in text
