"""What a run made that ended before Terraform could write it down is deleted by the next one; nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from botocore.exceptions import EndpointConnectionError

from yard.config import YardError
from yard.local.emulator import Emulator
from yard.local.folder import LocalFolder
from yard.offline import take_back
from yard.offline.attempts import IDENTIFYING, Attempts, Journal, identity_of
from yard.offline.catalogue import load_schema
from yard.offline.handlers import HANDLERS, Cloud

STACK = "dev-shop"
ACCOUNT = "111111111111"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    process = Emulator(LocalFolder(tmp_path_factory.mktemp("emulator"), "dev"), ACCOUNT)
    try:
        yield Cloud(process.start(), ACCOUNT, "eu-west-1")
    finally:
        process.stop()


@pytest.fixture
def cloud(emulator: Cloud) -> Iterator[Cloud]:
    yield emulator
    journal(emulator).strike(list(journal(emulator).read()))
    httpx.post(f"{emulator.endpoint}/moto-api/reset").raise_for_status()


def journal(cloud: Cloud) -> Journal:
    found = Journal.at(cloud.endpoint)
    assert found
    return found


def create(attempts: Attempts, cloud: Cloud, kind: str, **planned: Any) -> dict[str, Any]:
    handler = HANDLERS[kind]
    return attempts.create(kind, planned, cloud, lambda: handler.create(cloud, planned), ["id"])


def queues(cloud: Cloud) -> list[str]:
    found: list[str] = cloud.client("sqs").list_queues().get("QueueUrls", [])
    return [url.rpartition("/")[2] for url in found]


def test_what_ended_up_in_no_state_is_deleted_the_newest_first(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    vpc = create(attempts, cloud, "aws_vpc", cidr_block="10.0.0.0/16")
    create(attempts, cloud, "aws_subnet", vpc_id=vpc["id"], cidr_block="10.0.0.0/24")
    create(attempts, cloud, "aws_sqs_queue", name="orders")
    attempts.close([])

    take_back(cloud.endpoint, STACK, [])

    ec2 = cloud.client("ec2")
    mine = [{"Name": "vpc-id", "Values": [vpc["id"]]}]
    assert not queues(cloud)
    assert not ec2.describe_vpcs(Filters=mine)["Vpcs"]
    assert not ec2.describe_subnets(Filters=mine)["Subnets"]
    assert not journal(cloud).read()


def test_what_is_in_the_state_stays(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    queue = create(attempts, cloud, "aws_sqs_queue", name="orders")
    attempts.close([("aws_sqs_queue", {"id": queue["id"]})])

    take_back(cloud.endpoint, STACK, [])

    assert queues(cloud) == ["orders"]
    assert not journal(cloud).read()


def test_what_got_into_the_state_after_all_stays(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    queue = create(attempts, cloud, "aws_sqs_queue", name="orders")
    attempts.close([])

    take_back(cloud.endpoint, STACK, [("aws_sqs_queue", {"id": queue["id"]})])

    assert queues(cloud) == ["orders"]
    assert not journal(cloud).read()


def test_what_is_in_the_state_stays_though_the_journal_is_older_than_that(cloud: Cloud) -> None:
    # An emulated AWS that was killed comes back with the journal of a moment before.
    planned = {"name": "orders"}
    queue = HANDLERS["aws_sqs_queue"].create(cloud, planned)
    about = {"type": "aws_sqs_queue", "planned": planned, "account": cloud.account, "region": cloud.region}
    journal(cloud).write(["begun"], scope=STACK, run="1/0.0/of-a-process-that-was", **about)

    take_back(cloud.endpoint, STACK, [("aws_sqs_queue", {"id": queue["id"]})])

    assert queues(cloud) == ["orders"]
    assert not journal(cloud).read()


@pytest.fixture
def came_back(cloud: Cloud) -> Iterator[dict[str, Any]]:
    """A queue that a run which is over has deleted, and that a killed emulated AWS came back with."""
    attempts = Attempts(journal(cloud), STACK)
    queue = create(attempts, cloud, "aws_sqs_queue", name="orders")
    attempts.close([("aws_sqs_queue", queue)])
    cut_off = Attempts(journal(cloud), STACK)
    cut_off.delete("aws_sqs_queue", queue, cloud, lambda: None)
    journal(cloud).write(list(journal(cloud).read()), run="1/0.0/of-a-process-that-was")
    yield queue
    cut_off.close([])


@pytest.mark.usefixtures("came_back")
def test_what_came_back_after_it_was_deleted_is_deleted_again(cloud: Cloud) -> None:
    take_back(cloud.endpoint, STACK, [])

    assert not queues(cloud)
    assert not journal(cloud).read()


def test_what_was_to_be_deleted_and_is_in_the_state_is_left_to_terraform(
    cloud: Cloud, came_back: dict[str, Any]
) -> None:
    take_back(cloud.endpoint, STACK, [("aws_sqs_queue", came_back)])

    assert queues(cloud) == ["orders"]


def test_a_deletion_is_struck_off_when_its_run_ends(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    queue = create(attempts, cloud, "aws_sqs_queue", name="orders")
    attempts.delete("aws_sqs_queue", queue, cloud, lambda: HANDLERS["aws_sqs_queue"].delete(cloud, queue))
    attempts.close([])
    take_back(cloud.endpoint, STACK, [])

    assert not journal(cloud).read()


def test_what_may_have_been_made_when_the_answer_failed_to_come_stays_written_down(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)

    def lost() -> dict[str, Any]:
        HANDLERS["aws_sqs_queue"].create(cloud, {"name": "orders"})
        raise EndpointConnectionError(endpoint_url=cloud.endpoint)

    with pytest.raises(EndpointConnectionError):
        attempts.create("aws_sqs_queue", {"name": "orders"}, cloud, lost, ["id"])
    attempts.close([])
    assert queues(cloud) == ["orders"]

    take_back(cloud.endpoint, STACK, [])

    assert not queues(cloud)


def test_an_emulated_aws_that_dies_meanwhile_is_told(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts = Attempts(journal(cloud), STACK)
    create(attempts, cloud, "aws_sqs_queue", name="orders")
    attempts.close([])

    def gone(*_: object) -> None:
        raise EndpointConnectionError(endpoint_url=cloud.endpoint)

    with monkeypatch.context() as patched:
        patched.setattr(type(HANDLERS["aws_sqs_queue"]), "delete", gone)
        with pytest.raises(YardError, match=f"{STACK}: the emulated AWS at .* stopped answering"):
            take_back(cloud.endpoint, STACK, [])

    take_back(cloud.endpoint, STACK, [])
    assert not queues(cloud)


def test_a_run_that_goes_on_is_left_alone(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    create(attempts, cloud, "aws_sqs_queue", name="orders")

    take_back(cloud.endpoint, STACK, [])

    assert queues(cloud) == ["orders"]
    attempts.close([])


def test_so_is_another_stack(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    create(attempts, cloud, "aws_sqs_queue", name="orders")
    attempts.close([])

    take_back(cloud.endpoint, "dev-other", [])

    assert queues(cloud) == ["orders"]


def test_a_creation_that_was_cut_off_in_the_midst_is_done_again_and_deleted(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    name = {"name": "items", "attribute": [{"name": "id", "type": "S"}], "hash_key": "id"}
    planned = {**name, "billing_mode": "PAY_PER_REQUEST"}

    def killed() -> dict[str, Any]:
        HANDLERS["aws_dynamodb_table"].create(cloud, planned)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attempts.create("aws_dynamodb_table", planned, cloud, killed, ["id"])
    attempts.close([])
    assert cloud.client("dynamodb").list_tables()["TableNames"] == ["items"]

    take_back(cloud.endpoint, STACK, [])

    assert not cloud.client("dynamodb").list_tables()["TableNames"]


def test_a_creation_that_failed_is_not_done_again(cloud: Cloud) -> None:
    cloud.client("dynamodb").create_table(
        TableName="items",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    attempts = Attempts(journal(cloud), STACK)
    with pytest.raises(Exception, match="already exists"):
        create(
            attempts,
            cloud,
            "aws_dynamodb_table",
            name="items",
            attribute=[{"name": "id", "type": "S"}],
            hash_key="id",
            billing_mode="PAY_PER_REQUEST",
        )
    attempts.close([])

    take_back(cloud.endpoint, STACK, [])

    assert cloud.client("dynamodb").list_tables()["TableNames"] == ["items"]


def test_runs_of_processes_that_are_gone_have_ended(cloud: Cloud) -> None:
    attempts = Attempts(journal(cloud), STACK)
    create(attempts, cloud, "aws_sqs_queue", name="orders")
    journal(cloud).write(list(journal(cloud).read()), run="1/0.0/of-a-process-that-was")

    take_back(cloud.endpoint, STACK, [])

    assert not queues(cloud)
    attempts.close([])


def test_an_emulator_that_keeps_no_journal_is_used_without() -> None:
    assert Journal.at("http://127.0.0.1:9") is None
    take_back("http://127.0.0.1:9", STACK, [])


def test_a_type_without_an_id_is_known_by_its_arn() -> None:
    state = {"arn": "arn:aws:logs:eu-west-1:111111111111:delivery-source:edge", "name": "edge"}

    assert identity_of("aws_cloudwatch_log_delivery_source", state) == (
        "aws_cloudwatch_log_delivery_source arn:aws:logs:eu-west-1:111111111111:delivery-source:edge"
    )


def test_every_type_that_is_made_can_be_told_from_its_like(tmp_path: Path) -> None:
    schema = load_schema("aws", sorted(HANDLERS), [], tmp_path)

    assert not [
        name for name in HANDLERS if not {*IDENTIFYING} & schema.resources[name].type.attributes.keys()
    ]
