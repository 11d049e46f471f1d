"""Load balancers: listeners, rules, target groups, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .area import Area, Client, merged
from .ground import BALANCED, BALANCER, NETWORK

_ZONE = "Z00000000000000000000"
_RESOURCES: dict[str, Any] = {
    "aws_acm_certificate_validation": {"main": {"certificate_arn": "${aws_acm_certificate.main.arn}"}},
    "aws_route53_record": {
        "proof": {
            "zone_id": _ZONE,
            "name": "_proof.twin.example.com",
            "type": "CNAME",
            "records": ["_value.acm-validations.aws."],
            "ttl": 300,
        },
        "public": {
            "zone_id": _ZONE,
            "name": "twin.example.com",
            "type": "A",
            "alias": {
                "name": "${aws_lb.main.dns_name}",
                "zone_id": "${aws_lb.main.zone_id}",
                "evaluate_target_health": True,
            },
        },
    },
    "aws_lb_target_group_attachment": {
        "app": {
            "target_group_arn": "${aws_lb_target_group.app.arn}",
            "target_id": "10.0.0.9",
            "port": 8080,
        }
    },
    "aws_acm_certificate": {"main": {"domain_name": "twin.example.com", "validation_method": "DNS"}},
}

_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_route53_record": {"proof": {"ttl": 60, "records": ["_other.acm-validations.aws."]}},
    "aws_lb": {"main": {"idle_timeout": 90}},
    "aws_lb_target_group": {
        "app": {
            "deregistration_delay": 45,
            "health_check": {"path": "/ready", "interval": 20, "matcher": "200"},
        }
    },
    "aws_lb_listener_rule": {
        "app": {"priority": 20, "condition": [{"path_pattern": {"values": ["/api/v2/*", "/v2"]}}]}
    },
}


def _listeners(client: Client) -> Iterator[Any]:
    elb = client("elbv2")
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        yield elb.describe_load_balancer_attributes(LoadBalancerArn=arn)
        yield elb.describe_tags(ResourceArns=[arn])["TagDescriptions"]
        for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
            yield listener
            yield elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]


def _target_groups(client: Client) -> Iterator[Any]:
    elb = client("elbv2")
    for group in elb.describe_target_groups()["TargetGroups"]:
        yield elb.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
        yield elb.describe_target_group_attributes(TargetGroupArn=group["TargetGroupArn"])
        yield elb.describe_tags(ResourceArns=[group["TargetGroupArn"]])["TagDescriptions"]


def _certificates(client: Client) -> Iterator[Any]:
    acm = client("acm")
    for certificate in acm.list_certificates()["CertificateSummaryList"]:
        yield acm.describe_certificate(CertificateArn=certificate["CertificateArn"])["Certificate"]
        yield acm.list_tags_for_certificate(CertificateArn=certificate["CertificateArn"])["Tags"]


def _records(client: Client) -> Iterator[Any]:
    dns = client("route53")
    for zone in dns.list_hosted_zones()["HostedZones"]:
        yield from dns.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]


def _make_zone(client: Client) -> dict[str, str]:
    zone = client("route53").create_hosted_zone(Name="twin.example.com", CallerReference="twin")["HostedZone"]
    return {_ZONE: zone["Id"].rpartition("/")[2]}


AREA = Area(
    before=_make_zone,
    resources=merged(NETWORK, BALANCER, BALANCED, _RESOURCES),
    changes=_CHANGES,
    lists={
        "elbv2": {"describe_load_balancers": "LoadBalancers", "describe_target_groups": "TargetGroups"},
        "acm": {"list_certificates": "CertificateSummaryList"},
    },
    readers={
        "records": _records,
        "listeners": _listeners,
        "target groups": _target_groups,
        "certificates": _certificates,
    },
)
