"""A service as Fargate tasks on ECS: security group, traffic, task definition, service, scaling."""

from __future__ import annotations

from modules import names
from modules.arn import arn, image_registry, image_repository_arn
from modules.compute.container import container_definition, http_probe
from modules.compute.fargate_service import FargateService
from modules.compute.image_repository import grant_pull_from
from modules.compute.rollout import Rollout
from modules.compute.task_definition import TaskDefinition
from modules.compute.task_security_group import TaskSecurityGroup
from modules.literal import literal
from modules.observability.request_signals import task_signals
from modules.security.policy_document import Statement
from modules.security.role import Role
from modules.security.trust import service_trust
from stacks.runtimes.ecs_jobs import schedule_jobs
from stacks.runtimes.ecs_scaling import scale, task_limits
from stacks.runtimes.ecs_traffic import EcsTraffic
from stacks.runtimes.workload import Parts, Workload
from yard.config import Environment, Service


class EcsWorkload(Workload):
    """Routes, tasks, scaling: in the order in which they need each other."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._stack, self._service, self._environment = parts.stack, parts.service, parts.environment
        self._execution_role = self._executor()
        group = TaskSecurityGroup(
            self._stack,
            "security-group",
            name=self._stack.resource_name("tasks"),
            vpc_id=parts.network.vpc.vpc_id,
        )
        parts.data.allow_from(group.id)
        traffic = EcsTraffic(parts, group)
        definition = self._definition()
        ecs_service = self._tasks(definition, group, traffic)
        scale(
            parts,
            ecs_service=ecs_service.name,
            target_groups=traffic.target_groups,
            depends_on=traffic.rules,
        )
        jobs = schedule_jobs(parts, definition=definition, execution_role=self._execution_role, group=group)
        self.caller_group_id = group.id
        self.entry = traffic.entry
        cluster = parts.platform.cluster.name
        self.signals = [*traffic.signals, *task_signals(cluster, ecs_service.name), *jobs]

    @staticmethod
    def trust(environment: Environment, service: Service, cluster: object) -> Statement:  # noqa: ARG004 - any task may
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
            trust=self.trust(environment, self._service, None),
        )
        assert self._parts.images
        self._parts.images.grant_pull(role)
        image = self._parts.release
        elsewhere = image_repository_arn(image) if image else None
        if elsewhere and not elsewhere.endswith(f":repository/{self._stack.resource_name()}"):
            grant_pull_from(elsewhere, role)
        return role

    def _definition(self) -> TaskDefinition:
        service = self._service
        return TaskDefinition(
            self._stack,
            "task-definition",
            family=self._stack.resource_name(),
            cpu=service.cpu,
            memory_mib=service.memory,
            container=self._container(),
            task_role=self._parts.role,
            execution_role=self._execution_role,
        )

    def _tasks(
        self, definition: TaskDefinition, group: TaskSecurityGroup, traffic: EcsTraffic
    ) -> FargateService:
        service, environment, parts = self._service, self._environment, self._parts
        deploy = service.deploy
        return FargateService(
            self._stack,
            "service",
            name=self._stack.resource_name(),
            cluster_arn=parts.platform.cluster.arn,
            task_definition_arn=definition.arn,
            initial_count=task_limits(service, environment)[0] if parts.released else 0,
            spot_percent=environment.defaults.fargate_spot_percent,
            subnet_ids=parts.network.vpc.private_subnet_ids,
            security_group_id=group.id,
            container=service.name,
            port=service.port,
            ways_in=traffic.ways_in,
            rollout=Rollout(deploy.strategy, percent=deploy.percent, bake_minutes=deploy.bake_minutes),
            traffic_role_arn=traffic.traffic_role_arn,
            rollback_alarms=traffic.alarms,
            registry_arn=traffic.registry_arn,
            depends_on=[
                *traffic.dependencies,
                *parts.role.dependencies,
                *self._execution_role.dependencies,
            ],
        )

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
            health_command=health_command(service, serves=bool(service.routes or parts.called)),
            log_group=parts.log_group.name,
            region=environment.region,
        )


def health_command(service: Service, *, serves: bool) -> list[str] | None:
    """How ECS asks a container itself: the chassis's own probe of liveness, else the manifest's health path.

    serves: somebody sends it requests; a worker with a command of its own may listen nowhere.
    None where the image may lack what could ask; the load balancer asks in any case.
    """
    if service.command is None:
        return ["python", "-m", "chassis.probe"]
    return http_probe(service.command[0], port=service.port, path=service.health) if serves else None
