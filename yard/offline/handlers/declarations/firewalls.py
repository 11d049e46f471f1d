"""AWS WAF: web ACLs, what they stand in front of, where they log.

The rules are made as planned, and then left to the state: a statement may be anything, so that their type is not known.
"""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Source, Tags, creates, reads

ACL: dict[str, Source] = {"Id": "id", "Name": "name", "Scope": "scope"}
CHANGEABLE = (
    "association_config captcha_config challenge_config custom_response_body default_action description rule"
    " token_domains visibility_config"
)


def rules(values: Values) -> Any:
    """The rules, taken out of the value that brings its type along."""
    given = values.get("rule")
    return getattr(given, "value", given) or []


WEB_ACL = Declaration(
    service="wafv2",
    create=creates(
        "create_web_acl",
        {"Rules": rules},
        id="Summary.Id",
        arn="Summary.ARN",
        lock_token="Summary.LockToken",  # noqa: S106 - what WAF wants back with the next change
    ),
    read=(
        reads(
            "get_web_acl",
            ACL,
            lambda answer, _: {**answer["WebACL"], "LockToken": answer["LockToken"]},
            arn="ARN",
            capacity="Capacity",
            lock_token="LockToken",  # noqa: S106 - what WAF wants back with the next change
            filled="capacity",
            ignored="association_config captcha_config challenge_config custom_response_body rule",
        ),
    ),
    changes=(
        Change(
            frozenset(CHANGEABLE.split()),
            Operation("update_web_acl", {**ACL, "LockToken": "lock_token", "Rules": rules}, like_named=True),
        ),
    ),
    delete=Operation("delete_web_acl", {**ACL, "LockToken": "lock_token"}),
    tags=Tags({"ResourceARN": "arn"}, found="TagInfoForResource.TagList"),
    import_id="{id}/{name}/{scope}",
)

WEB_ACL_ASSOCIATION = Declaration(
    service="wafv2",
    create=Operation("associate_web_acl", {"WebACLArn": "web_acl_arn", "ResourceArn": "resource_arn"}),
    read=(reads("get_web_acl_for_resource", {"ResourceArn": "resource_arn"}, "WebACL", web_acl_arn="ARN"),),
    delete=Operation("disassociate_web_acl", {"ResourceArn": "resource_arn"}),
    id="{web_acl_arn},{resource_arn...}",
)

LOGGING = Operation(
    "put_logging_configuration",
    {
        "LoggingConfiguration": lambda values: {
            name: values.get(name)
            for name in ("log_destination_configs", "logging_filter", "redacted_fields", "resource_arn")
        }
    },
)
WEB_ACL_LOGGING_CONFIGURATION = Declaration(
    service="wafv2",
    create=LOGGING,
    read=(
        reads(
            "get_logging_configuration",
            {"ResourceArn": "id"},
            "LoggingConfiguration",
            resource_arn="ResourceArn",
            log_destination_configs="LogDestinationConfigs",
            ignored="logging_filter redacted_fields",
        ),
    ),
    changes=(Change(frozenset({"log_destination_configs", "logging_filter", "redacted_fields"}), LOGGING),),
    delete=Operation("delete_logging_configuration", {"ResourceArn": "id"}),
    id="{resource_arn}",
)

DECLARATIONS = {
    "aws_wafv2_web_acl": WEB_ACL,
    "aws_wafv2_web_acl_association": WEB_ACL_ASSOCIATION,
    "aws_wafv2_web_acl_logging_configuration": WEB_ACL_LOGGING_CONFIGURATION,
}
