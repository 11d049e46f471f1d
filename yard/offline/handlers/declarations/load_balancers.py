"""Application and network load balancers."""

from __future__ import annotations

from yard.offline.handlers.declaration import Change, Declaration, Operation, Source, changes, creates, reads
from yard.offline.handlers.declarations.elbv2 import TAGS, attributes, pairs

BALANCER: dict[str, Source] = {"LoadBalancerArn": "id"}
# Argument, or argument of a block -> the key of AWS's attribute. Source: "LoadBalancerAttribute", Elastic Load
# Balancing API Reference.
BALANCER_ATTRIBUTES = {
    "client_keep_alive": "client_keep_alive.seconds",
    "desync_mitigation_mode": "routing.http.desync_mitigation_mode",
    "dns_record_client_routing_policy": "dns_record.client_routing_policy",
    "drop_invalid_header_fields": "routing.http.drop_invalid_header_fields.enabled",
    "enable_cross_zone_load_balancing": "load_balancing.cross_zone.enabled",
    "enable_deletion_protection": "deletion_protection.enabled",
    "enable_http2": "routing.http2.enabled",
    "enable_tls_version_and_cipher_suite_headers": "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
    "enable_waf_fail_open": "waf.fail_open.enabled",
    "enable_xff_client_port": "routing.http.xff_client_port.enabled",
    "enable_zonal_shift": "zonal_shift.config.enabled",
    "idle_timeout": "idle_timeout.timeout_seconds",
    "preserve_host_header": "routing.http.preserve_host_header.enabled",
    "xff_header_processing_mode": "routing.http.xff_header_processing.mode",
    **{
        f"{log}.{part}": f"{log}.s3.{part}"
        for log in ("access_logs", "connection_logs")
        for part in ("bucket", "enabled", "prefix")
    },
}

LOAD_BALANCER = Declaration(
    service="elbv2",
    create=creates(
        "create_load_balancer",
        {
            "Type": "load_balancer_type",
            "Scheme": lambda values: "internal" if values.get("internal") else "internet-facing",
            "Subnets": lambda values: None if values.get("subnet_mapping") else values.get("subnets"),
        },
        id="LoadBalancers[0].LoadBalancerArn",
    ),
    read=(
        reads(
            "describe_load_balancers",
            {"LoadBalancerArns": "id"},
            "LoadBalancers[0]",
            arn="LoadBalancerArn",
            arn_suffix=lambda seen: seen["LoadBalancerArn"].split(":loadbalancer/")[1],
            dns_name="DNSName",
            zone_id="CanonicalHostedZoneId",
            internal="Scheme == 'internal'",
            load_balancer_type="Type",
            name="LoadBalancerName",
            subnets="AvailabilityZones[].SubnetId",
            filled="ip_address_type security_groups vpc_id",
            ignored="subnet_mapping",
        ),
        attributes("describe_load_balancer_attributes", BALANCER, BALANCER_ATTRIBUTES),
    ),
    changes=(
        Change(
            frozenset(name.split(".")[0] for name in BALANCER_ATTRIBUTES),
            Operation(
                "modify_load_balancer_attributes", {**BALANCER, "Attributes": pairs(BALANCER_ATTRIBUTES)}
            ),
            on_create=True,
        ),
        changes("security_groups", "set_security_groups", {**BALANCER, "SecurityGroups": "security_groups"}),
        changes("subnets", "set_subnets", {**BALANCER, "Subnets": "subnets"}),
        changes("ip_address_type", "set_ip_address_type", {**BALANCER, "IpAddressType": "ip_address_type"}),
    ),
    delete=Operation("delete_load_balancer", BALANCER),
    named="name",
    default_prefix="tf-lb-",
    defaults={
        "client_keep_alive": 3600,
        "desync_mitigation_mode": "defensive",
        "dns_record_client_routing_policy": "any_availability_zone",
        "enable_http2": True,
        "idle_timeout": 60,
        "load_balancer_type": "application",
        "xff_header_processing_mode": "append",
    },
    tags=TAGS,
)

DECLARATIONS = {"aws_lb": LOAD_BALANCER}
