"""Who may come in: identity providers of the account, users of a cache."""

from __future__ import annotations

from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values


def provider(world: World) -> Values:
    return {"url": f"https://{world.name('tokens')}.example.com/id", "client_id_list": ["sts.amazonaws.com"]}


def see_provider(world: World, state: Values) -> Any:
    found = world.aws("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=state["arn"])
    return f"https://{found['Url']}" == state["url"], found["ClientIDList"], found["ThumbprintList"]


def user(world: World) -> Values:
    name = world.name("user")
    return {
        "user_id": name,
        "user_name": name,
        "engine": "valkey",
        "access_string": "on ~* +@all -@admin",
        "authentication_mode": [{"type": "iam"}],
    }


def see_user(world: World, state: Values) -> Any:
    (found,) = world.aws("elasticache").describe_users(UserId=state["user_id"])["Users"]
    return found["AccessString"], found["Authentication"]["Type"]


CASES = {
    "aws_iam_openid_connect_provider": Case(
        provider,
        see_provider,
        (True, ["sts.amazonaws.com"], []),
        {"client_id_list": ["sts.amazonaws.com", "shop"], "thumbprint_list": ["a" * 40]},
        (True, ["shop", "sts.amazonaws.com"], ["a" * 40]),
    ),
    "aws_elasticache_user": Case(
        user,
        see_user,
        ("on ~* +@all -@admin", "iam"),
        {"access_string": "on ~shop:* +@read"},
        ("on ~shop:* +@read", "iam"),
    ),
}
