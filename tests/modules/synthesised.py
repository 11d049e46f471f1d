"""What the tests of modules and stacks share: a construct goes in, Terraform's resources come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cdktf import TerraformStack, Testing

import stacks  # noqa: F401 - switches the fast bindings on
from modules.security.kms_key import KmsKey
from modules.security.role import Role

ACCOUNT, REGION = "111111111111", "eu-west-1"


class Resources:
    """The resources of one stack's JSON, nulls left out."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document: dict[str, Any] = without_nulls(document)

    def all(self, kind: str) -> dict[str, dict[str, Any]]:
        """Those of type `kind` by name, in name order."""
        return dict(sorted(self.document.get("resource", {}).get(kind, {}).items()))

    def only(self, kind: str) -> dict[str, Any]:
        """The one of type `kind`."""
        (resource,) = self.all(kind).values()
        return resource

    def policy(self, kind: str, name: str | None = None, key: str = "policy") -> list[dict[str, Any]]:
        """The statements in the policy of a resource."""
        resource = self.all(kind)[name] if name else self.only(kind)
        statements: list[dict[str, Any]] = json.loads(resource[key])["Statement"]
        return statements

    @property
    def addresses(self) -> set[str]:
        """`type.name` of every resource."""
        return {f"{kind}.{name}" for kind, named in self.document["resource"].items() for name in named}


def synthesise(build: Callable[[TerraformStack], object]) -> Resources:
    """The resources that `build` makes in an empty stack."""
    stack = TerraformStack(Testing.app(), "example")
    build(stack)
    return Resources(json.loads(Testing.synth(stack)))


def a_key(stack: TerraformStack, *, protect: bool = False) -> KmsKey:
    """A key such as a service's."""
    return KmsKey(
        stack,
        "key",
        name="dev-catalog",
        account=ACCOUNT,
        region=REGION,
        log_groups="/dev/catalog",
        protect=protect,
    )


def a_role(stack: TerraformStack) -> Role:
    """A role such as a service's tasks have."""
    return Role(
        stack,
        "role",
        name="dev-catalog-task",
        description="What the service's code may do",
        service="ecs-tasks.amazonaws.com",
        account=ACCOUNT,
        source_arn=f"arn:aws:ecs:{REGION}:{ACCOUNT}:*",
    )


def without_nulls(value: Any) -> Any:
    """`value` as Terraform reads it: null is the same as absent."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value]
    return value
