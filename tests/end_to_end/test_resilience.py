"""One part of the shop after the other is killed under a steady load: who does not need it, does not notice.

Who needs it gets less (a price that may be old, an order that is completed later) or a clean 503, never late. All of it
comes back by itself. At the end every order that was taken is there once, and has its receipt.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import boto3
import httpx
import psycopg
import pytest

from tests.end_to_end.conftest import Clone
from tests.end_to_end.steady_load import DEADLINES, SteadyLoad
from tests.end_to_end.test_up import until
from tests.yard.local.running import waiting_messages

pytestmark = pytest.mark.end_to_end

# What each part takes with it. An order needs neither catalogue nor quotes: it is completed when they are back.
NEEDED_BY = {
    "quotes": {"quote"},
    "catalog": {"read"},
    "orders": {"order"},
    "receipts": {"receipt"},
    "postgres": {"order"},
    "redis": set[str](),
    "site": {"site"},
    "emulator": {"read", "receipt"},
}
BACK_WITHIN_SECONDS = 60.0
REPAIRED_WITHIN_SECONDS = 180.0
# Hundreds of orders wait in the queue after all those kills. One that was on its way to a poller when the emulated AWS
# was killed comes back after the queue's 120 s.
DONE_WITHIN_SECONDS = 240.0


@pytest.fixture(scope="module")
def load(clone: Clone) -> Iterator[SteadyLoad]:
    status = clone.status()
    if not status["gateway"] or status["problems"]:
        clone.up()
    clone.seed()
    has_receipts = (clone.root / "apps" / "receipts").is_dir()
    kinds = [kind for kind in DEADLINES if kind != "receipt" or has_receipts]
    load = SteadyLoad(clone.gateway, kinds)
    load.start()
    load.good_again(kinds, BACK_WITHIN_SECONDS)
    yield load
    load.stop()


@pytest.mark.parametrize("part", NEEDED_BY)
def test_a_killed_part_is_felt_by_those_alone_who_need_it(clone: Clone, load: SteadyLoad, part: str) -> None:
    killed = pids(clone, part)
    if not killed:
        pytest.skip(f"nothing in this shop runs {part}")
    killed_at = time.monotonic()

    for pid in killed:
        os.kill(pid, signal.SIGKILL)

    load.good_again(load.kinds, BACK_WITHIN_SECONDS)
    until(lambda: clone.status()["problems"] == [], "the end of the repair", REPAIRED_WITHIN_SECONDS)
    answers = load.since(killed_at)
    assert [one for one in answers if one.kind not in NEEDED_BY[part] and not one.good] == []
    assert [one for one in answers if not (one.good or one.clean)] == []
    assert [one for one in answers if one.late] == []


def test_orders_killed_again_and_again_are_taken_once_when_they_are_sent_again(
    clone: Clone, load: SteadyLoad
) -> None:
    for _ in range(2):
        for pid in pids(clone, "orders"):
            os.kill(pid, signal.SIGKILL)
        load.good_again(["order"], BACK_WITHIN_SECONDS, in_a_row=2)

    load.stop()

    assert load.refused == []
    assert len(set(load.placed.values())) == len(load.placed)
    assert sorted(stored_orders(clone)) == sorted(load.placed.values())


@pytest.mark.timeout(2 * DONE_WITHIN_SECONDS + 60)
def test_every_order_is_confirmed_in_the_end_and_has_one_receipt(clone: Clone, load: SteadyLoad) -> None:
    with httpx.Client(base_url=clone.gateway, timeout=20) as client:
        waiting = set(load.placed.values())
        until(
            lambda: not still(waiting, lambda order: confirmed(client, order)),
            "all orders confirmed",
            DONE_WITHIN_SECONDS,
        )
        if "receipt" not in load.kinds:
            pytest.skip("nothing in this shop writes receipts")
        waiting = set(load.placed.values())
        until(
            lambda: not still(waiting, lambda order: number(client, order) != ""),
            "all receipts",
            DONE_WITHIN_SECONDS,
        )
        numbers = [number(client, order) for order in load.placed.values()]

    assert len(set(numbers)) == len(load.placed)


def test_a_message_that_comes_twice_makes_no_second_receipt(clone: Clone, load: SteadyLoad) -> None:
    if "receipt" not in load.kinds:
        pytest.skip("nothing in this shop writes receipts")
    queues = emulated(clone, "sqs")
    queue = queues.get_queue_url(QueueName="local-receipts-placed")["QueueUrl"]
    with httpx.Client(base_url=clone.gateway, timeout=20) as client:
        order = client.get(f"/api/orders/{next(iter(load.placed.values()))}").json()
        before = number(client, order["order_id"])
        told = ("order_id", "placed_at", "customer", "items", "total", "status")
        event = {
            "id": "8e03978e-40d5-43e8-bc93-6894a57f9324",
            "source": "orders",
            "detail-type": "order-placed",
            "detail": {key: order[key] for key in told},
        }

        for _ in range(2):
            queues.send_message(QueueUrl=queue, MessageBody=json.dumps(event))
        until(lambda: waiting_messages(queues, queue) == 0, "an empty queue", DONE_WITHIN_SECONDS)

        assert number(client, order["order_id"]) == before != ""


def pids(clone: Clone, part: str) -> list[int]:
    """The first process of each task, worker or server of a part of the shop; none where it has no such part."""
    if part == "emulator":
        return [clone.recorded("emulator")]
    status = clone.status()
    if part == "site":
        return [site["pid"] for site in status["sites"].values()]
    if part in status["services"]:
        return [task["pid"] for task in status["services"][part]["tasks"]]
    workers = [one["workers"] for one in status["functions"].values() if one["service"] == part]
    servers = {one["pid"] for one in status["databases"].values() if one["engine"] == part}
    return [*servers, *(worker["pid"] for some in workers for worker in some)]


def stored_orders(clone: Clone) -> list[str]:
    """Ids of all orders in the database, which is opened as the service opens it."""
    found = clone.status()["databases"]
    ((name, database),) = [(k, d) for k, d in found.items() if d["engine"] == "postgres"]
    secrets, described = emulated(clone, "secretsmanager"), emulated(clone, "rds")
    (instance,) = described.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    arn = instance["MasterUserSecret"]["SecretArn"]
    login = json.loads(secrets.get_secret_value(SecretId=arn)["SecretString"])
    host, port = database["address"].split(":")
    with psycopg.connect(
        host=host, port=port, dbname=database["name"], user=login["username"], password=login["password"]
    ) as connection:
        return [str(row[0]) for row in connection.execute("SELECT id FROM orders")]


def still(waiting: set[str], done: Any) -> set[str]:
    """Take out of `waiting` what is done by now; what is left."""
    waiting -= {order for order in list(waiting)[:50] if done(order)}
    return waiting


def confirmed(client: httpx.Client, order: str) -> bool:
    answer = client.get(f"/api/orders/{order}")
    return answer.status_code == 200 and answer.json()["status"] == "confirmed"


def number(client: httpx.Client, order: str) -> str:
    """Of the order's receipt; empty while there is none."""
    answer = client.get(f"/api/receipts/{order}")
    return str(answer.json()["receipt_number"]) if answer.status_code == 200 else ""


def emulated(clone: Clone, service: str) -> Any:
    """A client of the emulated AWS."""
    session: Any = boto3.session.Session(aws_access_key_id="any", aws_secret_access_key="any")
    return session.client(service, endpoint_url=clone.status()["aws"], region_name="eu-west-1")
