"""Functions for the tests of what stands around them."""

from __future__ import annotations

from typing import Any

from cdktf import TerraformStack

from modules.compute.function import Function, ZipCode
from modules.compute.function_alias import FunctionAlias
from modules.compute.function_deployment import FunctionDeployment, Pace
from modules.messaging.dead_letter_queue import DeadLetterQueue
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.role import Role
from modules.security.trust import function_trust
from tests.modules.synthesised import ACCOUNT, REGION, a_key

NAME = "dev-receipts"
ARN = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{NAME}"
LIVE = f"{ARN}:live"


def a_dead_letter_queue(stack: TerraformStack, key: KmsKey) -> DeadLetterQueue:
    return DeadLetterQueue(stack, "dead-letters", name=f"{NAME}--dead-letters", key=key, protect=False)


def a_function(stack: TerraformStack, **changes: Any) -> Function:
    """A function such as a service's, changed as said."""
    key = a_key(stack)
    plain: dict[str, Any] = {
        "name": NAME,
        "arn": ARN,
        "code": ZipCode("dev-receipts-code", "0000.zip", "AAAA=", "python3.11"),
        "handler": "receipts.handler.handler",
        "role": Role(stack, "role", name=f"{NAME}-task", description="Code", trust=function_trust()),
        "memory_mib": 512,
        "timeout_seconds": 30,
        "ephemeral_storage_mib": 512,
        "reserved_concurrency": 10,
        "variables": {"SERVICE": "receipts"},
        "log_group": LogGroup(stack, "log-group", name="/dev/receipts", retention_days=14, key=key),
        "key": key,
        "dead_letters": a_dead_letter_queue(stack, key),
        "attachment": None,
    }
    return Function(stack, "function", **{**plain, **changes})


def a_deployment(stack: TerraformStack, pace: Pace, **changes: Any) -> FunctionDeployment:
    plain: dict[str, Any] = {
        "name": NAME,
        "role_name": f"{NAME}-deployment",
        "account": ACCOUNT,
        "region": REGION,
        "function_arn": ARN,
        "pace": pace,
        "alarm_names": (),
        "depends_on": (),
    }
    return FunctionDeployment(stack, "deployment", **{**plain, **changes})


def an_alias(stack: TerraformStack, pace: Pace | None = None) -> FunctionAlias:
    """The alias of a function, moved at once where no pace is given."""
    function = a_function(stack)
    deployment = a_deployment(stack, pace or Pace("at_once"))
    return FunctionAlias(stack, "alias", function=function, deployment=deployment)
