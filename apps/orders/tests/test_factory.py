"""The service as a task runs it: under gunicorn, with real neighbours on loopback, killed and started again."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import httpx
import psutil
import pytest
from chassis.database import Database
from chassis.testing import Answer, Server, serve
from chassis.testing_database import Postgres
from moto.server import ThreadedMotoServer
from orders import create_app
from sqlalchemy import text

APPLICATION = "orders:create_app()"
REGION = "eu-west-1"


class Shop:
    """The catalogue, the quotes and the emulated AWS, as processes see them."""

    def __init__(self, address: str, aws: str, queue: str, arn: str, neighbours: Any) -> None:
        self.address = address
        self.aws = aws
        self.queue = queue
        self.arn = arn
        self.neighbours = neighbours

    def variables(self, server: Postgres) -> dict[str, str]:
        """What the applied task definition sets, and the credentials that the ECS agent would."""
        return {
            "SERVICE": "orders",
            "ENVIRONMENT": "test",
            "TASK_CPU": "1024",
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.aws,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "CATALOG_URL": self.address,
            "QUOTES_URL": self.address,
            "EVENT_BUS": "test-bus",
            "DATABASE_SECRET_ARN": self.arn,
            **server.variables("orders"),
        }

    def events(self, client: Any) -> list[Any]:
        """Receive what came to a queue that is subscribed to the bus."""
        found = []
        while True:
            answer = client.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=0)
            for message in answer.get("Messages", []):
                found.append(json.loads(message["Body"])["detail"])
                client.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
            if not answer.get("Messages"):
                return found


def client(service: str, endpoint: str) -> Any:
    session: Any = boto3.session.Session("testing", "testing", region_name=REGION)
    return session.client(service, endpoint_url=endpoint)


@pytest.fixture(scope="module")
def shop(new_neighbours: Any) -> Iterator[Shop]:
    neighbours = new_neighbours()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer("catalog")

        def do_POST(self) -> None:
            self.answer("quotes")

        def answer(self, callee: str) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = httpx.Request(self.command, f"http://{callee}{self.path}", content=content)
            if callee in neighbours.down:
                self.send_error(503)
                return
            answer = neighbours(request)
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None: ...

    emulator = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    emulator.start()
    host, port = emulator.get_host_and_port()
    aws = f"http://{host}:{port}"
    login = json.dumps({"username": "orders", "password": "p"})
    arn = client("secretsmanager", aws).create_secret(Name="login", SecretString=login)["ARN"]
    queue = client("sqs", aws).create_queue(QueueName="placed")["QueueUrl"]
    bus = client("events", aws)
    bus.create_event_bus(Name="test-bus")
    bus.put_rule(Name="placed", EventBusName="test-bus", EventPattern='{"detail-type": ["order-placed"]}')
    target = {"Id": "placed", "Arn": f"arn:aws:sqs:{REGION}:123456789012:placed"}
    bus.put_targets(Rule="placed", EventBusName="test-bus", Targets=[target])
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield Shop(f"http://127.0.0.1:{http.server_port}", aws, queue, arn, neighbours)
    http.shutdown()
    thread.join()
    http.server_close()
    emulator.stop()


def until(found: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def ready(server: Server) -> bool:
    return server.request("GET", "/health/ready").status == 200


def place(server: Server, order: dict[str, Any], key: str) -> Answer:
    return server.request("POST", "/api/orders", order, {"Idempotency-Key": f'"{key}"'})


@pytest.mark.slow
def test_orders_are_stored_once_and_announced_also_when_a_worker_is_killed(
    shop: Shop, server: Postgres, database: Database, order: dict[str, Any]
) -> None:
    sqs = client("sqs", shop.aws)
    with serve(APPLICATION, shop.variables(server)) as running:
        until(lambda: ready(running))
        statuses = [place(running, order, f"k{number}").status for number in range(5)]
        answers: list[int] = []

        def insist(number: int) -> None:
            """What a client does that gets no answer: the same request again, with the same key."""
            for _ in range(100):
                try:
                    answer = place(running, order, f"insist{number}")
                except OSError:
                    continue
                if answer.status == 201:
                    answers.append(answer.status)
                    return
                time.sleep(0.05)

        threads = [threading.Thread(target=insist, args=(number,)) for number in range(10)]
        for thread in threads:
            thread.start()
        for worker in psutil.Process(running.process.pid).children():
            worker.kill()
        for thread in threads:
            thread.join()
        received: list[Any] = []

        def all_announced() -> bool:
            received.extend(shop.events(sqs))
            return len({event["order_id"] for event in received}) == 15

        until(all_announced)
        with database.transaction() as connection:
            count = connection.execute(text("SELECT count(*) FROM orders")).scalar()
        running.terminate()
        status = running.wait()

    assert (statuses, answers, count, status) == ([201] * 5, [201] * 10, 15, 0)
    assert received[0]["total"] == {"amount": 4570, "currency": "EUR"}


@pytest.mark.slow
def test_a_pending_order_is_completed_by_itself(
    shop: Shop, server: Postgres, database: Database, order: dict[str, Any]
) -> None:
    shop.neighbours.down = {"catalog"}
    with serve(APPLICATION, shop.variables(server)) as running:
        until(lambda: ready(running))
        placed = place(running, order, "pending")
        shop.neighbours.down = set()

        until(lambda: running.request("GET", placed.headers["Location"]).json["status"] == "confirmed")

    assert (placed.status, placed.json["status"]) == (201, "pending")


@pytest.mark.slow
def test_a_service_without_its_database_is_alive_but_not_ready_and_answers_at_once(
    shop: Shop, server: Postgres, order: dict[str, Any]
) -> None:
    variables = shop.variables(server) | {"DATABASE_HOST": "127.0.0.1", "DATABASE_PORT": "1"}
    with serve(APPLICATION, variables) as running:
        answer = place(running, order, "k1")
        live, is_ready = running.request("GET", "/health/live"), ready(running)

    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert (live.status, is_ready) == (200, False)
    assert b"Traceback" not in answer.body


def test_nothing_connects_before_the_first_request() -> None:
    script = """
import os, sys
sys.addaudithook(lambda event, _: os._exit(9) if event == "socket.connect" else None)
from orders import create_app
create_app().test_client().get("/health/live")
"""
    folders = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "chassis")]
    variables = {
        "ENVIRONMENT": "test",
        "AWS_REGION": REGION,
        "CATALOG_URL": "http://127.0.0.1:1",
        "QUOTES_URL": "http://127.0.0.1:1",
        "EVENT_BUS": "bus",
        "DATABASE_ENGINE": "postgres",
        "DATABASE_HOST": "127.0.0.1",
        "DATABASE_NAME": "orders",
        "DATABASE_SECRET_ARN": "arn",
        "PYTHONPATH": ":".join(folders),
    }

    done = subprocess.run(
        [sys.executable, "-c", script], env=variables, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_missing_variable_is_named_and_ends_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "test")
    names = ["AWS_REGION", "CATALOG_URL", "QUOTES_URL", "EVENT_BUS", "DATABASE_HOST", "DATABASE_ENGINE"]
    for name in [*names, "DATABASE_NAME", "DATABASE_SECRET_ARN"]:
        monkeypatch.delenv(name, raising=False)

    with pytest.raises(SystemExit) as ended:
        create_app()

    assert ended.value.code == 4
    event = json.loads(capsys.readouterr().out)["event"]
    assert event.startswith("orders cannot start: ")
    assert all(name in event for name in names)
