"""Service stack: one service, whole, with everything that it owns.

Needs: the network and platform stacks. No other stack needs it; destroying it takes the service's data with it,
except where the environment is protected: then Terraform refuses.
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import App, ITerraformDependable

from modules import names
from modules.arn import arn, image_registry, image_repository_arn
from modules.compute.container import container_definition, http_probe
from modules.compute.fargate_service import FargateService
from modules.compute.image_repository import ImageRepository, grant_pull_from
from modules.compute.task_definition import TaskDefinition
from modules.compute.task_scaling import TaskScaling
from modules.compute.task_security_group import TaskSecurityGroup
from modules.edge.listener_rule import ListenerRule
from modules.edge.target_group import TargetGroup
from modules.literal import literal
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.role import Role
from stacks.environment_stack import EnvironmentStack
from stacks.network import NetworkStack
from stacks.platform import PlatformStack
from stacks.service_data import ServiceData
from yard.config import Environment, Service


class ServiceStack(EnvironmentStack):
    """Image repository, data, roles, tasks, routes, scaling: in the order in which they need each other."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        service: Service,
        *,
        network: NetworkStack,
        platform: PlatformStack,
        priorities: Mapping[str, int],
        image: str | None,
    ) -> None:
        """priorities: of the listener rules, by route. image: None where nothing was released yet."""
        super().__init__(app, environment, service.name, team=service.team)
        self._service, self._network, self._platform = service, network, platform
        self._key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=environment.region,
            log_groups=f"/{environment.name}/{service.name}",
            protect=environment.protect,
        )
        self._task_role = self._role("task", "What the service's code may do")
        self._execution_role = self._role("execution", "What ECS may do to start the service's tasks")
        self._data = ServiceData(
            self, service, key=self._key, log_bucket=platform.log_bucket.name, role=self._task_role
        )
        self._images(image)
        self._rules(priorities)
        self._tasks(image)

    def _images(self, image: str | None) -> None:
        repository = ImageRepository(
            self,
            "images",
            name=self.resource_name(),
            key=self._key,
            protect=self.environment.protect,
        )
        repository.grant_pull(self._execution_role)
        elsewhere = image_repository_arn(image) if image else None
        if elsewhere and not elsewhere.endswith(f":repository/{self.resource_name()}"):
            grant_pull_from(elsewhere, self._execution_role)
        self.output("image_repository_url", repository.url, "Where the service's images are pushed to.")

    def _rules(self, priorities: Mapping[str, int]) -> None:
        self._target_group: TargetGroup | None = None
        self._listener_rules: list[ITerraformDependable] = []
        if not self._service.routes:
            return
        port = self._service.port
        self._target_group = TargetGroup(
            self,
            "target-group",
            name=names.target_group_name(self.environment.name, self._service.name, str(port)),
            vpc_id=self._network.vpc.vpc_id,
            port=port,
            health_path=self._service.health,
        )
        for route in self._service.routes:
            rule = ListenerRule(
                self,
                f"route-{route.strip('/').replace('/', '-') or 'root'}",
                listener_arn=self._platform.listener_arn,
                route=route,
                priority=priorities[route],
                target_group_arn=self._target_group.arn,
            )
            self._listener_rules.append(rule.rule)

    def _tasks(self, image: str | None) -> None:
        service, environment, platform = self._service, self.environment, self._platform
        group = TaskSecurityGroup(
            self,
            "security-group",
            name=self.resource_name("tasks"),
            vpc_id=self._network.vpc.vpc_id,
        )
        if self._target_group:
            group.allow_from("load-balancer", platform.load_balancer.security_group_id, port=service.port)
        definition = TaskDefinition(
            self,
            "task-definition",
            family=self.resource_name(),
            cpu=service.cpu,
            memory_mib=service.memory,
            container=self._container(image),
            task_role=self._task_role,
            execution_role=self._execution_role,
        )
        min_tasks, max_tasks = task_limits(service, environment)
        # Without an image there is nothing to run; on one machine the code on disk is the release.
        released = image is not None or environment.cloud == "emulated"
        ecs_service = FargateService(
            self,
            "service",
            name=self.resource_name(),
            cluster_arn=platform.cluster.arn,
            task_definition_arn=definition.arn,
            initial_count=min_tasks if released else 0,
            spot_percent=environment.defaults.fargate_spot_percent,
            subnet_ids=self._network.vpc.private_subnet_ids,
            security_group_id=group.id,
            container=service.name,
            port=service.port,
            target_group_arn=self._target_group.arn if self._target_group else None,
            depends_on=[
                *self._listener_rules,
                *self._task_role.dependencies,
                *self._execution_role.dependencies,
            ],
        )
        scaling = TaskScaling(
            self,
            "scaling",
            cluster=platform.cluster.name,
            service=ecs_service.name,
            min_tasks=min_tasks if released else 0,
            max_tasks=max_tasks,
        )
        self._scale(scaling, released)

    def _scale(self, scaling: TaskScaling, released: bool) -> None:
        scale = self._service.scale
        scaling.track_cpu(scale.cpu)
        if scale.requests_per_task and self._target_group:
            balancer = self._platform.load_balancer
            scaling.track_requests(
                scale.requests_per_task,
                resource_label=f"{balancer.arn_suffix}/{self._target_group.arn_suffix}",
                depends_on=self._listener_rules,
            )
        for index, entry in enumerate(scale.schedule if released else ()):
            scaling.schedule(f"schedule-{index}", cron=entry.cron, min_tasks=entry.min, max_tasks=entry.max)

    def _container(self, image: str | None) -> dict[str, object]:
        service, environment = self._service, self.environment
        log_group = LogGroup(
            self,
            "log-group",
            name=f"/{environment.name}/{service.name}",
            retention_days=environment.defaults.log_retention_days,
            key=self._key,
        )
        log_group.grant_write(self._execution_role)
        secrets = self._data.secrets(self._execution_role)
        registry = image_registry(environment.account, environment.region)
        return container_definition(
            name=service.name,
            image=image or f"{registry}/{self.resource_name()}:unreleased",
            command=[literal(word) for word in service.container_command],
            port=service.port,
            environment={
                **{key: literal(value) for key, value in service.environment.items()},
                "PORT": str(service.port),
                "SERVICE": service.name,
                "ENVIRONMENT": environment.name,
                "AWS_REGION": environment.region,
                "TASK_CPU": str(service.cpu),
                **self._data.environment,
            },
            secrets=secrets,
            health_command=health_command(service),
            log_group=log_group.name,
            region=environment.region,
        )

    def _role(self, what: str, description: str) -> Role:
        account, region = self.environment.account, self.environment.region
        return Role(
            self,
            f"{what}-role",
            name=names.role_name(self.environment.name, self._service.name, what),
            description=description,
            service="ecs-tasks.amazonaws.com",
            account=account,
            source_arn=arn("ecs", region, account, "*"),
        )


def task_limits(service: Service, environment: Environment) -> tuple[int, int]:
    """Tasks at the least and at the most: the manifest's, else the environment's size, never crossing."""
    low, high = service.scale.min, service.scale.max
    defaults = environment.defaults
    if low is None:
        low = min(defaults.min_tasks, high) if high is not None else defaults.min_tasks
    if high is None:
        high = max(defaults.max_tasks, low)
    return low, high


def health_command(service: Service) -> list[str] | None:
    """How ECS asks a container itself: the chassis's own probe of liveness, else the manifest's health path.

    None where the image may lack what could ask; the load balancer asks in any case.
    """
    if service.command is None:
        return ["python", "-m", "chassis.probe"]
    return http_probe(service.command[0], port=service.port, path=service.health)
