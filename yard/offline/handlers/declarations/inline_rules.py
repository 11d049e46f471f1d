"""The `ingress` and `egress` rules inside a security group, where AWS groups several sources under one port range."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values

DIRECTIONS = {"ingress": "IpPermissions", "egress": "IpPermissionsEgress"}
ALL_PROTOCOLS = "-1"


def inline_permission(rule: Values) -> dict[str, Any]:
    """An `ingress` or `egress` block as AWS's IpPermissions: several sources of each kind."""
    described = {"Description": rule["description"]} if rule.get("description") else {}
    protocol = str(rule["protocol"])
    permission: dict[str, Any] = {"IpProtocol": ALL_PROTOCOLS if protocol == "all" else protocol}
    if permission["IpProtocol"] != ALL_PROTOCOLS:
        permission |= {"FromPort": rule.get("from_port", 0), "ToPort": rule.get("to_port", 0)}
    groups = [*(rule.get("security_groups") or []), *(["self"] if rule.get("self") else [])]
    for parameter, key, items in (
        ("IpRanges", "CidrIp", rule.get("cidr_blocks")),
        ("Ipv6Ranges", "CidrIpv6", rule.get("ipv6_cidr_blocks")),
        ("PrefixListIds", "PrefixListId", rule.get("prefix_list_ids")),
        ("UserIdGroupPairs", "GroupId", groups),
    ):
        if items:
            permission[parameter] = [{key: item, **described} for item in items]
    return permission


def exchange_rules(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Revoke the rules inside the group that went, authorise those that came."""
    ec2 = cloud.client("ec2", planned.get("region"))
    for direction in DIRECTIONS:
        before, after = prior.get(direction) or [], planned.get(direction) or []
        for verb, rules, others in (("revoke", before, after), ("authorize", after, before)):
            permissions = [
                _own(inline_permission(rule), planned["id"]) for rule in rules if rule not in others
            ]
            if permissions:
                operation = getattr(ec2, f"{verb}_security_group_{direction}")
                operation(GroupId=planned["id"], IpPermissions=permissions)


def revoke_all(ec2: Any, group_id: str) -> None:
    """Leave the group without any rule."""
    group = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]
    for direction, permissions in DIRECTIONS.items():
        if group[permissions]:
            revoke = getattr(ec2, f"revoke_security_group_{direction}")
            revoke(GroupId=group_id, IpPermissions=group[permissions])


def as_known(found: list[Values], known: list[Values]) -> list[Values]:
    """The rules found, those that the state knows in its order and as it writes them."""
    meanings = [_meaning(rule) for rule in found]
    same = [rule for rule in known if _meaning(rule) in meanings]
    others = [rule for rule in found if _meaning(rule) not in [_meaning(rule) for rule in known]]
    return [*same, *others]


def _meaning(rule: Values) -> dict[str, Any]:
    permission = inline_permission(rule)
    return {
        key: sorted(value, key=str) if isinstance(value, list) else str(value)
        for key, value in permission.items()
    }


def _own(permission: dict[str, Any], group_id: str) -> dict[str, Any]:
    """`self` is the group's own id."""
    pairs = permission.get("UserIdGroupPairs", [])
    return {
        **permission,
        **({"UserIdGroupPairs": [_with_own(pair, group_id) for pair in pairs]} if pairs else {}),
    }


def _with_own(pair: dict[str, str], group_id: str) -> dict[str, str]:
    return {**pair, "GroupId": group_id} if pair["GroupId"] == "self" else pair


def seen_rule(permission: dict[str, Any], group_id: str) -> Values:
    """AWS's IpPermissions as an `ingress` or `egress` block."""
    groups = [pair["GroupId"] for pair in permission.get("UserIdGroupPairs", [])]
    sources = [
        source
        for name in ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")
        for source in permission.get(name, [])
    ]
    return {
        "protocol": permission["IpProtocol"],
        "from_port": permission.get("FromPort", 0),
        "to_port": permission.get("ToPort", 0),
        "cidr_blocks": [source["CidrIp"] for source in permission.get("IpRanges", [])],
        "ipv6_cidr_blocks": [source["CidrIpv6"] for source in permission.get("Ipv6Ranges", [])],
        "prefix_list_ids": [source["PrefixListId"] for source in permission.get("PrefixListIds", [])],
        "security_groups": [group for group in groups if group != group_id],
        "self": group_id in groups,
        "description": next((source["Description"] for source in sources if source.get("Description")), ""),
    }
