from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chassis.gunicorn import workers_for
from chassis.testing import Answer, Server, serve

APPLICATION = "slow_service:create_app()"


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        yield {"SERVICE": "slow", "ENVIRONMENT": "test"}


@pytest.mark.parametrize(("cpu", "workers"), [(256, 1), (512, 1), (1024, 2), (4096, 8)])
def test_a_task_gets_a_worker_per_half_vcpu(cpu: int, workers: int) -> None:
    assert workers_for(cpu) == workers


def until_not_ready(server: Server) -> Answer:
    deadline = time.monotonic() + 10
    while True:
        answer = server.request("GET", "/health/ready")
        if answer.status != 200 or time.monotonic() > deadline:
            return answer


def test_a_request_in_flight_ends_well_when_the_task_is_stopped(environment: dict[str, str]) -> None:
    answers: list[Answer] = []
    with serve(APPLICATION, {**environment, "DRAIN_SECONDS": "20"}) as server:
        asking = threading.Thread(target=lambda: answers.append(server.request("GET", "/api/slow")))
        asking.start()

        server.terminate()
        while_draining = until_not_ready(server)
        served_while_draining = server.request("GET", "/api/slow/pid")
        server.terminate()  # the second one skips the rest of the draining
        asking.join()

        assert while_draining.status == 503
        assert while_draining.json == {"status": "draining"}
        assert served_while_draining.status == 200
        assert [(answer.status, answer.json) for answer in answers] == [(200, {"done": True})]
        assert server.wait() == 0
        assert [path.name for path in server.output.parent.iterdir()] == ["output"]


def test_a_service_stops_by_itself_when_it_has_drained(environment: dict[str, str]) -> None:
    with serve(APPLICATION, {**environment, "DRAIN_SECONDS": "1"}) as server:
        server.terminate()

        assert server.wait() == 0


def requests_counted(server: Server) -> int:
    text = server.request("GET", "/metrics").body.decode()
    found = re.search(r'http_requests_total\{method="GET",route="/api/slow/pid",status="200"\} (\d+)', text)
    return int(found[1]) if found else 0


def test_metrics_add_up_all_workers(environment: dict[str, str]) -> None:
    with serve(APPLICATION, {**environment, "TASK_CPU": "1024"}) as server:
        pids: set[int] = set()
        asked = 0
        deadline = time.monotonic() + 30
        while len(pids) < 2 and time.monotonic() < deadline:
            pids.add(server.request("GET", "/api/slow/pid").json["pid"])
            asked += 1

        server.wait_for_reports()

        assert len(pids) == 2
        assert [requests_counted(server) for _ in range(5)] == [asked] * 5


def test_the_server_does_not_say_what_software_it_runs(environment: dict[str, str]) -> None:
    with serve(APPLICATION, environment) as server:
        answer = server.request("GET", "/api/slow/pid")

    assert answer.headers["Server"] == "slow"


def test_what_is_no_http_request_is_a_problem_too(environment: dict[str, str]) -> None:
    with (
        serve(APPLICATION, environment) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection,
    ):
        connection.sendall(b"GET /<script> NONSENSE\r\n\r\n")
        head, _, text = connection.makefile("rb").read().partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"Content-Type: application/problem+json" in head
    assert json.loads(text) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "This is not a valid HTTP request.",
    }


def test_a_number_that_is_none_is_named_at_start() -> None:
    with serve(APPLICATION, {"SERVICE": "slow", "TASK_CPU": "a lot"}, started=False) as server:
        status = server.wait()

        lines = server.lines()

    assert status == 1
    assert lines == ["slow cannot start: TASK_CPU is 'a lot'. Use a whole number."]


def test_all_that_is_written_is_json_with_the_services_name(environment: dict[str, str]) -> None:
    with serve(APPLICATION, environment) as server:
        server.request("GET", "/api/slow/pid", headers={"X-Request-Id": "order-17"})

        logs = server.logs()

    assert {(line["service"], line["environment"]) for line in logs} == {("slow", "test")}
    assert [line["request_id"] for line in logs if line["event"] == "request"] == ["order-17"]


def test_a_service_that_lacks_a_variable_says_so_and_ends() -> None:
    with serve("slow_service:create_app()", {"SERVICE": "slow"}, started=False) as server:
        status = server.wait()

        errors = [line["event"] for line in server.logs() if line["level"] == "error"]

    assert status == 4
    assert errors[0] == ("slow cannot start: ENVIRONMENT is not set. Set it in the task's environment.")
    assert not any("Traceback" in error for error in errors)
