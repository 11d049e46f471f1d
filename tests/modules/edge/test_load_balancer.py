from __future__ import annotations

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
