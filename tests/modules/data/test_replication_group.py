from __future__ import annotations

from typing import Any

import pytest
from cdktf import TerraformStack

from modules.data.replication_group import ReplicationGroup
from tests.modules.synthesised import Resources, a_key, a_role, synthesise

KIND = "aws_elasticache_replication_group"


def cache(**changes: Any) -> Resources:
    arguments: dict[str, Any] = {"engine": "valkey", "nodes": 2, "protect": False}

    def build(stack: TerraformStack) -> None:
        made = ReplicationGroup(
            stack,
            "cache",
            name="dev-shop-cache",
            user_name="dev-shop-cache-user",
            default_user_id="dev-shop-cache-default",
            node_type="cache.t4g.micro",
            snapshot_days=7,
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            key=a_key(stack),
            **arguments | changes,
        )
        made.allow_from("workload", "sg-tasks")
        made.grant_connect(a_role(stack))

    return synthesise(build)


def test_what_is_kept_and_what_is_sent_is_encrypted() -> None:
    made = cache().only(KIND)

    assert (made["at_rest_encryption_enabled"], made["kms_key_id"]) == (True, "${aws_kms_key.key.arn}")
    assert (made["transit_encryption_enabled"], made["transit_encryption_mode"]) == (True, "required")


def test_its_one_user_signs_in_with_iam_and_has_no_password() -> None:
    made = cache()

    user = made.only("aws_elasticache_user")
    assert user["authentication_mode"] == {"type": "iam"}
    assert user["user_id"] == user["user_name"]
    assert "passwords" not in user
    assert "auth_token" not in made.only(KIND)


def test_redis_has_a_default_user_who_may_nothing() -> None:
    made = cache(engine="redis")

    (nobody,) = [user for user in made.all("aws_elasticache_user").values() if user["user_name"] == "default"]
    assert nobody["access_string"] == "off -@all"
    assert len(made.only("aws_elasticache_user_group")["user_ids"]) == 2


def test_a_role_signs_in_as_that_user_of_that_cache_alone() -> None:
    made = cache()
    (user,) = made.all("aws_elasticache_user")

    (statement,) = made.policy("aws_iam_role_policy")
    assert statement["Action"] == ["elasticache:Connect"]
    assert statement["Resource"] == [
        "${aws_elasticache_replication_group.cache.arn}",
        f"${{aws_elasticache_user.{user}.arn}}",
    ]


def test_a_replica_in_another_zone_takes_over_where_there_is_one() -> None:
    two, one = cache(nodes=2).only(KIND), cache(nodes=1).only(KIND)

    assert (two["automatic_failover_enabled"], two["multi_az_enabled"]) == (True, True)
    assert (one["automatic_failover_enabled"], one["multi_az_enabled"]) == (False, False)


def test_only_the_workload_comes_in() -> None:
    rule = cache().only("aws_vpc_security_group_ingress_rule")

    assert (rule["referenced_security_group_id"], rule["from_port"], rule["to_port"]) == (
        "sg-tasks",
        6379,
        6379,
    )


def test_a_cache_outlives_its_stack_when_the_environment_is_protected() -> None:
    kept, free = (cache(protect=protect).only(KIND) for protect in (True, False))

    assert kept["lifecycle"] == {"prevent_destroy": True}
    assert kept["final_snapshot_identifier"] == "dev-shop-cache-final"
    assert not {"lifecycle", "final_snapshot_identifier"} & set(free)


@pytest.mark.parametrize("nodes", [0, 7])
def test_a_number_of_nodes_that_aws_refuses_is_refused_here(nodes: int) -> None:
    with pytest.raises(ValueError, match=r"nodes. Use 1 to 6, the primary included."):
        cache(nodes=nodes)
