"""Functions run as Lambda runs them: invoked by requests and queues, an event a worker, killed when time is over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.yard.local.running import GROUP, desired, until, waiting_messages
from yard.config import YardError
from yard.local.control import Supervisor
from yard.local.desired import Aws, Condition, Desired, Function, FunctionTarget, QueueMapping, Rule
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.local.output import last_lines
from yard.local.processes import end_marked, marked
from yard.local.secrets import client
from yard.local.wait import wait_until_healthy

ACCOUNT = "000000000001"
FIXTURE = Path(__file__).parents[1] / "fixture_function.py"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"
DEAD = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders-dead"
API = "api/ANY /api/{proxy+}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalFolder]:
    folder = LocalFolder(tmp_path_factory.mktemp("functions") / ".yard" / "test" / "local", "test")
    folder.create()
    yield folder
    end_marked(folder.path, patience_seconds=1)


@pytest.fixture(scope="module")
def aws(folder: LocalFolder) -> Aws:
    endpoint = Emulator(folder, ACCOUNT).start()
    return Aws(endpoint=endpoint, region="eu-west-1", account=ACCOUNT, started=1)


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    apps = tmp_path_factory.mktemp("code") / "apps"
    (apps / "receipts").mkdir(parents=True)
    shutil.copy(FIXTURE, apps / "receipts" / "receipts.py")
    return apps


@pytest.fixture(scope="module")
def wanted(apps: Path, aws: Aws) -> Desired:
    return with_functions(desired(apps, endpoint=aws.endpoint), "receipts.http")


def with_functions(plain: Desired, http: str, **changes: Any) -> Desired:
    """Two functions: one behind the load balancer and an HTTP API, one behind a queue; and no ECS service."""
    common = {
        "service": "receipts",
        "arn": "arn:function",
        "environment": {"BUCKET_RECEIPTS": "local-receipts"},
        "concurrency": 3,
        "timeout_seconds": 2,
    }
    functions = {
        "web": Function(**{"name": "web", "handler": http, **common, **changes}),
        "worker": Function(name="worker", handler="receipts.queue", **common),
    }
    targets = {
        GROUP: FunctionTarget(function="web"),
        API: FunctionTarget(function="web", kind="api_gateway", route="ANY /api/{proxy+}"),
    }
    api = Rule(
        priority=0,
        conditions=(Condition(field="path", patterns=("/api/*",)),),
        action=plain.applied.rules[0].action.model_copy(update={"targets": {API: 1}}),
    )
    mapping = QueueMapping(queue=QUEUE, function="worker", batch_size=5, partial_failures=True)
    applied = plain.applied.model_copy(
        update={
            "services": {},
            "functions": functions,
            "function_targets": targets,
            "mappings": (mapping,),
            "rules": (api, *plain.applied.rules),
        }
    )
    return plain.model_copy(update={"applied": applied})


@pytest.fixture(scope="module")
def started(folder: LocalFolder) -> Iterator[Supervisor]:
    running = Supervisor(folder)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def supervisor(started: Supervisor, folder: LocalFolder, wanted: Desired) -> Supervisor:
    started.apply(wanted)
    wait_until_healthy(started, folder, lambda text: None, 20)
    return started


def test_a_request_becomes_an_event_of_the_load_balancer_and_the_return_value_an_answer(
    supervisor: Supervisor, wanted: Desired
) -> None:
    answer = httpx.post(url(wanted, "/receipts/7?a=1&b=x%20y"), json={"total": 3})

    event = answer.json()["event"]
    assert answer.status_code == 200
    assert event["requestContext"] == {"elb": {"targetGroupArn": GROUP}}
    assert (event["httpMethod"], event["path"]) == ("POST", "/receipts/7")
    assert event["queryStringParameters"] == {"a": "1", "b": "x%20y"}
    assert (json.loads(event["body"]), event["isBase64Encoded"]) == ({"total": 3}, False)
    assert event["headers"]["x-forwarded-proto"] == "http"
    assert "Connection" not in answer.headers


def test_a_route_of_an_http_api_gives_an_event_of_format_2(supervisor: Supervisor, wanted: Desired) -> None:
    event = httpx.get(url(wanted, "/api/receipts/7?q=x%20y"), cookies={"a": "1"}).json()["event"]

    assert (event["version"], event["routeKey"]) == ("2.0", "ANY /api/{proxy+}")
    assert event["pathParameters"] == {"proxy": "receipts/7"}
    assert event["queryStringParameters"] == {"q": "x y"}
    assert event["cookies"] == ["a=1"]


def test_a_function_gets_what_its_definition_says_and_nothing_of_the_persons_environment(
    supervisor: Supervisor, wanted: Desired
) -> None:
    told = httpx.get(url(wanted, "/x")).json()

    assert told["environment"]["BUCKET_RECEIPTS"] == "local-receipts"
    assert told["environment"]["AWS_LAMBDA_FUNCTION_NAME"] == told["function"] == "web"
    assert told["environment"]["AWS_ENDPOINT_URL"] == wanted.aws.endpoint
    assert told["environment"].keys().isdisjoint({"USER", "SHELL", "PYTEST_CURRENT_TEST"})
    assert 0 < told["remaining"] <= 2000


def test_as_many_workers_run_as_there_are_requests_at_once_and_no_more_than_may(
    supervisor: Supervisor, wanted: Desired
) -> None:
    pids: list[int] = []

    def ask() -> None:
        pids.append(httpx.get(url(wanted, "/slow"), timeout=20).json()["pid"])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(pids) == 8
    assert 2 <= len(set(pids)) <= 3


def test_time_over_kills_the_invocation_and_the_next_one_works(
    supervisor: Supervisor, folder: LocalFolder, wanted: Desired
) -> None:
    begun = time.monotonic()
    late = httpx.get(url(wanted, "/sleep"), timeout=10)

    assert late.status_code == 502
    assert time.monotonic() - begun < 5
    assert function(supervisor, "web")["timeouts"] == 1
    assert httpx.get(url(wanted, "/x"), timeout=10).status_code == 200
    assert any("Task timed out after 2.00 seconds" in line.text for line in logged(folder))


@pytest.mark.parametrize(("what", "status"), [("raise", 502), ("nonsense", 502), ("exit", 503)])
def test_a_function_that_fails_is_a_502_and_one_that_dies_a_503(
    supervisor: Supervisor, wanted: Desired, what: str, status: int
) -> None:
    answer = httpx.get(url(wanted, f"/{what}"), timeout=10)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert httpx.get(url(wanted, "/x"), timeout=10).status_code == 200


def test_a_killed_worker_is_replaced_and_no_request_fails_for_it(
    supervisor: Supervisor, wanted: Desired
) -> None:
    codes = set()
    for _ in range(10):  # whether a request meets one that is dead, and not yet known to be, is chance
        for worker in function(supervisor, "web")["workers"]:
            os.kill(worker["pid"], signal.SIGKILL)
        codes.add(httpx.get(url(wanted, "/x"), timeout=10).status_code)

    assert codes == {200}


def test_messages_arrive_in_batches_and_what_fails_goes_to_the_dead_letter_queue(
    supervisor: Supervisor, apps: Path, aws: Aws
) -> None:
    sqs = client(aws, "sqs")
    dead = sqs.create_queue(QueueName="orders-dead")["QueueUrl"]
    redrive = json.dumps({"deadLetterTargetArn": DEAD, "maxReceiveCount": 2})
    queue = sqs.create_queue(QueueName="orders", Attributes={"RedrivePolicy": redrive})["QueueUrl"]

    entries = [
        {"Id": str(i), "MessageBody": body} for i, body in enumerate(("one", "bad", "two", "three", "four"))
    ]
    sqs.send_message_batch(QueueUrl=queue, Entries=entries)

    failed = until(
        lambda: sqs.receive_message(QueueUrl=dead).get("Messages"), "a message in the dead queue", 20
    )
    assert [message["Body"] for message in failed] == ["bad"]
    assert sorted(seen(apps)) == ["bad", "bad", "four", "one", "three", "two"]
    assert max(entry["size"] for entry in invocations(apps)) > 1
    assert waiting_messages(sqs, queue) == 0


def test_a_message_handled_while_the_emulated_aws_was_away_is_deleted_and_does_not_stay_hidden(
    supervisor: Supervisor, folder: LocalFolder, apps: Path, aws: Aws
) -> None:
    sqs, emulator = client(aws, "sqs"), Emulator(folder, ACCOUNT)
    queue = sqs.get_queue_url(QueueName="orders")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "120"})
    sqs.send_message(QueueUrl=queue, MessageBody="slow")
    until(lambda: "slow" in seen(apps), "the message at the function", 20)
    sqs.send_message(QueueUrl=queue, MessageBody="after")  # with it, that the first is under way is on disk
    died = emulator.identity
    assert died is not None

    os.kill(died.pid, signal.SIGKILL)
    until(lambda: not died.alive, "its end", 5)
    time.sleep(5)  # longer than boto3 tries by itself
    assert emulator.start() == aws.endpoint

    until(lambda: waiting_messages(sqs, queue) == 0, "an empty queue", 20)
    assert seen(apps).count("slow") == 1


def test_a_handler_that_cannot_be_imported_is_told_and_the_old_one_goes_on(
    supervisor: Supervisor, folder: LocalFolder, wanted: Desired
) -> None:
    broken = with_functions(wanted, "nowhere.handler")

    supervisor.apply(broken)
    with pytest.raises(YardError) as failed:
        wait_until_healthy(supervisor, folder, lambda text: None, 20)

    assert "web is not healthy: web/" in str(failed.value)
    assert "No module named 'nowhere'" in str(failed.value)
    assert httpx.get(url(wanted, "/x")).status_code == 200


def test_a_new_release_replaces_the_workers_without_a_failed_request(
    supervisor: Supervisor, folder: LocalFolder, wanted: Desired
) -> None:
    old = {worker["pid"] for worker in function(supervisor, "web")["workers"]}

    supervisor.apply(wanted.model_copy(update={"releases": {"receipts": "2"}}))
    codes = set()
    while not function(supervisor, "web")["steady"]:
        codes.add(httpx.get(url(wanted, "/x")).status_code)

    assert codes == {200}
    assert old.isdisjoint(worker["pid"] for worker in function(supervisor, "web")["workers"])


def test_stopping_leaves_no_worker(supervisor: Supervisor, folder: LocalFolder) -> None:
    supervisor.stop()
    Emulator(folder, ACCOUNT).stop()

    assert marked(folder.path) == []


def invocations(apps: Path) -> list[dict[str, Any]]:
    """What the function with the queue wrote down."""
    written = apps / "receipts" / "seen"
    return [json.loads(line) for line in written.read_text().splitlines()] if written.exists() else []


def seen(apps: Path) -> list[str]:
    """The bodies of its messages."""
    return [one["body"] for one in invocations(apps)]


def url(wanted: Desired, path: str) -> str:
    return f"http://127.0.0.1:{wanted.port}{path}"


def function(supervisor: Supervisor, name: str) -> dict[str, Any]:
    status = supervisor.status()
    assert status is not None
    found: dict[str, Any] = status["functions"][name]
    return found


def logged(folder: LocalFolder) -> list[Any]:
    return last_lines(folder.logs, ["receipts"], 500)
