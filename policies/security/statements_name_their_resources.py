"""A right names what it is for: no `*`, no whole service, no NotResource, beyond a reviewed list of actions.

A resource is too wide where it is `*`, where its account is a wildcard, or where nothing but the kind is named
(`arn:aws:s3:::*`, `arn:aws:dynamodb:eu-west-1:111111111111:table/*`). What begins with a reference is named. What
Lambda does in a function's role, and the function's own code is denied, may be for all of them.
Why: with `*`, one service reads the tables, secrets and queues of all others.

Bad:  Action = ["dynamodb:GetItem"], Resource = ["*"]
Good: Action = ["dynamodb:GetItem"], Resource = [aws_dynamodb_table.products.arn]
"""

from __future__ import annotations

import re

from policies.documents import Statement
from policies.resource_policy import ResourcePolicy
from policies.rights import KEYS, KINDS, rights_in
from policies.stack import Resource

# Actions that take no resource. Source: "Service Authorization Reference", each service's table of actions.
WITHOUT_RESOURCE = frozenset(
    {
        "cloudwatch:DescribeAlarms",  # checked against all alarms, whichever are asked for
        "cloudwatch:PutMetricData",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ecr:GetAuthorizationToken",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    }
)
ARN = re.compile(r"^arn:[^:]*:(?P<service>[^:]*):[^:]*:(?P<account>[^:]*):(?P<what>.*)$")
ONLY_A_KIND = re.compile(r"^([A-Za-z-]+[/:])?[*/:]+$")


class StatementsNameTheirResources(ResourcePolicy):
    """Fails where an action that takes a resource is allowed on all of them."""

    identifier = "YARD_IAM_2"
    title = "A right names the resources that it is for"
    severity_level = "high"
    why = "A right on all resources reaches the data of every other service of the account."
    fix = "Name the ARN of the resource, or let the module that owns it grant the right (`table.grant_read(role)`)."
    page = (
        "AWS Well-Architected Framework, SEC03-BP02 Grant least privilege access;"
        " AWS Foundational Security Best Practices, KMS.1"
    )
    resources = KINDS
    keys = KEYS

    def holds(self, resource: Resource) -> bool | None:
        """True where each allowed statement is for named resources; None for a role whose rights are elsewhere."""
        all_of_it = rights_in(resource)
        if all_of_it is None:
            return None
        open_to_all = WITHOUT_RESOURCE | _denied_to_code(all_of_it)
        return not any(_is_wide(statement, open_to_all) for statement in all_of_it if statement.allows)


def _denied_to_code(all_of_it: list[Statement]) -> frozenset[str]:
    """The actions that Lambda does in a function's role and its code cannot."""
    return frozenset(
        action
        for statement in all_of_it
        if not statement.allows
        and statement.resources == ("*",)
        and statement.values_of("lambda:SourceFunctionArn", "ArnEquals")
        for action in statement.actions
    )


def _is_wide(statement: Statement, open_to_all: frozenset[str]) -> bool:
    if statement.not_resources:
        return True
    if statement.actions and open_to_all.issuperset(statement.actions):
        return False
    return any(_names_nothing(resource) for resource in statement.resources)


def _names_nothing(resource: str) -> bool:
    if not resource.strip("*?"):
        return True
    arn = ARN.match(resource)
    if not arn:
        return False
    if arn["service"] == "s3":  # its ARNs begin with the bucket's name, not with a kind
        return not arn["what"].strip("*/")
    return arn["account"] == "*" or bool(ONLY_A_KIND.match(arn["what"]))


check = StatementsNameTheirResources()
