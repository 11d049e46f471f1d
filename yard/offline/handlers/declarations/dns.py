"""Route 53 records. Their zone is no stack's: the emulated AWS of `yard up` has any that is asked for."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, imports, reads

# What the provider changes in place. Source: resourceRecord in internal/service/route53/record.go of hashicorp/aws.
CHANGING = (
    "alias failover_routing_policy health_check_id latency_routing_policy multivalue_answer_routing_policy records"
    " set_identifier ttl type weighted_routing_policy"
)


def put(cloud: Cloud, prior: Values, planned: Values) -> Values:
    """Make the record, or make it another.

    Always as UPSERT: moto takes a record that was deleted and is created again for one that is there.
    """
    route53 = cloud.client("route53")
    zone, name = _zone_name(route53, planned["zone_id"]), _plain(planned["name"])
    if prior and any(prior.get(key) != planned.get(key) for key in ("type", "set_identifier")):
        delete(cloud, {}, prior)  # Route 53 would take the other one for a second record
    full = name if not zone or f".{name}".endswith(f".{zone}") else f"{name}.{zone}"
    _change(route53, planned, "UPSERT", record_set(full, planned))
    suffix = f"_{planned['set_identifier']}" if planned.get("set_identifier") else ""
    return {"id": f"{planned['zone_id']}_{name}_{planned['type']}{suffix}", "fqdn": full}


def delete(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Route 53 deletes what is told exactly as it is."""
    route53 = cloud.client("route53")
    answer = route53.list_resource_record_sets(HostedZoneId=state["zone_id"])
    if found := find(answer, state):
        _change(route53, state, "DELETE", found)


def record_set(full_name: str, values: Values) -> dict[str, Any]:
    """The record as Route 53 takes it."""
    quoted = values["type"] in ("TXT", "SPF")
    given = {
        "Name": full_name,
        "Type": values["type"],
        "TTL": values.get("ttl"),
        "ResourceRecords": [
            {"Value": f'"{value}"' if quoted else value} for value in sorted(values.get("records") or ())
        ],
        "SetIdentifier": values.get("set_identifier"),
        "HealthCheckId": values.get("health_check_id"),
        "MultiValueAnswer": values.get("multivalue_answer_routing_policy"),
        "Weight": _one(values, "weighted_routing_policy").get("weight"),
        "Region": _one(values, "latency_routing_policy").get("region"),
        "Failover": _one(values, "failover_routing_policy").get("type"),
    }
    if alias := _one(values, "alias"):
        given["AliasTarget"] = {
            "DNSName": alias["name"],
            "HostedZoneId": alias["zone_id"],
            "EvaluateTargetHealth": alias["evaluate_target_health"],
        }
    return {name: value for name, value in given.items() if value not in (None, [], "")}


def find(answer: Any, state: Values) -> Any:
    """The record of that name, type and identifier among the zone's."""
    wanted = (_plain(state.get("fqdn") or state["name"]), state["type"], state.get("set_identifier") or None)
    every = answer["ResourceRecordSets"]
    return next(
        (one for one in every if (_plain(one["Name"]), one["Type"], one.get("SetIdentifier")) == wanted), None
    )


def seen_alias(seen: Any) -> list[Values]:
    """What the record is another name of, as a block."""
    target = seen.get("AliasTarget")
    names = {"name": "DNSName", "zone_id": "HostedZoneId", "evaluate_target_health": "EvaluateTargetHealth"}
    return [{ours: target[aws] for ours, aws in names.items()}] if target else []


def seen_records(seen: Any) -> list[str]:
    """The values, without the quotes of text."""
    values = [one["Value"] for one in seen.get("ResourceRecords", [])]
    return [value.strip('"') for value in values] if seen["Type"] in ("TXT", "SPF") else values


def _change(route53: Any, values: Values, action: str, record: dict[str, Any]) -> None:
    route53.change_resource_record_sets(
        HostedZoneId=values["zone_id"],
        ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]},
    )


def _zone_name(route53: Any, zone_id: str) -> str:
    """None is known before the first record of a zone that the emulated AWS makes with it."""
    try:
        return _plain(route53.get_hosted_zone(Id=zone_id)["HostedZone"]["Name"])
    except route53.exceptions.NoSuchHostedZone:
        return ""


def _one(values: Values, block: str) -> Values:
    found: Values = (values.get(block) or [{}])[0]
    return found


def _plain(name: str) -> str:
    return name.rstrip(".").lower()


ROUTE53_RECORD = Declaration(
    service="route53",
    create=put,
    read=(
        imports(
            reads(
                "list_resource_record_sets",
                {"HostedZoneId": "zone_id"},
                find,
                records=seen_records,
                alias=seen_alias,
                fqdn=lambda seen: seen["Name"].rstrip("."),
                ignored="name",  # Route 53 ends it with a dot
            ),
            ttl="TTL",
        ),
    ),
    changes=(Change(frozenset(CHANGING.split()), put),),
    delete=delete,
    import_id="{zone_id}_{name...}_{type}",
)

DECLARATIONS = {"aws_route53_record": ROUTE53_RECORD}
