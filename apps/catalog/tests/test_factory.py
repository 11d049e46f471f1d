from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from catalog import create_app
from catalog.settings import Settings
from catalog.store import connect
from chassis.testing import Server, serve
from flask.testing import FlaskClient
from moto.server import ThreadedMotoServer
from werkzeug.test import TestResponse

REGION = "eu-west-1"
TABLE = "test-catalog-products"


@pytest.fixture(scope="module")
def without_dynamodb(settings: Settings) -> Iterator[FlaskClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        patch.setattr("catalog.connect", partial(connect, attempts=1))  # a retry waits up to a second
        yield create_app(settings).test_client()


def test_nothing_connects_before_the_first_request() -> None:
    script = """
import os, sys
sys.addaudithook(lambda event, _: os._exit(9) if event == "socket.connect" else None)
from catalog import create_app
create_app().test_client().get("/health/live")
"""
    folders = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "chassis")]
    variables = environment("http://127.0.0.1:1") | {"PYTHONPATH": ":".join(folders)}
    del variables["AWS_ACCESS_KEY_ID"]  # so that botocore would look for credentials over the network

    done = subprocess.run(
        [sys.executable, "-c", script], env=variables, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_two_apps_live_side_by_side(client: FlaskClient, settings: Settings, cup: dict[str, Any]) -> None:
    other = create_app(settings.model_copy(update={"table_products": "another"})).test_client()

    assert client.post("/api/catalog/products", json=cup).status_code == 201
    assert other.post("/api/catalog/products", json=cup).status_code == 503


def test_the_service_is_ready_when_its_table_answers(client: FlaskClient) -> None:
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json) == (200, {"status": "ready", "checks": {"products": "ok"}})


def test_where_tokens_are_checked_reads_are_open_and_changes_need_one(
    settings: Settings, table: Any, cup: dict[str, Any]
) -> None:
    guarded = create_app(settings.model_copy(update={"auth_issuer": "https://issuer.test"})).test_client()

    read = guarded.get("/api/catalog/products")
    write = guarded.post("/api/catalog/products", json=cup)

    assert (read.status_code, write.status_code) == (200, 401)


CALLS: list[Callable[[FlaskClient], TestResponse]] = [
    lambda client: client.get("/api/catalog/products"),
    lambda client: client.get("/api/catalog/products?category=books"),
    lambda client: client.get("/api/catalog/products/p1"),
    lambda client: client.patch("/api/catalog/products/p1", json={}, headers={"If-Match": "*"}),
    lambda client: client.delete("/api/catalog/products/p1"),
]


@pytest.mark.parametrize("call", CALLS)
def test_without_dynamodb_every_call_is_a_problem_that_says_when_to_come_back(
    without_dynamodb: FlaskClient, call: Callable[[FlaskClient], TestResponse]
) -> None:
    answer = call(without_dynamodb)

    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Retry-After"] == "5"
    assert answer.json is not None
    assert answer.json["detail"] == "Products can't be reached at the moment. Try again in 5 s."
    assert "Traceback" not in answer.text


def test_a_service_that_never_reached_its_table_is_not_ready(without_dynamodb: FlaskClient) -> None:
    assert without_dynamodb.get("/health/ready").status_code == 503
    assert without_dynamodb.get("/health/live").status_code == 200


@pytest.fixture
def endpoint() -> Iterator[str]:
    emulator = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    emulator.start()
    host, port = emulator.get_host_and_port()
    yield f"http://{host}:{port}"
    emulator.stop()


def environment(endpoint: str) -> dict[str, str]:
    """What the applied task definition sets, and the credentials that the ECS agent would."""
    return {
        "SERVICE": "catalog",
        "ENVIRONMENT": "test",
        "TASK_CPU": "1024",
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "TABLE_PRODUCTS": TABLE,
        "CURSOR_SIGNING_KEY": "a-key-for-tests-only",
    }


def created(server: Server) -> int:
    pattern = r'http_requests_total\{method="POST",route="/api/catalog/products",status="201"\} (\d+)'
    found = re.search(pattern, server.request("GET", "/metrics").body.decode())
    return int(found[1]) if found else 0


def test_the_service_runs_under_gunicorn_as_its_task_does(
    endpoint: str, create_table: Callable[[str], None], cup: dict[str, Any]
) -> None:
    create_table(endpoint)

    with serve("catalog:create_app()", environment(endpoint)) as server:
        statuses = [
            server.request("POST", "/api/catalog/products", cup, {"X-Request-Id": f"r{number}"}).status
            for number in range(6)
        ]
        listed = server.request("GET", "/api/catalog/products?limit=4").json
        server.wait_for_reports()
        counted = [created(server) for _ in range(4)]
        server.terminate()
        status = server.wait()
        logs = server.logs()

    assert statuses == [201] * 6
    assert len(listed["items"]) == 4
    assert listed["next_cursor"]
    assert counted == [6] * 4
    assert status == 0
    assert sorted(line["request_id"] for line in logs if line.get("status") == 201) == [
        f"r{number}" for number in range(6)
    ]
    assert "a-key-for-tests-only" not in str(logs)


def test_a_missing_variable_is_named_and_ends_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "test")
    for name in ("AWS_REGION", "TABLE_PRODUCTS", "CURSOR_SIGNING_KEY"):
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(SystemExit) as ended:
        create_app()

    assert ended.value.code == 4
    assert json.loads(capsys.readouterr().out)["event"] == (
        "catalog cannot start: AWS_REGION, TABLE_PRODUCTS and CURSOR_SIGNING_KEY are not set."
        " Set them in the task's environment."
    )
