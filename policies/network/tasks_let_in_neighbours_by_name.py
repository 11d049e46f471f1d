"""A service's tasks let in only the security groups that its routes and calls need, on the container's port.

Checks each rule into a group that an ECS service of the stack uses: another group as its source, no range of
addresses, TCP, and one port, which a container of the stack listens on. A manifest declares who may call; whatever
else would get in was declared by nobody.
Why: a rule for a range lets in everything that ever gets an address there.

Bad:  resource "aws_vpc_security_group_ingress_rule" "in" { cidr_ipv4 = "10.0.0.0/8", from_port = 0, to_port = 65535 }
Good: resource "aws_vpc_security_group_ingress_rule" "in" {
        referenced_security_group_id = aws_security_group.balancer.id, from_port = 8080, to_port = 8080 }
"""

from __future__ import annotations

from policies.documents import containers
from policies.policy import scalars
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource, Stack

RANGES = ("cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks", "prefix_list_id", "prefix_list_ids")
SOURCES = ("referenced_security_group_id", "source_security_group_id", "security_groups")


class TasksLetInNeighboursByName(ResourcePolicy):
    """Fails where tasks let in a range of addresses, themselves, or another port than a container's."""

    identifier = "YARD_NET_3"
    title = "A service's tasks let in only named security groups, on the container's port"
    severity_level = "high"
    why = "What nobody declared under routes or calls could reach the service."
    fix = "Open the port with `TaskSecurityGroup.allow_from(source, group, port=…)`, one source a rule."
    page = (
        "AWS Well-Architected Framework, SEC05-BP02 Control traffic flow within your network layers; AWS"
        " Foundational Security Best Practices, EC2.18"
    )
    resources = (
        "aws_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
    )
    keys = ("referenced_security_group_id", "cidr_ipv4", "from_port", "to_port")

    def holds(self, resource: Resource) -> bool | None:
        """True where each rule is narrow; None where the group is not a service's."""
        arguments = resource.arguments
        if arguments.text("type") == "egress":
            return None
        stack = self.stack
        if resource.kind == "aws_security_group":
            used = any(resource.is_meant_by(group) for group in _groups_of_services(stack))
            rules = arguments.blocks("ingress")
        else:
            groups = [
                g
                for g in stack.resources("aws_security_group")
                if g.is_meant_by(arguments.raw("security_group_id"))
            ]
            used = any(group.is_meant_by(value) for group in groups for value in _groups_of_services(stack))
            rules = [arguments]
        if not used:
            return None
        ports = _container_ports(stack)
        return all(_is_narrow(rule, ports) for rule in rules)


def _groups_of_services(stack: Stack) -> list[str]:
    return [
        str(group)
        for service in stack.resources("aws_ecs_service")
        for group in service.arguments.all("network_configuration", "security_groups")
    ]


def _container_ports(stack: Stack) -> set[str]:
    return {
        str(port)
        for definition in stack.resources("aws_ecs_task_definition")
        for container in containers(definition.arguments.raw("container_definitions"))
        for mapping in Arguments(container).blocks("portMappings")
        for port in scalars(mapping.raw("containerPort"))
    }


def _is_narrow(rule: Arguments, ports: set[str]) -> bool:
    return (
        not any(rule.all(key) for key in RANGES)
        and not rule.is_on("self")
        and len([source for key in SOURCES for source in rule.all(key)]) == 1
        and (rule.text("ip_protocol") or rule.text("protocol")) in ("tcp", "6")
        and rule.text("from_port") == rule.text("to_port")
        and rule.text("from_port") in ports
    )


check = TasksLetInNeighboursByName()
