"""How requests reach the tasks of a service on ECS: from the gateway by its routes, from its callers by its name."""

from __future__ import annotations

from dataclasses import replace

from cdktf import ITerraformDependable

from modules import names
from modules.compute.task_security_group import TaskSecurityGroup
from modules.compute.traffic_shift import grant_traffic_shift
from modules.compute.way_in import WayIn
from modules.edge.listener_rule import ListenerRule
from modules.edge.target_group import TargetGroup
from modules.network.discovery_service import DiscoveryService
from modules.observability.request_signals import target_group_signals
from modules.observability.signal import Signal
from modules.observability.target_group_alarms import TargetGroupAlarms
from modules.security.role import Role
from modules.security.trust import infrastructure_trust
from stacks.runtimes.balanced_entry import balanced_entry
from stacks.runtimes.workload import Called, Entry, Parts
from stacks.shifting import shifts


class EcsTraffic:
    """Target groups, rules, names, and what takes a bad version back.

    ways_in: what the ECS service registers its tasks in. target_groups: of the gateway, the one in use first.
    rules: listener rules, with which a target group gets its load balancer. registry_arn: Cloud Map's, of the tasks.
    entry: where callers come to. alarms: names, of what takes a deployment back. signals: what is watched all the time.
    """

    def __init__(self, parts: Parts, group: TaskSecurityGroup) -> None:
        """group: the tasks' security group; opened here to whoever sends requests."""
        self._parts, self._stack, self._group = parts, parts.stack, group
        self._shifts = shifts(parts.service)
        self.ways_in: list[WayIn] = []
        self.target_groups: list[TargetGroup] = []
        self.rules: list[ITerraformDependable] = []
        self._others: list[ITerraformDependable] = []
        self.alarms: list[str] = []
        self.signals: list[Signal] = []
        self.registry_arn: str | None = None
        self.entry: Entry | None = None
        if parts.service.routes:
            self._from_gateway()
        if parts.called and parts.called.balancer:
            self._from_balancer(parts.called)
        elif parts.called:
            self._by_name(parts.called)
        self.traffic_role_arn = self._traffic_role() if self._shifts and self.ways_in else None

    @property
    def dependencies(self) -> list[ITerraformDependable]:
        """What must exist before the ECS service."""
        return [*self.rules, *self._others]

    def _from_gateway(self) -> None:
        balancer = self._parts.platform.load_balancer
        current, alternate = self._pair("target-group")
        self.target_groups = [current, *([alternate] if alternate else [])]
        self._group.allow_from("load-balancer", balancer.security_group_id, port=self._parts.service.port)
        rules = self._routes(current, alternate)
        test_rule = self._test_rule(current, alternate) if alternate else None
        self.rules += [rule.rule for rule in (*rules, *([test_rule] if test_rule else []))]
        self.ways_in.append(_way_in(current, alternate, rules[0].arn, test_rule.arn if test_rule else None))
        self._watch("gateway", balancer.arn_suffix, current, alternate)

    def _routes(self, current: TargetGroup, alternate: TargetGroup | None) -> list[ListenerRule]:
        """A rule for each route; where ECS shifts the requests one for all of them, since it shifts those of one."""
        routes, priorities = self._parts.service.routes, self._parts.priorities
        if alternate:
            together = {"routes": routes}
        else:
            together = {f"route-{route.strip('/').replace('/', '-') or 'root'}": (route,) for route in routes}
        return [
            ListenerRule(
                self._stack,
                id_,
                listener_arn=self._parts.platform.listener_arn,
                routes=some,
                priority=priorities[some[0]],
                target_group_arn=current.arn,
                alternate=alternate,
            )
            for id_, some in together.items()
        ]

    def _test_rule(self, current: TargetGroup, alternate: TargetGroup) -> ListenerRule | None:
        """The same routes for testers, who get the next version first."""
        listener_arn = self._parts.platform.test_listener_arn
        if listener_arn is None:
            return None
        routes = self._parts.service.routes
        return ListenerRule(
            self._stack,
            "test-routes",
            listener_arn=listener_arn,
            routes=routes,
            priority=self._parts.priorities[routes[0]],
            target_group_arn=current.arn,
            alternate=alternate,
        )

    def _from_balancer(self, called: Called) -> None:
        assert called.balancer
        current, alternate = self._pair("internal-target-group")
        self._group.allow_from(
            "internal-load-balancer", called.balancer.security_group_id, port=self._parts.service.port
        )
        balanced = balanced_entry(self._parts, called, target_group_arn=current.arn, alternate=alternate)
        self.entry = balanced.entry
        self.rules.append(balanced.rule)
        self.ways_in.append(_way_in(current, alternate, balanced.rule.arn, None))
        self._watch("internal", called.balancer.arn_suffix, current, alternate)

    def _by_name(self, called: Called) -> None:
        name = self._parts.service.name
        self.entry = Entry(self._group.id, called.port)
        self.registry_arn = DiscoveryService(
            self._stack, "discovery", name=name, namespace_id=called.namespace_id
        ).arn

    def _pair(self, id_: str) -> tuple[TargetGroup, TargetGroup | None]:
        """A target group, and its alternate where two versions run side by side."""
        words = ("internal",) if id_.startswith("internal") else ()
        current = self._target_group(id_, *words)
        return current, self._target_group(f"{id_}-alternate", *words, "next") if self._shifts else None

    def _target_group(self, id_: str, *words: str) -> TargetGroup:
        service, environment = self._parts.service, self._parts.environment
        return TargetGroup(
            self._stack,
            id_,
            name=names.target_group_name(environment.name, service.name, str(service.port), *words),
            vpc_id=self._parts.network.vpc.vpc_id,
            port=service.port,
            health_path=service.health,
        )

    def _watch(
        self, way: str, load_balancer: str, current: TargetGroup, alternate: TargetGroup | None
    ) -> None:
        groups = {"current": current.arn_suffix}
        if alternate:
            groups["next"] = alternate.arn_suffix
        alarms = TargetGroupAlarms(
            self._stack,
            f"rollback-alarms-{way}",
            name=self._stack.resource_name("rollback", way),
            load_balancer=load_balancer,
            target_groups=groups,
        )
        self.alarms += alarms.names
        self._others += alarms.dependencies
        for word, suffix in groups.items():
            self.signals += _signals(way, word, load_balancer, suffix)

    def _traffic_role(self) -> str:
        """The role in which ECS shifts requests."""
        service, environment = self._parts.service, self._parts.environment
        role = Role(
            self._stack,
            "traffic-role",
            name=names.role_name(environment.name, service.name, "traffic"),
            description="What ECS may do to shift requests to the service's next version",
            trust=infrastructure_trust(),
        )
        grant_traffic_shift(role, self.ways_in)
        self._others += role.dependencies
        return role.arn


def _way_in(
    current: TargetGroup, alternate: TargetGroup | None, rule_arn: str, test_rule_arn: str | None
) -> WayIn:
    if alternate is None:
        return WayIn(current.arn)
    return WayIn(current.arn, alternate.arn, rule_arn, test_rule_arn)


def _signals(way: str, word: str, load_balancer: str, target_group: str) -> list[Signal]:
    """Those of one target group; only the gateway's own have plain names."""
    words = [*(["internal"] if way == "internal" else []), *(["next"] if word == "next" else [])]
    note = f" ({', '.join(words)})" if words else ""
    return [
        replace(signal, id="-".join([*words, signal.id]), title=f"{signal.title}{note}")
        for signal in target_group_signals(load_balancer, target_group)
    ]
