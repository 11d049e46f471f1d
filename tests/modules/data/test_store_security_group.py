from __future__ import annotations

from cdktf import TerraformStack

from modules.data.store_security_group import StoreSecurityGroup
from tests.modules.synthesised import Resources, synthesise

INGRESS, EGRESS = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"


def group(*sources: str) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = StoreSecurityGroup(
            stack, "door", name="dev-orders-db", description="Database of orders", vpc_id="vpc-1", port=5432
        )
        for source in sources:
            made.allow_from(source, f"sg-{source}")

    return synthesise(build)


def test_it_is_closed_until_somebody_is_let_in() -> None:
    made = group()

    assert made.addresses == {"aws_security_group.door"}
    assert not {"ingress", "egress"} & made.only("aws_security_group").keys()


def test_members_of_a_group_are_let_in_on_one_port_and_no_address_is() -> None:
    rule = group("tasks").only(INGRESS)

    assert (rule["ip_protocol"], rule["from_port"], rule["to_port"]) == ("tcp", 5432, 5432)
    assert rule["security_group_id"] == "${aws_security_group.door.id}"
    assert rule["referenced_security_group_id"] == "sg-tasks"
    assert not {"cidr_ipv4", "cidr_ipv6", "prefix_list_id"} & rule.keys()


def test_they_get_their_way_out_to_it_and_it_gets_none() -> None:
    made = group("tasks", "proxy")

    ways = {
        (rule["security_group_id"], rule["referenced_security_group_id"])
        for rule in made.all(EGRESS).values()
    }
    assert ways == {
        ("sg-tasks", "${aws_security_group.door.id}"),
        ("sg-proxy", "${aws_security_group.door.id}"),
    }
    assert len(made.all(INGRESS)) == 2


def test_each_rule_says_what_it_is_for() -> None:
    made = group("tasks")

    assert made.only(INGRESS)["description"] == "From tasks"
    assert made.only(EGRESS)["description"] == "To the database of orders"
