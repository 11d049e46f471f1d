"""With an emulated AWS things are made for real, and what happens to them behind Terraform's back is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from yard.offline.handlers.base import Cloud

from .conftest import REGION, Terraform

ACCOUNT = "123456789012"  # moto's own: the server runs in this process
TABLE = {
    "name": "drift-products",
    "hash_key": "id",
    "billing_mode": "PAY_PER_REQUEST",
    "attribute": [{"name": "id", "type": "S"}],
}
POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Deny", "Action": ["sqs:*"], "Principal": "*", "Resource": "*"}],
    },
    indent=2,
)
STACK: dict[str, Any] = {
    "aws_dynamodb_table": {"products": TABLE},
    "aws_sqs_queue": {
        "orders": {"name": "drift-orders", "delay_seconds": 5, "tags": {"Team": "buying"}, "policy": POLICY}
    },
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def cloud(endpoint: str) -> Cloud:
    return Cloud(endpoint, ACCOUNT, REGION)


@pytest.fixture
def stack(terraform: Terraform, endpoint: str) -> Iterator[Terraform]:
    """A stack that has been applied."""
    terraform.endpoint, terraform.account = endpoint, ACCOUNT
    terraform.write(STACK).init().apply()
    yield terraform
    terraform.destroy()


def test_what_is_planned_exists_and_a_second_plan_is_empty(stack: Terraform, cloud: Cloud) -> None:
    url = stack.state("aws_sqs_queue.orders")["url"]

    attributes = cloud.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    assert attributes["DelaySeconds"] == "5"
    assert attributes["QueueArn"] == f"arn:aws:sqs:{REGION}:{ACCOUNT}:drift-orders"
    assert cloud.client("sqs").list_queue_tags(QueueUrl=url)["Tags"] == {
        "Environment": "dev",
        "Team": "buying",
    }
    assert (
        cloud.client("dynamodb").describe_table(TableName="drift-products")["Table"]["TableStatus"]
        == "ACTIVE"
    )
    assert stack.actions() == {}
    assert stack.run("plan", "-detailed-exitcode").status == 0


def test_what_was_deleted_behind_the_back_is_made_again(stack: Terraform, cloud: Cloud) -> None:
    cloud.client("dynamodb").delete_table(TableName="drift-products")

    assert stack.actions() == {"aws_dynamodb_table.products": ["create"]}
    stack.apply()
    assert (
        cloud.client("dynamodb").describe_table(TableName="drift-products")["Table"]["TableStatus"]
        == "ACTIVE"
    )
    assert stack.actions() == {}


def test_what_was_changed_behind_the_back_is_shown_and_put_back(stack: Terraform, cloud: Cloud) -> None:
    queue = stack.state("aws_sqs_queue.orders")["url"]
    cloud.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"DelaySeconds": "60"})
    cloud.client("sqs").tag_queue(QueueUrl=queue, Tags={"Owner": "mallory"})

    plan = stack.plan()

    (drift,) = plan["resource_drift"]
    assert drift["address"] == "aws_sqs_queue.orders"
    assert drift["change"]["after"]["delay_seconds"] == 60
    assert drift["change"]["after"]["tags"] == {"Owner": "mallory", "Team": "buying"}
    stack.apply()
    attributes = cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["DelaySeconds"])
    assert attributes["Attributes"]["DelaySeconds"] == "5"
    assert cloud.client("sqs").list_queue_tags(QueueUrl=queue)["Tags"] == {
        "Environment": "dev",
        "Team": "buying",
    }
    assert stack.actions() == {}


def test_a_default_that_was_changed_behind_the_back_is_shown(stack: Terraform, cloud: Cloud) -> None:
    queue = stack.state("aws_sqs_queue.orders")["url"]
    cloud.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "61"})

    plan = stack.plan()

    (drift,) = plan["resource_drift"]
    assert drift["change"]["after"]["visibility_timeout_seconds"] == 61


def test_an_error_of_the_api_is_told_with_address_operation_and_message(
    terraform: Terraform, endpoint: str
) -> None:
    terraform.endpoint, terraform.account = endpoint, ACCOUNT
    broken = {**TABLE, "name": "drift-broken", "hash_key": "missing"}
    terraform.write({"aws_dynamodb_table": {"broken": broken}}).init()

    outcome = terraform.run("apply", "-auto-approve")

    assert outcome.status == 1
    assert "creating aws_dynamodb_table: CreateTable failed with ValidationException" in outcome.text
    assert "with aws_dynamodb_table.broken," in outcome.text
    assert terraform.state("aws_dynamodb_table.broken") == {}


def test_an_emulated_aws_that_does_not_answer_is_told(terraform: Terraform) -> None:
    terraform.endpoint, terraform.account = "http://127.0.0.1:9", ACCOUNT
    terraform.write({"aws_dynamodb_table": {"products": TABLE}}).init()

    outcome = terraform.run("apply", "-auto-approve")

    assert outcome.status == 1
    assert "creating aws_dynamodb_table: the emulated AWS does not answer" in outcome.text
    assert "Start it with `yard up` and try again." in outcome.text


def test_a_resource_that_exists_can_be_imported(stack: Terraform) -> None:
    url = stack.state("aws_sqs_queue.orders")["url"]
    assert stack.run("state", "rm", "aws_sqs_queue.orders").status == 0

    outcome = stack.run("import", "aws_sqs_queue.orders", url)

    assert outcome.status == 0, outcome.output
    assert stack.state("aws_sqs_queue.orders")["delay_seconds"] == 5
    assert stack.state("aws_sqs_queue.orders")["tags"] == {"Team": "buying"}
    assert stack.run("import", "aws_sqs_queue.other", url).status == 1


def test_nothing_is_left_in_the_emulated_aws_after_destroy(
    terraform: Terraform, endpoint: str, cloud: Cloud
) -> None:
    terraform.endpoint, terraform.account = endpoint, ACCOUNT

    terraform.write(STACK).init().apply().destroy()

    # Other tests of this process share moto's one memory.
    assert "drift-products" not in cloud.client("dynamodb").list_tables()["TableNames"]
    assert "QueueUrls" not in cloud.client("sqs").list_queues(QueueNamePrefix="drift-orders")
