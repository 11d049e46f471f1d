from __future__ import annotations

from cdktf import TerraformStack

from modules.compute.task_security_group import TaskSecurityGroup
from tests.modules.synthesised import Resources, synthesise

TASKS = "${aws_security_group.group.id}"


def group(*, allowed: bool = True) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = TaskSecurityGroup(stack, "group", name="dev-catalog-tasks", vpc_id="vpc-1")
        if allowed:
            made.allow_from("load-balancer", "sg-balancer", port=8080)

    return synthesise(build)


def test_nobody_reaches_a_task_until_it_is_allowed_by_name() -> None:
    assert not group(allowed=False).all("aws_vpc_security_group_ingress_rule")


def test_only_the_load_balancer_reaches_a_task_and_only_its_port() -> None:
    rule = group().only("aws_vpc_security_group_ingress_rule")

    assert (rule["security_group_id"], rule["referenced_security_group_id"]) == (TASKS, "sg-balancer")
    assert (rule["from_port"], rule["to_port"], rule["ip_protocol"]) == (8080, 8080, "tcp")
    assert "cidr_ipv4" not in rule


def test_the_load_balancer_gets_its_way_to_the_tasks() -> None:
    rules = group().all("aws_vpc_security_group_egress_rule").values()

    (way,) = [rule for rule in rules if rule["security_group_id"] == "sg-balancer"]
    assert (way["referenced_security_group_id"], way["from_port"]) == (TASKS, 8080)


def test_a_task_itself_speaks_https_only() -> None:
    rules = group(allowed=False).all("aws_vpc_security_group_egress_rule").values()

    assert [(rule["from_port"], rule["to_port"]) for rule in rules] == [(443, 443)]
