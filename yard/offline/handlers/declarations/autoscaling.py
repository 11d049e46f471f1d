"""Application Auto Scaling: what scales, by which measure, and on which schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, creates, reads

SERVICE = "application-autoscaling"
TARGET = {
    "ServiceNamespace": "service_namespace",
    "ResourceId": "resource_id",
    "ScalableDimension": "scalable_dimension",
}
PATTERN = "{service_namespace}/{resource_id...}/{scalable_dimension}"


def find(member: str, key: str) -> Callable[[Any, Values], Any]:
    """The one item of that name. The emulated service also gives those of resources whose id is part of this one's."""

    def found(answer: Any, values: Values) -> Any:
        wanted = (values["name"], values["resource_id"])
        return next((item for item in answer[member] if (item[key], item["ResourceId"]) == wanted), None)

    return found


_REGISTER = creates("register_scalable_target", {"RoleARN": "role_arn"})
SCALABLE_TARGET = Declaration(
    service=SERVICE,
    create=_REGISTER,
    read=(
        reads(
            "describe_scalable_targets",
            {
                "ServiceNamespace": "service_namespace",
                "ResourceIds": "resource_id",
                "ScalableDimension": "scalable_dimension",
            },
            "ScalableTargets[0]",
            arn="ScalableTargetARN",
            role_arn="RoleARN",
            filled="arn role_arn",
        ),
    ),
    changes=(Change(frozenset({"max_capacity", "min_capacity", "suspended_state"}), _REGISTER),),
    delete=Operation("deregister_scalable_target", TARGET),
    id="{resource_id}",
    import_id=PATTERN,
)


def target_tracking(values: Values) -> Any:
    """The block, with 0 for a cooldown that is not given: so says the AWS provider, where AWS would take 300 s."""
    blocks = values.get("target_tracking_scaling_policy_configuration")
    cooldowns = ("scale_in_cooldown", "scale_out_cooldown")
    return blocks and [{**block, **{name: block.get(name) or 0 for name in cooldowns}} for block in blocks]


_PUT_POLICY = creates(
    "put_scaling_policy",
    {"PolicyName": "name", "TargetTrackingScalingPolicyConfiguration": target_tracking},
)
POLICY = Declaration(
    service=SERVICE,
    create=_PUT_POLICY,
    read=(
        reads(
            "describe_scaling_policies",
            {**TARGET, "PolicyNames": "name"},
            find("ScalingPolicies", "PolicyName"),
            arn="PolicyARN",
            alarm_arns="Alarms[].AlarmARN",
            once="arn alarm_arns",
            name="PolicyName",
        ),
    ),
    changes=(
        Change(
            frozenset(
                {
                    "policy_type",
                    "predictive_scaling_policy_configuration",
                    "step_scaling_policy_configuration",
                    "target_tracking_scaling_policy_configuration",
                }
            ),
            _PUT_POLICY,
        ),
    ),
    delete=Operation("delete_scaling_policy", {**TARGET, "PolicyName": "name"}),
    id="{name}",
    defaults={"policy_type": "StepScaling"},
    import_id=PATTERN + "/{name}",
)

_PUT_ACTION = creates("put_scheduled_action", {"ScheduledActionName": "name"})
SCHEDULED_ACTION = Declaration(
    service=SERVICE,
    create=_PUT_ACTION,
    read=(
        reads(
            "describe_scheduled_actions",
            {**TARGET, "ScheduledActionNames": "name"},
            find("ScheduledActions", "ScheduledActionName"),
            arn="ScheduledActionARN",
            name="ScheduledActionName",
            ignored="start_time end_time",
        ),
    ),
    changes=(
        Change(
            frozenset({"end_time", "scalable_target_action", "schedule", "start_time", "timezone"}),
            _PUT_ACTION,
        ),
    ),
    delete=Operation("delete_scheduled_action", {**TARGET, "ScheduledActionName": "name"}),
    id="{name}-{service_namespace}-{resource_id}",
    defaults={"timezone": "UTC"},
    import_id=PATTERN + "/{name}",
)

DECLARATIONS = {
    "aws_appautoscaling_target": SCALABLE_TARGET,
    "aws_appautoscaling_policy": POLICY,
    "aws_appautoscaling_scheduled_action": SCHEDULED_ACTION,
}
