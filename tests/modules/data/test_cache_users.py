from __future__ import annotations

from cdktf import TerraformStack

from modules.data.cache_users import CacheEngine, CacheUsers
from tests.modules.synthesised import Resources, synthesise

NAME, NOBODY = "dev-shop-cache", "dev-shop-cache-default"


def users(engine: CacheEngine) -> Resources:
    def build(stack: TerraformStack) -> None:
        CacheUsers(stack, "users", engine=engine, user_name=NAME, default_user_id=NOBODY)

    return synthesise(build)


def by_name(made: Resources) -> dict[str, dict[str, object]]:
    return {user["user_name"]: user for user in made.all("aws_elasticache_user").values()}


def test_the_one_user_signs_in_with_iam_under_a_name_that_is_its_id() -> None:
    # Source: "Amazon ElastiCache User Guide, Authenticating with IAM".
    user = by_name(users("valkey"))[NAME]

    assert user["user_id"] == user["user_name"]
    assert user["authentication_mode"] == {"type": "iam"}
    assert "passwords" not in user


def test_it_may_use_every_key_and_change_no_server() -> None:
    assert by_name(users("valkey"))[NAME]["access_string"] == "on ~* +@all -@admin"


def test_valkey_has_no_user_who_gives_no_name() -> None:
    made = users("valkey")

    assert set(by_name(made)) == {NAME}
    assert len(made.only("aws_elasticache_user_group")["user_ids"]) == 1


def test_that_of_redis_which_must_be_there_may_nothing() -> None:
    # Source: "Amazon ElastiCache User Guide, Role-Based Access Control (RBAC)".
    made = users("redis")

    nobody = by_name(made)["default"]
    assert (nobody["user_id"], nobody["access_string"]) == (NOBODY, "off -@all")
    assert len(made.only("aws_elasticache_user_group")["user_ids"]) == 2


def test_the_group_is_of_the_engine_of_its_users() -> None:
    for engine in ("valkey", "redis"):
        made = users(engine)

        engines = {user["engine"] for user in by_name(made).values()}
        assert engines | {made.only("aws_elasticache_user_group")["engine"]} == {engine}
