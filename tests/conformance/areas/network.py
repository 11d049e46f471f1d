"""VPC: subnets, gateways, routes, security groups, endpoints, flow logs."""

from __future__ import annotations

from typing import Any

from .area import Area, merged
from .ground import NETWORK, ROLE, rule

_RESOURCES: dict[str, Any] = {
    "aws_internet_gateway": {"main": {"vpc_id": "${aws_vpc.main.id}", "tags": {"Name": "main"}}},
    "aws_eip": {"nat": {"tags": {"Name": "nat"}}},
    "aws_nat_gateway": {
        "main": {
            "allocation_id": "${aws_eip.nat.id}",
            "subnet_id": "${aws_subnet.a.id}",
            "tags": {"Name": "nat"},
        }
    },
    "aws_route_table": {"public": {"vpc_id": "${aws_vpc.main.id}", "tags": {"Name": "public"}}},
    "aws_route": {
        "internet": {
            "route_table_id": "${aws_route_table.public.id}",
            "destination_cidr_block": "0.0.0.0/0",
            "gateway_id": "${aws_internet_gateway.main.id}",
        }
    },
    "aws_route_table_association": {
        "a": {"route_table_id": "${aws_route_table.public.id}", "subnet_id": "${aws_subnet.a.id}"}
    },
    "aws_default_security_group": {"closed": {"vpc_id": "${aws_vpc.main.id}"}},
    "aws_vpc_endpoint": {
        "s3": {
            "vpc_id": "${aws_vpc.main.id}",
            "service_name": "com.amazonaws.eu-west-1.s3",
            "route_table_ids": ["${aws_route_table.public.id}"],
        }
    },
    "aws_cloudwatch_log_group": {"flow": {"name": "/twin/flow"}},
    "aws_flow_log": {
        "main": {
            "vpc_id": "${aws_vpc.main.id}",
            "traffic_type": "ALL",
            "log_destination": "${aws_cloudwatch_log_group.flow.arn}",
            "iam_role_arn": "${aws_iam_role.task.arn}",
        }
    },
}

_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_vpc": {"main": {"tags": {"Name": "other", "Owner": "platform"}}},
    "aws_subnet": {"a": {"map_public_ip_on_launch": False}},
    "aws_security_group": {
        "tasks": {
            "ingress": [rule(8081, "10.0.0.0/16"), rule(9090, "10.0.1.0/24")],
            "tags": {"Name": "tasks"},
        }
    },
}


AREA = Area(
    resources=merged(NETWORK, ROLE, _RESOURCES),
    changes=_CHANGES,
    lists={
        "ec2": {
            "describe_vpcs": "Vpcs",
            "describe_subnets": "Subnets",
            "describe_internet_gateways": "InternetGateways",
            "describe_addresses": "Addresses",
            "describe_nat_gateways": "NatGateways",
            "describe_route_tables": "RouteTables",
            "describe_security_groups": "SecurityGroups",
            "describe_vpc_endpoints": "VpcEndpoints",
            "describe_flow_logs": "FlowLogs",
        },
    },
)
