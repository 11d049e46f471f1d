from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from modules.compute.container import container_definition, http_probe


def container(**changes: Any) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "name": "catalog",
        "image": "image@sha256:0",
        "command": ["gunicorn"],
        "port": 8080,
        "environment": {"PORT": "8080", "AWS_REGION": "eu-west-1"},
        "secrets": {"API_KEY": "arn:secret"},
        "health_command": ["python", "-m", "chassis.probe"],
        "log_group": "/dev/catalog",
        "region": "eu-west-1",
    }
    return container_definition(**{**arguments, **changes})


def test_a_container_is_not_root_and_has_no_capability() -> None:
    made = container()

    assert made["user"].split(":")[0] != "0"
    assert made["privileged"] is False
    assert made["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}


def test_a_container_writes_to_tmp_and_nowhere_else() -> None:
    made = container()

    assert made["readonlyRootFilesystem"] is True
    assert [(mount["containerPath"], mount["readOnly"]) for mount in made["mountPoints"]] == [("/tmp", False)]  # noqa: S108


def test_secrets_come_from_secrets_manager_and_stand_in_no_environment() -> None:
    made = container()

    assert made["secrets"] == [{"name": "API_KEY", "valueFrom": "arn:secret"}]
    assert made["environment"] == [
        {"name": "AWS_REGION", "value": "eu-west-1"},
        {"name": "PORT", "value": "8080"},
    ]


def test_the_order_in_which_variables_are_given_changes_nothing() -> None:
    assert container(environment={"A": "1", "B": "2"}) == container(environment={"B": "2", "A": "1"})


def test_a_slow_log_never_stops_the_service() -> None:
    options = container()["logConfiguration"]["options"]

    assert options["awslogs-group"] == "/dev/catalog"
    assert options["mode"] == "non-blocking"


def test_without_a_probe_ecs_asks_nothing() -> None:
    assert "healthCheck" not in container(health_command=None)
    assert container()["healthCheck"]["command"] == ["CMD", "python", "-m", "chassis.probe"]


@pytest.fixture
def server() -> Iterator[tuple[int, dict[str, int]]]:
    """A port of this machine, and the status that it answers each path with."""
    answers: dict[str, int] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(answers[self.path])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Answer) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield listening.server_address[1], answers
        listening.shutdown()


@pytest.mark.parametrize("program", ["gunicorn", "python3", "uvicorn", "node"])
def test_a_probe_ends_with_0_only_where_the_service_is_healthy(
    program: str, server: tuple[int, dict[str, int]]
) -> None:
    port, answers = server
    command = http_probe(program, port=port, path="/health")
    assert command is not None
    if command[0] == "python":
        command[0] = sys.executable

    results = []
    for status in (200, 503):
        answers["/health"] = status
        results.append(subprocess.run(command, capture_output=True, timeout=30, check=False).returncode)

    assert results == [0, 1]


def test_of_an_image_that_may_lack_everything_only_the_load_balancer_asks() -> None:
    assert http_probe("/service", port=8080, path="/health") is None
