"""Security groups, and their rules: written one by one, or inside the group."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, creates, reads
from yard.offline.handlers.declarations.ec2 import TAGS, arn
from yard.offline.handlers.declarations.inline_rules import (
    DIRECTIONS,
    as_known,
    exchange_rules,
    revoke_all,
    seen_rule,
)

DEFAULT_DESCRIPTION = "Managed by Terraform"
SOURCES = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
RULE = (*SOURCES, "description", "from_port", "ip_protocol", "to_port")


def one_permission(values: Values) -> list[dict[str, Any]]:
    """A rule resource as AWS's IpPermissions: its one source or destination among four kinds."""
    described = {"Description": values["description"]} if values.get("description") else {}
    permission: dict[str, Any] = {"IpProtocol": values["ip_protocol"]}
    for parameter, attribute in (("FromPort", "from_port"), ("ToPort", "to_port")):
        if values.get(attribute) is not None:
            permission[parameter] = values[attribute]
    for group, key, attribute in (
        ("IpRanges", "CidrIp", "cidr_ipv4"),
        ("Ipv6Ranges", "CidrIpv6", "cidr_ipv6"),
        ("PrefixListIds", "PrefixListId", "prefix_list_id"),
        ("UserIdGroupPairs", "GroupId", "referenced_security_group_id"),
    ):
        if values.get(attribute):
            permission[group] = [{key: values[attribute], **described}]
    return [permission]


def make_group(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """A group without rules: AWS gives a new one a way out to everywhere, which Terraform takes away."""
    from yard.offline.handlers.requests import call

    ec2 = cloud.client("ec2", planned.get("region"))
    operation = creates("create_security_group", {"GroupName": "name"})
    group = call(
        ec2, operation, {**planned, "description": planned.get("description") or DEFAULT_DESCRIPTION}
    )
    revoke_all(ec2, group["GroupId"])
    return {"id": group["GroupId"]}


def adopt_default_group(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """The group that every VPC has: it is taken over, and its rules go."""
    ec2 = cloud.client("ec2", planned.get("region"))
    wanted = [{"Name": "group-name", "Values": ["default"]}]
    if planned.get("vpc_id"):
        wanted.append({"Name": "vpc-id", "Values": [planned["vpc_id"]]})
    group = ec2.describe_security_groups(Filters=wanted)["SecurityGroups"][0]
    revoke_all(ec2, group["GroupId"])
    return {"id": group["GroupId"]}


def describe_group(answer: Any, values: Values) -> Any:
    """A group without its rules, unless Terraform keeps them inside the group: rule resources keep theirs."""
    group = dict(answer["SecurityGroups"][0])
    for direction, permissions in DIRECTIONS.items():
        known = values.get(direction)
        if known:
            group[direction] = as_known([seen_rule(item, values["id"]) for item in group[permissions]], known)
    return group


def describe_default_group(answer: Any, values: Values) -> Any:
    """A default group with all its rules: nothing else may keep any there."""
    group = dict(answer["SecurityGroups"][0])
    for direction, permissions in DIRECTIONS.items():
        found = [seen_rule(item, values["id"]) for item in group[permissions]]
        group[direction] = as_known(found, values.get(direction) or [])
    return group


def rule_declaration(direction: str) -> Declaration:
    """aws_vpc_security_group_ingress_rule and its twin."""
    return Declaration(
        service="ec2",
        create=Operation(
            f"authorize_security_group_{direction}",
            {"GroupId": "security_group_id", "IpPermissions": one_permission},
            result={"id": "SecurityGroupRules[0].SecurityGroupRuleId"},
        ),
        read=(
            reads(
                "describe_security_group_rules",
                {"SecurityGroupRuleIds": "id"},
                "SecurityGroupRules[0]",
                security_group_id="GroupId",
                referenced_security_group_id="ReferencedGroupInfo.GroupId",
            ),
        ),
        changes=(
            Change(
                frozenset(
                    [
                        "cidr_ipv4",
                        "cidr_ipv6",
                        "description",
                        "from_port",
                        "ip_protocol",
                        "prefix_list_id",
                        "referenced_security_group_id",
                        "to_port",
                    ]
                ),
                Operation(
                    "modify_security_group_rules",
                    {"GroupId": "security_group_id", "SecurityGroupRules": modified_rule},
                ),
            ),
        ),
        delete=Operation(
            f"revoke_security_group_{direction}",
            {"GroupId": "security_group_id", "SecurityGroupRuleIds": "id"},
        ),
        computed={"arn": arn("security-group-rule"), "security_group_rule_id": "{id}"},
        defaults={"from_port": -1, "to_port": -1},
        tags=TAGS,
    )


def modified_rule(values: Values) -> list[dict[str, Any]]:
    """A rule as ModifySecurityGroupRules takes it: by id, with the id of the group it refers to."""
    return [
        {
            "security_group_rule_id": values["id"],
            "security_group_rule": {
                **values,
                "referenced_group_id": values.get("referenced_security_group_id"),
            },
        }
    ]


INLINE_RULES = Change(frozenset(DIRECTIONS), exchange_rules, on_create=True)

GROUP = Declaration(
    service="ec2",
    create=make_group,
    read=(
        reads(
            "describe_security_groups",
            {"GroupIds": "id"},
            describe_group,
            name="GroupName",
            filled="owner_id",
        ),
    ),
    changes=(INLINE_RULES,),
    delete=Operation("delete_security_group", {"GroupId": "id"}),
    computed={"arn": arn("security-group")},
    defaults={"description": DEFAULT_DESCRIPTION},
    tags=TAGS,
    named="name",
)

DEFAULT_GROUP = Declaration(
    service="ec2",
    create=adopt_default_group,
    read=(
        reads(
            "describe_security_groups",
            {"GroupIds": "id"},
            describe_default_group,
            name="GroupName",
            filled="description owner_id",
        ),
    ),
    changes=(INLINE_RULES,),
    delete=None,
    computed={"arn": arn("security-group")},
    tags=TAGS,
)

DECLARATIONS = {
    "aws_security_group": GROUP,
    "aws_default_security_group": DEFAULT_GROUP,
    "aws_vpc_security_group_ingress_rule": rule_declaration("ingress"),
    "aws_vpc_security_group_egress_rule": rule_declaration("egress"),
}
