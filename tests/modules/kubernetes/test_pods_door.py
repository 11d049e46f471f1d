from __future__ import annotations

from modules.kubernetes.pods_door import PodsCalls, PodsDoor
from tests.modules.synthesised import synthesise


def test_a_load_balancer_reaches_pods_on_one_port_both_ways() -> None:
    made = synthesise(
        lambda stack: PodsDoor(
            stack,
            "door",
            source="the gateway",
            source_group_id="sg-lb",
            cluster_group_id="sg-pods",
            port=8080,
        )
    )

    way_in = made.only("aws_vpc_security_group_ingress_rule")
    way_out = made.only("aws_vpc_security_group_egress_rule")
    assert (way_in["security_group_id"], way_in["referenced_security_group_id"]) == ("sg-pods", "sg-lb")
    assert (way_out["security_group_id"], way_out["referenced_security_group_id"]) == ("sg-lb", "sg-pods")
    assert way_in["from_port"] == way_in["to_port"] == way_out["from_port"] == way_out["to_port"] == 8080


def test_pods_come_to_a_callee_by_one_rule() -> None:
    made = synthesise(
        lambda stack: PodsCalls(
            stack,
            "calls",
            callee="quotes",
            callee_group_id="sg-quotes",
            cluster_group_id="sg-pods",
            port=9000,
        )
    )

    rule = made.only("aws_vpc_security_group_ingress_rule")
    assert (rule["security_group_id"], rule["referenced_security_group_id"]) == ("sg-quotes", "sg-pods")
    assert made.all("aws_vpc_security_group_egress_rule") == {}
