from __future__ import annotations

from modules.network.gateway_endpoints import GatewayEndpoints
from modules.network.interface_endpoints import InterfaceEndpoints
from tests.modules.synthesised import REGION, synthesise


def test_s3_and_dynamodb_are_reached_without_nat() -> None:
    resources = synthesise(
        lambda stack: GatewayEndpoints(
            stack, "endpoints", name="dev", vpc_id="vpc-1", route_table_ids=["rtb-1", "rtb-2"], region=REGION
        )
    )

    endpoints = resources.all("aws_vpc_endpoint").values()
    assert {endpoint["service_name"] for endpoint in endpoints} == {
        "com.amazonaws.eu-west-1.s3",
        "com.amazonaws.eu-west-1.dynamodb",
    }
    assert all(endpoint["vpc_endpoint_type"] == "Gateway" for endpoint in endpoints)
    assert all(endpoint["route_table_ids"] == ["rtb-1", "rtb-2"] for endpoint in endpoints)


def test_interface_endpoints_have_all_that_a_task_needs_to_start_and_answer_the_vpc_only() -> None:
    resources = synthesise(
        lambda stack: InterfaceEndpoints(
            stack,
            "endpoints",
            name="dev",
            vpc_id="vpc-1",
            vpc_cidr="10.20.0.0/16",
            subnet_ids=["subnet-1", "subnet-2"],
            region=REGION,
        )
    )

    endpoints = resources.all("aws_vpc_endpoint").values()
    services = {endpoint["service_name"].removeprefix("com.amazonaws.eu-west-1.") for endpoint in endpoints}
    assert services == {"ecr.api", "ecr.dkr", "events", "logs", "secretsmanager", "sqs"}
    assert all(endpoint["private_dns_enabled"] for endpoint in endpoints)
    rule = resources.only("aws_vpc_security_group_ingress_rule")
    assert (rule["cidr_ipv4"], rule["from_port"], rule["to_port"]) == ("10.20.0.0/16", 443, 443)
