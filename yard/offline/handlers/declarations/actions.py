"""The actions and conditions that listeners and their rules are made of, as blocks and as AWS has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Source

# Block of an action -> what AWS calls it.
CONFIGS = {
    "authenticate_cognito": "AuthenticateCognitoConfig",
    "authenticate_oidc": "AuthenticateOidcConfig",
    "fixed_response": "FixedResponseConfig",
    "redirect": "RedirectConfig",
}
# Block of a condition -> what AWS calls it.
CONDITIONS = {
    "host_header": "HostHeaderConfig",
    "http_header": "HttpHeaderConfig",
    "http_request_method": "HttpRequestMethodConfig",
    "path_pattern": "PathPatternConfig",
    "query_string": "QueryStringConfig",
    "source_ip": "SourceIpConfig",
}


def actions(argument: str) -> Source:
    """The `action` or `default_action` blocks as AWS takes them."""
    return lambda values: [
        _action(block, place) for place, block in enumerate(values.get(argument) or [], start=1)
    ]


def seen_actions(member: str) -> Callable[[Any], list[Values]]:
    """AWS's actions as blocks. AWS numbers them only if there are several."""
    return lambda seen: [_seen_action(action, place) for place, action in enumerate(seen[member], start=1)]


def conditions(values: Values) -> list[dict[str, Any]]:
    """The `condition` blocks as AWS takes them: each is of one kind."""
    return [
        {"Field": kind.replace("_", "-"), CONDITIONS[kind]: _config(kind, block[kind])}
        for block in values.get("condition") or []
        for kind in CONDITIONS
        if block.get(kind)
    ]


def seen_conditions(rule: Mapping[str, Any]) -> list[Values]:
    """AWS's conditions as blocks."""
    blocks = []
    for condition in rule["Conditions"]:
        kind = condition["Field"].replace("-", "_")
        config = condition.get(CONDITIONS[kind]) or {"Values": condition.get("Values", [])}
        blocks.append({kind: config["Values"] if kind == "query_string" else [config]})
    return blocks


def _action(block: Values, place: int) -> dict[str, Any]:
    action = {
        "Type": block["type"],
        "Order": block.get("order") or place,
        "TargetGroupArn": block.get("target_group_arn"),
    }
    action |= {member: block.get(name) or None for name, member in CONFIGS.items()}
    for forward in block.get("forward") or []:
        groups = [
            {"TargetGroupArn": group["arn"], "Weight": group.get("weight")}
            for group in forward["target_group"]
        ]
        action["ForwardConfig"] = {"TargetGroups": groups}
        for stickiness in forward.get("stickiness") or []:
            sticky = {"Enabled": stickiness.get("enabled"), "DurationSeconds": stickiness["duration"]}
            action["ForwardConfig"]["TargetGroupStickinessConfig"] = sticky
    return action


def _seen_action(action: Mapping[str, Any], place: int) -> Values:
    block: Values = {"type": action["Type"], "order": action.get("Order", place)}
    if action.get("TargetGroupArn"):
        block["target_group_arn"] = action["TargetGroupArn"]
    block |= {name: [action[member]] for name, member in CONFIGS.items() if action.get(member)}
    if forward := action.get("ForwardConfig"):
        groups = [
            {"arn": group["TargetGroupArn"], "weight": group.get("Weight")}
            for group in forward.get("TargetGroups", [])
        ]
        sticky = forward.get("TargetGroupStickinessConfig", {})
        stickiness = {"enabled": sticky.get("Enabled"), "duration": sticky.get("DurationSeconds")}
        block["forward"] = [{"target_group": groups, "stickiness": [stickiness]}]
    return block


def _config(kind: str, blocks: list[Values]) -> Any:
    return {"Values": blocks} if kind == "query_string" else blocks
