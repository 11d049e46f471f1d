from __future__ import annotations

import json

import pytest

from tests.stacks.environments import IMAGE, build, environment, protected, released, service

# What holds data: a new address would mean an empty new one beside the old.
STATEFUL = {
    "dev-network": {
        "aws_vpc.vpc",
        "aws_kms_key.key",
        "aws_cloudwatch_log_group.flow-log_log-group_B8726060",
        "aws_subnet.vpc_private-eu-west-1a_375A27E3",
        "aws_subnet.vpc_private-eu-west-1b_44D3EA75",
        "aws_subnet.vpc_isolated-eu-west-1a_7DEC2F8A",
        "aws_subnet.vpc_isolated-eu-west-1b_F61E5048",
    },
    "dev-platform": {
        "aws_s3_bucket.access-logs_bucket_7E528747",
        "aws_lb.gateway",
        "aws_ecs_cluster.cluster",
        "aws_kms_key.key",
        "aws_cloudwatch_event_bus.events",
        "aws_cloudwatch_event_archive.events_archive_7398DBF8",
        "aws_sqs_queue.events_undelivered_9B89A288",
    },
    "dev-shop": {
        "aws_dynamodb_table.table-products",
        "aws_s3_bucket.bucket-images",
        "aws_sqs_queue.queue-orders",
        "aws_secretsmanager_secret.secret-payment_api_key",
        "aws_ecr_repository.images",
        "aws_kms_key.key",
        "aws_cloudwatch_log_group.log-group",
    },
}


def test_an_environment_is_what_services_share_and_a_stack_for_each_of_them() -> None:
    made = build(environment(), service(), service(name="search", routes=["/api/search"]))

    assert list(made) == ["dev-network", "dev-observability", "dev-platform", "dev-search", "dev-shop"]


@pytest.mark.parametrize("stack", STATEFUL)
def test_the_addresses_of_what_holds_data_are_pinned(stack: str) -> None:
    assert STATEFUL[stack] <= released()[stack].addresses


def test_the_same_input_gives_the_same_json_whatever_the_order_of_the_services() -> None:
    one, two = service(), service(name="search", routes=["/api/search"])

    forwards, backwards = build(environment(), one, two), build(environment(), two, one)

    assert {name: made.document for name, made in forwards.items()} == {
        name: made.document for name, made in backwards.items()
    }


def test_adding_a_service_changes_no_stack_of_another() -> None:
    alone = build(environment(), service())
    both = build(environment(), service(), service(name="search", routes=["/api/search"]))

    assert both["dev-shop"].document == alone["dev-shop"].document
    assert both["dev-network"].document == alone["dev-network"].document


def test_every_stack_has_a_state_of_its_own_that_is_encrypted_and_locked() -> None:
    for name, resources in released().items():
        backend = resources.document["terraform"]["backend"]["s3"]

        assert backend == {
            "bucket": "111111111111-eu-west-1-stackyard-state",
            "key": f"dev/{name}.tfstate",
            "region": "eu-west-1",
            "encrypt": True,
            "kms_key_id": "arn:aws:kms:eu-west-1:111111111111:alias/stackyard-state",
            "use_lockfile": True,
            "allowed_account_ids": ["111111111111"],
        }


def test_everything_is_tagged_with_whose_it_is_and_no_other_account_is_touched() -> None:
    for name, resources in released().items():
        (provider,) = resources.document["provider"]["aws"]
        assert provider == {
            "region": "eu-west-1",
            "allowed_account_ids": ["111111111111"],
            "default_tags": [
                {
                    "tags": {
                        "Environment": "dev",
                        "Service": name.removeprefix("dev-"),
                        "Team": "merchandising" if name == "dev-shop" else "platform",
                        "ManagedBy": "stackyard",
                        "Repository": "stackyard",
                    }
                }
            ],
        }


def test_planning_asks_aws_nothing() -> None:
    for resources in released().values():
        assert set(resources.document.get("data", {})) <= {"terraform_remote_state"}


def test_no_two_services_of_an_environment_share_a_listener_priority() -> None:
    services = [service(name=f"shop-{n}", routes=[f"/api/shop-{n}"], data={}) for n in range(6)]

    made = build(environment(), *services)

    priorities = [
        rule["priority"]
        for resources in made.values()
        for rule in resources.all("aws_lb_listener_rule").values()
    ]
    assert len(set(priorities)) == len(services)


def test_in_a_protected_environment_nothing_that_holds_data_can_be_destroyed() -> None:
    kinds = (
        "aws_dynamodb_table",
        "aws_s3_bucket",
        "aws_sqs_queue",
        "aws_secretsmanager_secret",
        "aws_ecr_repository",
        "aws_kms_key",
        "aws_cloudwatch_event_bus",
        "aws_cloudwatch_event_archive",
    )

    for resources in protected().values():
        for kind in kinds:
            for resource in resources.all(kind).values():
                assert resource["lifecycle"]["prevent_destroy"] is True


def test_protection_changes_no_address_and_adds_backups() -> None:
    for name, made in protected().items():
        added = made.addresses - released()[name].addresses
        assert released()[name].addresses <= made.addresses
        assert all(address.split(".")[1].startswith("backups") for address in added)


def test_no_policy_allows_everything_on_everything() -> None:
    for resources in released().values():
        for name in resources.all("aws_iam_role_policy"):
            for statement in resources.policy("aws_iam_role_policy", name):
                assert not any(
                    action in ("*", "iam:*") or action.endswith(":*") for action in statement["Action"]
                )
                # Only the token for the registry has no resource to name.
                assert statement["Resource"] != ["*"] or statement["Action"] == ["ecr:GetAuthorizationToken"]


def test_the_json_holds_no_value_of_a_secret() -> None:
    text = json.dumps([resources.document for resources in released().values()])

    assert "aws_secretsmanager_secret_version" not in text
    assert IMAGE in text
