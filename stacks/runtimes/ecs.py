"""A service as Fargate tasks on ECS: target group, rules, security group, task definition, service, scaling."""

from __future__ import annotations

from cdktf import ITerraformDependable

from modules import names
from modules.arn import arn, image_registry, image_repository_arn
from modules.compute.container import container_definition, http_probe
from modules.compute.fargate_service import FargateService
from modules.compute.image_repository import grant_pull_from
from modules.compute.task_definition import TaskDefinition
from modules.compute.task_scaling import TaskScaling
from modules.compute.task_security_group import TaskSecurityGroup
from modules.edge.listener_rule import ListenerRule
from modules.edge.target_group import TargetGroup
from modules.literal import literal
from modules.network.discovery_service import DiscoveryService
from modules.observability.request_signals import target_group_signals, task_signals
from modules.observability.signal import Signal
from modules.security.policy_document import Statement
from modules.security.role import Role
from modules.security.trust import service_trust
from stacks.runtimes.workload import Entry, Parts, Workload
from yard.config import Environment, Service


class EcsWorkload(Workload):
    """Routes, tasks, scaling: in the order in which they need each other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._stack, self._service, self._environment = parts.stack, parts.service, parts.environment
        self._execution_role = self._executor()
        self._rules()
        self._tasks()

    @staticmethod
    def trust(environment: Environment, service: Service) -> Statement:  # noqa: ARG004 - any of the tasks may
        """Tasks of the account, in the region."""
        account = environment.account
        return service_trust(
            "ecs-tasks.amazonaws.com",
            account=account,
            source_arn=arn("ecs", environment.region, account, "*"),
        )

    def _executor(self) -> Role:
        """The role in which ECS itself pulls the image, reads the secrets and writes the logs."""
        environment = self._environment
        role = Role(
            self._stack,
            "execution-role",
            name=names.role_name(environment.name, self._service.name, "execution"),
            description="What ECS may do to start the service's tasks",
            trust=self.trust(environment, self._service),
        )
        assert self._parts.images
        self._parts.images.grant_pull(role)
        image = self._parts.release
        elsewhere = image_repository_arn(image) if image else None
        if elsewhere and not elsewhere.endswith(f":repository/{self._stack.resource_name()}"):
            grant_pull_from(elsewhere, role)
        return role

    def _rules(self) -> None:
        self._target_group: TargetGroup | None = None
        self._listener_rules: list[ITerraformDependable] = []
        if not self._service.routes:
            return
        port = self._service.port
        self._target_group = TargetGroup(
            self._stack,
            "target-group",
            name=names.target_group_name(self._environment.name, self._service.name, str(port)),
            vpc_id=self._parts.network.vpc.vpc_id,
            port=port,
            health_path=self._service.health,
        )
        for route in self._service.routes:
            rule = ListenerRule(
                self._stack,
                f"route-{route.strip('/').replace('/', '-') or 'root'}",
                listener_arn=self._parts.platform.listener_arn,
                routes=[route],
                priority=self._parts.priorities[route],
                target_group_arn=self._target_group.arn,
            )
            self._listener_rules.append(rule.rule)

    def _tasks(self) -> None:
        service, environment, platform = self._service, self._environment, self._parts.platform
        group = TaskSecurityGroup(
            self._stack,
            "security-group",
            name=self._stack.resource_name("tasks"),
            vpc_id=self._parts.network.vpc.vpc_id,
        )
        self.caller_group_id = group.id
        if self._target_group:
            group.allow_from("load-balancer", platform.load_balancer.security_group_id, port=service.port)
        if self._parts.called:
            self.entry = Entry(group.id, service.port)
        self._parts.data.allow_from(group.id)
        definition = TaskDefinition(
            self._stack,
            "task-definition",
            family=self._stack.resource_name(),
            cpu=service.cpu,
            memory_mib=service.memory,
            container=self._container(),
            task_role=self._parts.role,
            execution_role=self._execution_role,
        )
        min_tasks, max_tasks = task_limits(service, environment)
        released = self._parts.released
        ecs_service = FargateService(
            self._stack,
            "service",
            name=self._stack.resource_name(),
            cluster_arn=platform.cluster.arn,
            task_definition_arn=definition.arn,
            initial_count=min_tasks if released else 0,
            spot_percent=environment.defaults.fargate_spot_percent,
            subnet_ids=self._parts.network.vpc.private_subnet_ids,
            security_group_id=group.id,
            container=service.name,
            port=service.port,
            target_group_arn=self._target_group.arn if self._target_group else None,
            registry_arn=self._registry(),
            depends_on=[
                *self._listener_rules,
                *self._parts.role.dependencies,
                *self._execution_role.dependencies,
            ],
        )
        scaling = TaskScaling(
            self._stack,
            "scaling",
            cluster=platform.cluster.name,
            service=ecs_service.name,
            min_tasks=min_tasks if released else 0,
            max_tasks=max_tasks,
        )
        self._scale(scaling)
        self.signals = self._signals(ecs_service.name)

    def _signals(self, name: str) -> list[Signal]:
        platform, group = self._parts.platform, self._target_group
        requests = target_group_signals(platform.load_balancer.arn_suffix, group.arn_suffix) if group else []
        return [*requests, *task_signals(platform.cluster.name, name)]

    def _registry(self) -> str | None:
        """Where ECS enters the tasks, so that callers find them by name."""
        called = self._parts.called
        if called is None:
            return None
        return DiscoveryService(
            self._stack, "discovery", name=self._service.name, namespace_id=called.namespace_id
        ).arn

    def _scale(self, scaling: TaskScaling) -> None:
        scale = self._service.scale
        scaling.track_cpu(scale.cpu)
        if scale.requests_per_task and self._target_group:
            balancer = self._parts.platform.load_balancer
            scaling.track_requests(
                scale.requests_per_task,
                resource_label=f"{balancer.arn_suffix}/{self._target_group.arn_suffix}",
                depends_on=self._listener_rules,
            )
        for index, entry in enumerate(scale.schedule if self._parts.released else ()):
            scaling.schedule(f"schedule-{index}", cron=entry.cron, min_tasks=entry.min, max_tasks=entry.max)

    def _container(self) -> dict[str, object]:
        service, environment, parts = self._service, self._environment, self._parts
        parts.log_group.grant_write(self._execution_role)
        registry = image_registry(environment.account, environment.region)
        return container_definition(
            name=service.name,
            # Without a release there is nothing to run: the name stands in for it, and no task starts.
            image=parts.release or f"{registry}/{self._stack.resource_name()}:unreleased",
            command=[literal(word) for word in service.container_command],
            port=service.port,
            environment={**parts.variables, "PORT": str(service.port), "TASK_CPU": str(service.cpu)},
            secrets=parts.data.secrets(self._execution_role),
            health_command=health_command(service),
            log_group=parts.log_group.name,
            region=environment.region,
        )


def task_limits(service: Service, environment: Environment) -> tuple[int, int]:
    """Tasks at the least and at the most: the manifest's, else the environment's size, never crossing."""
    scale = service.scale.within(environment.defaults)
    assert scale.min is not None
    assert scale.max is not None
    return scale.min, scale.max


def health_command(service: Service) -> list[str] | None:
    """How ECS asks a container itself: the chassis's own probe of liveness, else the manifest's health path.

    None where the image may lack what could ask; the load balancer asks in any case.
    """
    if service.command is None:
        return ["python", "-m", "chassis.probe"]
    return http_probe(service.command[0], port=service.port, path=service.health)
