from __future__ import annotations

from typing import Any

from cdktf import TerraformStack

from modules.data.serverless_cache import ServerlessCache
from tests.modules.synthesised import Resources, a_key, a_role, synthesise

KIND = "aws_elasticache_serverless_cache"


def cache(**changes: Any) -> Resources:
    arguments: dict[str, Any] = {"engine": "valkey", "protect": False}

    def build(stack: TerraformStack) -> None:
        made = ServerlessCache(
            stack,
            "cache",
            name="dev-shop-cache",
            user_name="dev-shop-cache-user",
            default_user_id="dev-shop-cache-default",
            max_gib=2,
            max_ecpu=5000,
            snapshot_days=1,
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            key=a_key(stack),
            **arguments | changes,
        )
        made.allow_from("workload", "sg-tasks")
        made.grant_connect(a_role(stack))

    return synthesise(build)


def test_it_ends_where_it_was_told_to() -> None:
    (limits,) = cache().only(KIND)["cache_usage_limits"]

    assert limits["data_storage"] == [{"maximum": 2, "unit": "GB"}]
    assert limits["ecpu_per_second"] == [{"maximum": 5000}]


def test_it_is_encrypted_with_our_own_key_and_takes_its_own_users_alone() -> None:
    made = cache()

    assert made.only(KIND)["kms_key_id"] == "${aws_kms_key.key.arn}"
    (group,) = made.all("aws_elasticache_user_group")
    assert made.only(KIND)["user_group_id"] == f"${{aws_elasticache_user_group.{group}.user_group_id}}"


def test_a_role_signs_in_with_iam() -> None:
    made = cache()

    (statement,) = made.policy("aws_iam_role_policy")
    assert statement["Action"] == ["elasticache:Connect"]
    assert statement["Resource"][0] == "${aws_elasticache_serverless_cache.cache.arn}"


def test_only_the_workload_comes_in() -> None:
    rule = cache().only("aws_vpc_security_group_ingress_rule")

    assert (rule["referenced_security_group_id"], rule["from_port"], rule["to_port"]) == (
        "sg-tasks",
        6379,
        6379,
    )


def test_a_cache_outlives_its_stack_when_the_environment_is_protected() -> None:
    assert cache(protect=True).only(KIND)["lifecycle"] == {"prevent_destroy": True}
    assert "lifecycle" not in cache().only(KIND)
