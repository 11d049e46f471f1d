"""Endpoints of AWS services inside a VPC, and flow logs."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, always, changes, creates, reads
from yard.offline.handlers.declarations.ec2 import TAGS, arn, filters
from yard.offline.handlers.requests import call

# Argument -> what ModifyVpcEndpoint calls it.
MEMBERS = {
    "route_table_ids": "RouteTableIds",
    "subnet_ids": "SubnetIds",
    "security_group_ids": "SecurityGroupIds",
}
# The version 2 format. Source: "Flow log records", Amazon VPC User Guide.
DEFAULT_FORMAT = (
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} "
    "${bytes} ${start} ${end} ${action} ${log-status}"
)


def exchange_members(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Add and remove route tables, subnets and security groups: AWS takes no whole list."""
    arguments: dict[str, Any] = {}
    for attribute, parameter in MEMBERS.items():
        before, after = set(prior.get(attribute) or []), set(planned.get(attribute) or [])
        arguments |= {f"Add{parameter}": sorted(after - before), f"Remove{parameter}": sorted(before - after)}
    given = {parameter: items for parameter, items in arguments.items() if items}
    cloud.client("ec2", planned.get("region")).modify_vpc_endpoint(VpcEndpointId=planned["id"], **given)


ENDPOINT = Declaration(
    service="ec2",
    create=creates("create_vpc_endpoint", {"PolicyDocument": "policy"}, id="VpcEndpoint.VpcEndpointId"),
    read=(
        reads(
            "describe_vpc_endpoints",
            {"VpcEndpointIds": "id"},
            "VpcEndpoints[?State!='deleted'] | [0]",
            policy="PolicyDocument",
            security_group_ids="Groups[].GroupId",
            filled=(
                "network_interface_ids owner_id private_dns_enabled requester_managed route_table_ids state "
                "subnet_ids"
            ),
            ignored="dns_entry subnet_configuration",
        ),
        reads(
            "describe_prefix_lists",
            {"Filters": filters(prefix_list_name="service_name")},
            prefix_list_id="PrefixLists[0].PrefixListId",
            cidr_blocks="PrefixLists[0].Cidrs",
            filled="prefix_list_id cidr_blocks",
        ),
    ),
    changes=(
        Change(frozenset(MEMBERS), exchange_members),
        changes(
            "policy private_dns_enabled",
            "modify_vpc_endpoint",
            {"VpcEndpointId": "id", "PolicyDocument": "policy", "PrivateDnsEnabled": "private_dns_enabled"},
        ),
    ),
    delete=Operation("delete_vpc_endpoints", {"VpcEndpointIds": "id"}),
    computed={"arn": arn("vpc-endpoint")},
    tags=TAGS,
)

RESOURCES = {
    "vpc_id": "VPC",
    "subnet_id": "Subnet",
    "eni_id": "NetworkInterface",
    "transit_gateway_id": "TransitGateway",
    "transit_gateway_attachment_id": "TransitGatewayAttachment",
}


def make_flow_log(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """AWS answers with success and tells inside what failed."""
    from botocore.exceptions import ClientError

    kind = next((name for name in RESOURCES if planned.get(name)), "vpc_id")
    operation = creates(
        "create_flow_logs",
        {
            "ResourceIds": kind,
            "ResourceType": always(RESOURCES[kind]),
            "DeliverLogsPermissionArn": "iam_role_arn",
        },
    )
    answer = call(cloud.client("ec2", planned.get("region")), operation, planned)
    for failure in answer["Unsuccessful"]:
        raise ClientError({"Error": failure["Error"]}, "CreateFlowLogs")
    return {"id": answer["FlowLogIds"][0]}


FLOW_LOG = Declaration(
    service="ec2",
    create=make_flow_log,
    read=(
        reads(
            "describe_flow_logs",
            {"FlowLogIds": "id"},
            "FlowLogs[0]",
            iam_role_arn="DeliverLogsPermissionArn",
            filled="log_destination log_destination_type log_format",
        ),
    ),
    delete=Operation("delete_flow_logs", {"FlowLogIds": "id"}),
    computed={"arn": arn("vpc-flow-log")},
    defaults={
        "log_format": DEFAULT_FORMAT,
        "log_destination_type": "cloud-watch-logs",
        "max_aggregation_interval": 600,
    },
    tags=TAGS,
)

DECLARATIONS = {"aws_vpc_endpoint": ENDPOINT, "aws_flow_log": FLOW_LOG}
