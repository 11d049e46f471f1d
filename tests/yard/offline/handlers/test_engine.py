"""Errors, names and identifiers, the same for every resource type."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.yard.offline.handlers.life import Life
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import HANDLERS


def test_an_error_of_aws_goes_out_as_it_is(life: Life) -> None:
    with pytest.raises(ClientError) as error:
        life.create("aws_subnet", vpc_id="vpc-none", cidr_block="10.0.0.0/24")

    assert str(error.value) == (
        "An error occurred (InvalidVpcID.NotFound) when calling the CreateSubnet operation: VpcID vpc-none does not "
        "exist."
    )


def test_what_is_half_made_when_an_error_comes_is_taken_away(life: Life, world: World) -> None:
    name = world.name("role")
    given = {"name": name, "assume_role_policy": world.trust(), "tags_all": {"k" * 129: "x"}}

    with pytest.raises(ClientError) as error:
        HANDLERS["aws_iam_role"].create(life.cloud, given)

    assert error.value.operation_name == "TagRole"
    with pytest.raises(ClientError, match="NoSuchEntity"):
        world.aws("iam").get_role(RoleName=name)


def test_what_cannot_be_taken_away_is_told_with_the_error(life: Life, world: World) -> None:
    table = {
        "name": world.name("table"),
        "billing_mode": "PAY_PER_REQUEST",
        "hash_key": "id",
        "attribute": [{"name": "id", "type": "S"}],
        "deletion_protection_enabled": True,
        "ttl": [{"enabled": True, "attribute_name": ""}],
    }

    with pytest.raises(Exception, match="AttributeName") as error:
        HANDLERS["aws_dynamodb_table"].create(life.cloud, table)

    (note,) = error.value.__notes__
    assert note.startswith(f"What had been made of it, {table['name']}, is left over: ")


def test_a_name_is_made_of_its_prefix_where_none_is_planned(life: Life, world: World) -> None:
    first, second = (
        life.create("aws_iam_role", name_prefix="task-", assume_role_policy=world.trust()) for _ in range(2)
    )

    assert first["name"].startswith("task-")
    assert first["name"] != second["name"]


def test_a_load_balancers_generated_name_is_no_longer_than_aws_allows(life: Life, world: World) -> None:
    state = life.create("aws_lb", internal=True, subnets=world.subnets)

    assert state["name"].startswith("tf-lb-")
    assert len(state["name"]) == 32


def test_what_was_deleted_behind_the_back_reads_as_gone(life: Life, world: World) -> None:
    queue = world.queue()
    world.aws("sqs").delete_queue(QueueUrl=queue["id"])

    assert life.read("aws_sqs_queue", queue) is None


def test_what_was_changed_behind_the_back_reads_as_it_is_now(life: Life, world: World) -> None:
    group = life.create("aws_cloudwatch_log_group", name=world.name("/group"), retention_in_days=7)
    world.aws("logs").put_retention_policy(logGroupName=group["name"], retentionInDays=30)
    world.aws("logs").tag_resource(resourceArn=group["arn"], tags={"Added": "by hand"})

    seen = life.read("aws_cloudwatch_log_group", group)

    assert seen == {
        **group,
        "retention_in_days": 30,
        "tags_all": {**group["tags_all"], "Added": "by hand"},
    }


def test_an_argument_that_was_not_given_and_is_set_behind_the_back_is_seen(life: Life, world: World) -> None:
    table = life.create(
        "aws_dynamodb_table",
        name=world.name("table"),
        billing_mode="PAY_PER_REQUEST",
        hash_key="id",
        attribute=[{"name": "id", "type": "S"}],
    )
    world.aws("dynamodb").update_time_to_live(
        TableName=table["name"], TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"}
    )

    seen = life.read("aws_dynamodb_table", table)

    assert seen is not None
    assert seen["ttl"] == [{"attribute_name": "expires_at", "enabled": True}]


def test_a_rule_added_to_the_default_security_group_is_seen(life: Life, world: World) -> None:
    vpc = life.create("aws_vpc", cidr_block="10.6.0.0/16")
    group = life.create("aws_default_security_group", vpc_id=vpc["id"])
    world.aws("ec2").authorize_security_group_ingress(
        GroupId=group["id"], IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0"
    )

    seen = life.read("aws_default_security_group", group)

    assert seen is not None
    assert [(rule["from_port"], rule["cidr_blocks"]) for rule in seen["ingress"]] == [(22, ["0.0.0.0/0"])]


def test_what_does_not_exist_cannot_be_imported(life: Life) -> None:
    assert life.import_state("aws_iam_role", "nobody") is None


def test_an_identifier_of_another_form_is_refused(life: Life) -> None:
    with pytest.raises(ValueError, match=r"'rights' is not of the form \{role\}:\{name\}"):
        life.import_state("aws_iam_role_policy", "rights")


def test_a_bucket_with_objects_goes_only_if_that_was_planned(life: Life, world: World) -> None:
    s3 = world.aws("s3")
    kept = life.create("aws_s3_bucket", bucket=world.name("bucket"))
    emptied = life.create("aws_s3_bucket", bucket=world.name("bucket"), force_destroy=True)
    for state in (kept, emptied):
        life.create(
            "aws_s3_bucket_versioning", bucket=state["id"], versioning_configuration=[{"status": "Enabled"}]
        )
        s3.put_object(Bucket=state["id"], Key="a", Body=b"1")
        s3.put_object(Bucket=state["id"], Key="a", Body=b"2")

    life.delete("aws_s3_bucket", emptied)

    assert life.read("aws_s3_bucket", emptied) is None
    with pytest.raises(ClientError, match="BucketNotEmpty"):
        life.delete("aws_s3_bucket", kept)


def test_a_policy_makes_way_for_its_sixth_version(life: Life, world: World) -> None:
    state = life.create("aws_iam_policy", name=world.name("policy"), policy=world.policy("s3:Get0"))
    for number in range(1, 8):
        state = life.update("aws_iam_policy", state, policy=world.policy(f"s3:Get{number}"))

    versions = world.aws("iam").list_policy_versions(PolicyArn=state["arn"])["Versions"]

    assert len(versions) == 5
    life.delete("aws_iam_policy", state)
    assert life.read("aws_iam_policy", state) is None
