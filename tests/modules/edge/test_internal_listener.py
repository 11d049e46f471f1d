from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.edge.internal_listener import InternalListener
from modules.edge.internal_load_balancer import InternalLoadBalancer
from modules.observability.log_bucket import LogBucket
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise


def balancer(name: str = "dev-internal") -> Resources:
    def build(stack: TerraformStack) -> None:
        logs = LogBucket(
            stack,
            "logs",
            name="logs",
            account=ACCOUNT,
            region=REGION,
            retention_days=14,
            protect=False,
        )
        InternalLoadBalancer(
            stack,
            "balancer",
            name=name,
            vpc_id="vpc-1",
            subnet_ids=["subnet-1", "subnet-2"],
            log_bucket=logs,
            protect=True,
        )

    return synthesise(build)


def listener() -> Resources:
    return synthesise(
        lambda stack: InternalListener(
            stack,
            "listener",
            load_balancer_arn="arn:balancer",
            port=20_001,
            target_group_arn="arn:target-group",
        )
    )


def test_it_has_no_address_outside_the_vpc_and_lets_nobody_in_by_itself() -> None:
    made = balancer()

    assert made.only("aws_lb")["internal"] is True
    assert not made.all("aws_vpc_security_group_ingress_rule")
    assert "ingress" not in made.only("aws_security_group")


def test_it_drops_broken_headers_keeps_logs_and_cannot_be_deleted_by_mistake() -> None:
    made = balancer().only("aws_lb")

    assert made["drop_invalid_header_fields"] is True
    assert made["access_logs"]["enabled"] is True
    assert made["enable_deletion_protection"] is True


def test_a_name_that_aws_refuses_is_refused() -> None:
    with pytest.raises(ValueError, match="not starting with internal-"):
        balancer("internal-dev")


def test_all_requests_on_the_port_go_to_the_callee() -> None:
    made = listener()

    rule = made.only("aws_lb_listener_rule")
    assert made.only("aws_lb_listener")["port"] == 20_001
    assert rule["condition"] == [{"path_pattern": {"values": ["/*"]}}]
    assert rule["action"] == [{"type": "forward", "target_group_arn": "arn:target-group"}]
