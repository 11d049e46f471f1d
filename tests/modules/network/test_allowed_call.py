from __future__ import annotations

from modules.network.allowed_call import AllowedCall
from tests.modules.synthesised import synthesise


def test_a_call_opens_one_port_from_one_group_to_another_and_nothing_else() -> None:
    made = synthesise(
        lambda stack: AllowedCall(
            stack,
            "call",
            caller="orders",
            caller_group_id="sg-orders",
            callee="quotes",
            callee_group_id="sg-quotes",
            port=8080,
        )
    )

    way_in, way_out = (
        made.only("aws_vpc_security_group_ingress_rule"),
        made.only("aws_vpc_security_group_egress_rule"),
    )
    assert (way_in["security_group_id"], way_in["referenced_security_group_id"]) == ("sg-quotes", "sg-orders")
    assert (way_out["security_group_id"], way_out["referenced_security_group_id"]) == (
        "sg-orders",
        "sg-quotes",
    )
    for rule in (way_in, way_out):
        assert (rule["ip_protocol"], rule["from_port"], rule["to_port"]) == ("tcp", 8080, 8080)
        assert not {"cidr_ipv4", "cidr_ipv6", "prefix_list_id"} & rule.keys()
