"""A service opens the way to and from other stacks only as its manifest declares with `routes` and `calls`.

Compares each rule between a security group of the stack and one of another stack, inside a group or on its own, with
what the stack says it was told (its local value `declared`): the gateway comes in where there are routes, the internal
load balancer where somebody
calls, on the service's port; the service goes to the stacks that it calls, on their ports. Stacks without such a value
are no services.
Why: a way that no manifest tells of was looked at by no reviewer, and nobody closes it when it is needed no more.

Bad:  calls: []        and a rule into the group of dev-quotes
Good: calls: [quotes]  and a rule into the group of dev-quotes on the port that quotes listens on
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from policies.policy import scalars
from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

ELSEWHERE = re.compile(
    r"terraform_remote_state\.cross-stack-reference-input-(?P<stack>[a-z0-9-]+)\.outputs\.(?P<output>[\w-]+)"
)
OUTPUT = "cross-stack-output-aws_security_group"
GATEWAY, INTERNAL = f"{OUTPUT}gateway", f"{OUTPUT}internal-load-balancer"
# Where pods run with the cluster's own group, that group counts as the service's.
CLUSTER = "-cluster"


@dataclass(frozen=True)
class Place:
    """A security group: of this stack (stack is empty), of another, or known by its id only (`sg-…`)."""

    stack: str = ""
    output: str = ""
    literal: bool = False

    @property
    def is_own(self) -> bool:
        """Whether it is the service's."""
        return not self.literal and (not self.stack or self.stack.endswith(CLUSTER))


class OnlyDeclaredNeighboursAreLetIn(ResourcePolicy):
    """Fails where a rule leads to or from another stack and the manifest says nothing of it."""

    identifier = "YARD_NET_4"
    title = "A service opens the way to and from others only as routes and calls declare"
    severity_level = "high"
    why = "A way that no manifest tells of was reviewed by nobody, and nobody closes it again."
    fix = "Declare it in the manifest (routes, calls) and let the stack open it, or take the rule out."
    page = (
        "AWS Well-Architected Framework, SEC05-BP02 Control traffic flow within your network layers, and REL03-BP01"
        " Choose how to segment your workload"
    )
    resources = (
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
        "aws_security_group_rule",
        "aws_security_group",
    )
    keys = ("security_group_id", "referenced_security_group_id", "from_port")

    def holds(self, resource: Resource) -> bool | None:
        """True where the manifest declares it; None for ranges, for rules inside the stack, and in other stacks."""
        declared, arguments = self.stack.declared, resource.arguments
        if declared is None:
            return None
        planned = self.stack.is_planned
        if resource.kind == "aws_security_group":
            verdicts = [
                _is_declared(declared, rule, Place(), outwards=direction == "egress", planned=planned)
                for direction in ("ingress", "egress")
                for rule in arguments.blocks(direction)
            ]
            known = [verdict for verdict in verdicts if verdict is not None]
            return all(known) if known else None
        outwards = resource.kind.endswith("egress_rule") or arguments.text("type") == "egress"
        target = _place(arguments, "security_group_id")
        if target is None:
            return None
        return _is_declared(declared, arguments, target, outwards=outwards, planned=planned)


def _is_declared(
    declared: Arguments, rule: Arguments, target: Place, *, outwards: bool, planned: bool
) -> bool | None:
    """Whether a rule of the group `target` leads where the manifest says; None where it names no other stack.

    planned: groups are known by their ids. Elsewhere an id is one that somebody typed, and nobody knows whose it is.
    """
    peers = _places(rule, "referenced_security_group_id", "source_security_group_id", "security_groups")
    peers = [peer for peer in peers if not (peer.is_own and target.is_own)]
    if not peers:
        return None
    port = rule.text("from_port")
    protocol = rule.text("ip_protocol") or rule.text("protocol")
    if port != rule.text("to_port") or protocol not in ("tcp", "6"):
        return False
    if not planned and any(place.literal for place in (target, *peers)):
        return False
    return all(_may_pass(declared, *((target, peer) if outwards else (peer, target)), port) for peer in peers)


def _may_pass(declared: Arguments, source: Place, sink: Place, port: str) -> bool:
    if source.is_own:
        return _goes_where_it_calls(declared, sink, port) or _is_called_by_pods(declared, source, sink, port)
    if sink.is_own or (source.literal and sink.literal):
        return _comes_as_declared(declared, source, port)
    return False


def _place(arguments: Arguments, key: str) -> Place | None:
    """The group under `key`; None where there is none."""
    return next(iter(_places(arguments, key)), None)


def _places(arguments: Arguments, *keys: str) -> list[Place]:
    """The groups under all of `keys`."""
    found = []
    for key in keys:
        for value in scalars(arguments.raw(key)):
            there = ELSEWHERE.search(str(value))
            found.append(
                Place(there["stack"], there["output"])
                if there
                else Place(literal=str(value).startswith("sg-"))
            )
    return found


def _goes_where_it_calls(declared: Arguments, sink: Place, port: str) -> bool:
    for call in declared.blocks("calls"):
        if call.text("port") != port:
            continue
        if sink.literal or call.text("stack") == sink.stack:
            return not sink.output.startswith(GATEWAY)
    return False


def _is_called_by_pods(declared: Arguments, source: Place, sink: Place, port: str) -> bool:
    """Pods that share the cluster's group come through the internal load balancer; the callee opens it for them all."""
    return (
        source.stack.endswith(CLUSTER)
        and sink.output.startswith(INTERNAL)
        and bool(declared.text("called_through"))
        and port == declared.text("called_port")
    )


def _comes_as_declared(declared: Arguments, source: Place, port: str) -> bool:
    if port != declared.text("port"):
        return False
    if source.literal:
        return True
    if source.output.startswith(GATEWAY):
        return bool(_texts(declared.raw("routes")))
    return source.output.startswith(INTERNAL) and bool(declared.text("called_through"))


def _texts(value: Any) -> list[str]:
    return [str(scalar) for scalar in scalars(value) if str(scalar)]


check = OnlyDeclaredNeighboursAreLetIn()
