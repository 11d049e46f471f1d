from __future__ import annotations

from typing import Literal

import pytest
from cdktf import TerraformStack

from modules.edge.load_balancer import LoadBalancer
from modules.observability.log_bucket import LogBucket
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise


def load_balancer(
    *,
    ports: tuple[int, ...] = (80, 443),
    protect: bool = False,
    name: str = "dev-gateway",
    testers: tuple[str, ...] = (),
    scheme: Literal["internet-facing", "internal"] = "internet-facing",
    prefix_list_id: str | None = None,
) -> Resources:
    def build(stack: TerraformStack) -> None:
        logs = LogBucket(
            stack,
            "access-logs",
            name="dev-access-logs",
            account=ACCOUNT,
            region=REGION,
            retention_days=30,
            protect=protect,
        )
        made = LoadBalancer(
            stack,
            "gateway",
            name=name,
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            ports=ports,
            log_bucket=logs,
            protect=protect,
            scheme=scheme,
            prefix_list_id=prefix_list_id,
        )
        made.open_to(testers, port=8443)

    return synthesise(build)


def test_the_world_reaches_the_listeners_ports_and_no_other() -> None:
    rules = load_balancer().all("aws_vpc_security_group_ingress_rule").values()

    assert {(rule["cidr_ipv4"], rule["from_port"], rule["to_port"]) for rule in rules} == {
        ("0.0.0.0/0", 80, 80),
        ("0.0.0.0/0", 443, 443),
    }


def test_another_port_is_open_to_the_ranges_that_are_named_and_not_to_the_world() -> None:
    rules = load_balancer(testers=("203.0.113.0/24",)).all("aws_vpc_security_group_ingress_rule").values()

    assert [rule["cidr_ipv4"] for rule in rules if rule["from_port"] == 8443] == ["203.0.113.0/24"]


def test_a_load_balancer_talks_to_nobody_until_a_service_lets_it() -> None:
    assert not load_balancer().all("aws_vpc_security_group_egress_rule")


def test_headers_that_are_no_headers_are_dropped() -> None:
    made = load_balancer().only("aws_lb")

    assert made["drop_invalid_header_fields"] is True
    assert made["desync_mitigation_mode"] == "defensive"


def test_every_request_and_connection_is_logged_once_the_bucket_may_be_written_to() -> None:
    resources = load_balancer()

    made = resources.only("aws_lb")
    (policy,) = resources.all("aws_s3_bucket_policy")
    assert made["access_logs"]["enabled"] is made["connection_logs"]["enabled"] is True
    assert made["depends_on"] == [f"aws_s3_bucket_policy.{policy}"]


def test_a_load_balancer_cannot_be_deleted_when_the_environment_is_protected() -> None:
    assert load_balancer(protect=True).only("aws_lb")["enable_deletion_protection"] is True


@pytest.mark.parametrize("name", ["a" * 33, "internal-gateway"])
def test_a_name_that_aws_refuses_is_refused_before(name: str) -> None:
    with pytest.raises(ValueError, match=r"has at most 32 characters, not starting with internal-."):
        load_balancer(name=name)


def test_behind_cloudfront_its_addresses_come_in_and_nobody_else() -> None:
    (rule,) = (
        load_balancer(ports=(443,), prefix_list_id="pl-4fa04526")
        .all("aws_vpc_security_group_ingress_rule")
        .values()
    )

    assert (rule["prefix_list_id"], rule["from_port"]) == ("pl-4fa04526", 443)
    assert "cidr_ipv4" not in rule


def test_the_list_of_cloudfront_fills_a_security_group_so_that_it_opens_one_port() -> None:
    with pytest.raises(
        ValueError, match=r"a prefix list opens one port of a load balancer\. Keep one listener\."
    ):
        load_balancer(ports=(80, 443), prefix_list_id="pl-4fa04526")


def test_an_internal_one_has_no_public_address_and_lets_nobody_in_by_itself() -> None:
    made = load_balancer(scheme="internal")

    assert made.only("aws_lb")["internal"] is True
    assert not made.all("aws_vpc_security_group_ingress_rule")


def test_who_may_come_in_changes_neither_load_balancer_nor_group() -> None:
    kept = {"aws_lb.gateway", "aws_security_group.gateway_security-group_B9E7BEE6"}
    world, cloudfront = load_balancer(ports=(443,)), load_balancer(ports=(443,), prefix_list_id="pl-4fa04526")

    assert kept <= world.addresses & cloudfront.addresses
    assert world.only("aws_security_group") == cloudfront.only("aws_security_group")
