"""ElastiCache's users. Its caches and user groups are left to the state: moto lacks them, or never lets go of them."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Tags, creates, imports, reads
from yard.offline.handlers.requests import call

USER = {"UserId": "user_id"}
CREATE = creates(
    "create_user",
    {
        # False would ask for a password.
        "NoPasswordRequired": lambda values: values.get("no_password_required") or None,
        "AuthenticationMode": "authentication_mode",
    },
    arn="ARN",
)


def renew(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Other rights: moto lacks ModifyUser, so the user is made anew under its id."""
    remove(cloud, prior, prior)
    client = cloud.client("elasticache", planned.get("region"))
    call(client, CREATE, planned)
    if tags := prior.get("tags_all"):
        pairs = [{"Key": key, "Value": value} for key, value in tags.items()]
        client.add_tags_to_resource(ResourceName=prior["arn"], Tags=pairs)


def remove(cloud: Cloud, _prior: Values, state: Values) -> None:
    """moto lets a deleted user go when it is asked for once more."""
    client = cloud.client("elasticache", state.get("region"))
    client.delete_user(UserId=state["user_id"])
    client.describe_users(UserId=state["user_id"])


def seen_authentication(seen: Any) -> list[Values]:
    """How the user proves who it is, as a block."""
    kind = seen["Authentication"]["Type"]
    return [{"type": "no-password-required" if kind == "no-password" else kind}]


ELASTICACHE_USER = Declaration(
    service="elasticache",
    create=CREATE,
    read=(
        imports(
            reads(
                "describe_users",
                USER,
                "Users[?Status=='active'] | [0]",
                arn="ARN",
                ignored="authentication_mode",
            ),
            authentication_mode=seen_authentication,
        ),
    ),
    changes=(
        Change(
            frozenset({"access_string", "authentication_mode", "no_password_required", "passwords"}), renew
        ),
    ),
    delete=remove,
    id="{user_id}",
    tags=Tags(
        {"ResourceName": "arn"},
        add="add_tags_to_resource",
        remove="remove_tags_from_resource",
        found="TagList",
    ),
)

DECLARATIONS = {"aws_elasticache_user": ELASTICACHE_USER}
