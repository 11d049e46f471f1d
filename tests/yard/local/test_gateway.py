"""The gateway treats requests as an Application Load Balancer does."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.yard.local.running import FIXTURE, GROUP, until
from yard.local.desired import Action, Applied, Condition, Rule
from yard.local.gateway import Gateway
from yard.local.ports import LOOPBACK, free_port, is_free
from yard.local.proxy import trace_id


@dataclass
class FixedTarget:
    address: str
    in_flight: int = 0
    gone: bool = False


class RunningGateway:
    """A gateway on a thread of its own; `targets` may be changed while it runs."""

    def __init__(self, *, idle_timeout_seconds: float = 5) -> None:
        self.targets: list[FixedTarget] = []
        self._idle = idle_timeout_seconds
        self._ready, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> RunningGateway:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(10)

    def _run(self) -> None:
        import asyncio

        asyncio.run(self._serve())

    async def _serve(self) -> None:
        import asyncio

        gateway = Gateway(self._targets)
        gateway.route(self._rules())
        await gateway.open(0)
        self.url = f"http://{LOOPBACK}:{gateway.port}"
        self._ready.set()
        while not self._done.is_set():
            await asyncio.sleep(0.02)
        await gateway.close()

    def _targets(self, group: str) -> list[FixedTarget]:
        return self.targets if group == GROUP else []

    def _rules(self) -> Applied:
        def rule(priority: int, path: str, action: Action) -> Rule:
            return Rule(
                priority=priority, conditions=(Condition(field="path", patterns=(path,)),), action=action
            )

        redirect = Action(kind="redirect", status=301, location="https://#{host}:443/#{path}?#{query}")
        return Applied(
            rules=(
                rule(1, "/old/*", redirect),
                rule(2, "/app/*", Action(kind="forward", targets={GROUP: 1})),
                rule(3, "/*", Action(kind="forward", targets={GROUP: 1})),
            ),
            default=Action(kind="fixed-response", status=404, content_type="application/json", body="{}"),
            idle_timeout_seconds=self._idle,
        )


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module")
def second_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("two"))


def serve(folder: Path) -> Iterator[str]:
    port = free_port()
    environment = {"PORT": str(port), "BIND_ADDRESS": LOOPBACK}
    with subprocess.Popen(
        [sys.executable, str(FIXTURE)],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        until(lambda: not is_free(port), "the fixture service")
        yield f"{LOOPBACK}:{port}"
        process.kill()


@pytest.fixture(scope="module")
def running() -> Iterator[RunningGateway]:
    with RunningGateway() as gateway:
        yield gateway


@pytest.fixture
def gateway(running: RunningGateway, service: str) -> RunningGateway:
    running.targets = [FixedTarget(service)]
    return running


def echo(gateway: RunningGateway, path: str = "/echo", **request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.request(request.pop("method", "GET"), gateway.url + path, **request).json()
    return answer


def test_path_query_and_body_arrive_as_they_were_sent(gateway: RunningGateway) -> None:
    found = echo(gateway, "/echo?q=a%2Fb&q=%C3%A4", method="POST", content="text")

    assert (found["method"], found["path"], found["body"]) == ("POST", "/echo?q=a%2Fb&q=%C3%A4", "text")


def test_a_body_without_a_length_is_streamed(gateway: RunningGateway) -> None:
    found = echo(gateway, method="PUT", content=iter([b"one ", b"two"]))

    assert found["body"] == "one two"


def test_the_service_learns_who_asked_and_how(gateway: RunningGateway) -> None:
    found = echo(gateway, headers={"X-Forwarded-For": "203.0.113.7", "Host": "shop.example.com"})

    headers = dict(found["headers"])
    assert headers["X-Forwarded-For"] == f"203.0.113.7, {LOOPBACK}"
    assert headers["X-Forwarded-Proto"] == "http"
    assert headers["X-Forwarded-Port"] == gateway.url.rsplit(":", 1)[1]
    assert headers["Host"] == "shop.example.com"
    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", headers["X-Amzn-Trace-Id"])


def test_a_trace_that_came_with_the_request_goes_on(gateway: RunningGateway) -> None:
    root = "Root=1-67891233-abcdef012345678912345678"

    headers = dict(echo(gateway, headers={"X-Amzn-Trace-Id": f"Self=1-old;{root};Sampled=1"})["headers"])

    assert re.fullmatch(rf"Self=1-[0-9a-f]{{8}}-[0-9a-f]{{24}};{root};Sampled=1", headers["X-Amzn-Trace-Id"])
    assert trace_id("Sampled=1").startswith("Root=1-")


def test_headers_for_one_connection_do_not_pass(gateway: RunningGateway) -> None:
    hop_by_hop = {"Connection": "X-Mine", "X-Mine": "1", "TE": "trailers", "Upgrade": "h2c"}

    answer = httpx.get(gateway.url + "/echo", headers=hop_by_hop)

    arrived = dict(answer.json()["headers"])
    assert arrived.keys().isdisjoint({"X-Mine", "TE", "Upgrade"})
    assert "Keep-Alive" not in answer.headers


def test_repeated_headers_of_an_answer_stay_repeated(gateway: RunningGateway) -> None:
    assert httpx.get(gateway.url + "/").headers.get_list("Set-Cookie") == ["a=1", "b=2"]


def test_an_answer_to_head_has_the_length_and_no_body(gateway: RunningGateway) -> None:
    answer = httpx.head(gateway.url + "/health")

    assert (answer.headers["Content-Length"], answer.content) == ("2", b"")


def test_healthy_tasks_take_turns(gateway: RunningGateway, service: str, second_service: str) -> None:
    gateway.targets = [FixedTarget(service), FixedTarget(second_service)]

    pids = [httpx.get(gateway.url + "/").json()["pid"] for _ in range(4)]

    assert pids[0] == pids[2] != pids[1] == pids[3]


def test_open_requests_are_counted_so_that_a_drain_can_wait(gateway: RunningGateway) -> None:
    (target,) = gateway.targets
    thread = threading.Thread(target=httpx.get, args=(gateway.url + "/slow",))
    thread.start()

    until(lambda: target.in_flight == 1, "the request under way")
    thread.join()
    until(lambda: target.in_flight == 0, "its end")


def test_a_redirect_fills_its_placeholders(gateway: RunningGateway) -> None:
    answer = httpx.get(gateway.url + "/old/a/b?c=1", headers={"Host": "shop.example.com:8080"})

    assert answer.status_code == 301
    assert answer.headers["Location"] == "https://shop.example.com:443/old/a/b?c=1"


def test_without_a_healthy_task_the_answer_is_a_503_problem(gateway: RunningGateway) -> None:
    gateway.targets = []

    answer = httpx.get(gateway.url + "/app/x")

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "No healthy task for /app/x. `yard status` and `yard logs` tell why.",
    }


def test_a_task_that_refuses_the_connection_is_a_502(gateway: RunningGateway) -> None:
    gateway.targets = [FixedTarget(f"{LOOPBACK}:{free_port()}")]

    answer = httpx.post(gateway.url + "/app/x", content="body")

    assert (answer.status_code, answer.json()["title"]) == (502, "Bad Gateway")


def test_a_killed_task_is_a_503_that_says_when_to_come_again(gateway: RunningGateway) -> None:
    gateway.targets = [FixedTarget(f"{LOOPBACK}:{free_port()}", gone=True)]

    answer = httpx.post(gateway.url + "/app/x", content="body")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


def test_a_task_that_does_not_answer_in_time_is_a_504() -> None:
    with socket.socket() as silent, RunningGateway(idle_timeout_seconds=0.3) as impatient:
        silent.bind((LOOPBACK, 0))
        silent.listen()
        impatient.targets = [FixedTarget(f"{LOOPBACK}:{silent.getsockname()[1]}")]

        answer = httpx.get(impatient.url + "/app/x")

    assert (answer.status_code, answer.json()["title"]) == (504, "Gateway Timeout")


def test_half_an_answer_is_not_passed_off_as_a_whole_one(gateway: RunningGateway) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(gateway.url + "/break")
