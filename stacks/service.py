"""The stack of one service: all that it owns, planned, applied, rolled back and destroyed alone.

Needs the network's VPC and private subnets, the platform's cluster and listener. Destroying it takes the service off
the air and, where the environment is not protected, its data with it; no other service is touched.
"""

from __future__ import annotations

from collections.abc import Mapping

from cdktf import App, TerraformOutput

from modules.compute.autoscaling import ServiceScaling
from modules.compute.container_repository import ContainerRepository
from modules.compute.fargate_service import FargateService
from modules.compute.task_definition import TaskDefinition, container_definition
from modules.edge.target import Target
from modules.network.service_security_group import ServiceSecurityGroup
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.role import Role
from stacks.base import Stack
from stacks.deployable import refuse_what_is_not_built
from stacks.network import NetworkStack
from stacks.platform import PlatformStack
from stacks.stores import Stores
from yard.config import Environment, Service

# Nothing was released yet: the repository is there to push to, no task runs.
NO_RELEASE = "unreleased"


class ServiceStack(Stack):
    """A service on ECS with Fargate, its stores, its secrets and its place behind the load balancer.

    image: reference with digest, or None before the first release. priorities: route -> listener rule priority.
    """

    def __init__(
        self,
        app: App,
        *,
        environment: Environment,
        service: Service,
        image: str | None,
        priorities: Mapping[str, int],
        network: NetworkStack,
        platform: PlatformStack,
    ) -> None:
        refuse_what_is_not_built(service)
        super().__init__(app, environment=environment, name=service.name, team=service.team)
        self.name = f"{environment.name}-{service.name}"
        self.service = service
        self.place = {"account": environment.account, "region": environment.region}
        key = KmsKey(
            self,
            "key",
            name=self.name,
            description=f"Data and logs of {service.name} in {environment.name}",
            services=["logs"],
            protect=environment.protect,
            **self.place,
        )
        repository = ContainerRepository(
            self, "repository", name=self.name, key_arn=key.arn, protect=environment.protect
        )
        log_group = LogGroup(
            self,
            "log-group",
            name=f"/{environment.name}/{service.name}",
            retention_days=environment.defaults.log_retention_days,
            key_arn=key.arn,
        )
        task_role = self._role("task-role", "task")
        stores = Stores(self, "data", environment=environment, service=service, key=key, role=task_role)
        execution_role = self._execution_role(log_group, repository, stores)
        container = container_definition(
            name=service.name,
            image=image or f"{self._registry()}/{self.name}:{NO_RELEASE}",
            command=service.container_command,
            port=service.port,
            health_path=service.health,
            environment=self._variables() | stores.variables | dict(service.environment),
            secret_arns=stores.secret_arns,
            log_group=log_group.name,
            region=environment.region,
        )
        definition = TaskDefinition(
            self,
            "task",
            family=self.name,
            cpu=service.cpu,
            memory=service.memory,
            containers=[container],
            task_role_arn=task_role.arn,
            execution_role_arn=execution_role.arn,
        )
        self._run(definition, network, platform, priorities, released=image is not None)
        for output, value in stores.variables.items():
            TerraformOutput(self, output.lower(), value=value)

    def _registry(self) -> str:
        return f"{self.env.account}.dkr.ecr.{self.env.region}.amazonaws.com"

    def _role(self, id: str, what: str) -> Role:
        # Source: "Amazon ECS Developer Guide, Amazon ECS task IAM role".
        return Role(
            self,
            id,
            name=f"{self.name}-{what}",
            service="ecs-tasks.amazonaws.com",
            account=self.env.account,
            source_arn=f"arn:aws:ecs:{self.env.region}:{self.env.account}:*",
        )

    def _execution_role(self, log_group: LogGroup, repository: ContainerRepository, stores: Stores) -> Role:
        """What ECS itself needs before the container starts: image, log stream, secrets."""
        role = self._role("execution-role", "execution")
        # A token belongs to no repository. Source: "Service Authorization Reference, Actions for Amazon ECR".
        role.allow("registry-token", actions=["ecr:GetAuthorizationToken"], resources=["*"])
        role.allow(
            "pull-image",
            actions=["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            resources=[repository.arn],
        )
        role.allow(
            "write-logs",
            actions=["logs:CreateLogStream", "logs:PutLogEvents"],
            resources=[f"{log_group.arn}:*"],
        )
        stores.grant_secrets(role)
        return role

    def _variables(self) -> dict[str, str]:
        return {
            "AWS_REGION": self.env.region,
            "ENVIRONMENT": self.env.name,
            "PORT": str(self.service.port),
            "SERVICE": self.service.name,
            "TASK_CPU": str(self.service.cpu),
        }

    def _run(
        self,
        definition: TaskDefinition,
        network: NetworkStack,
        platform: PlatformStack,
        priorities: Mapping[str, int],
        *,
        released: bool,
    ) -> None:
        service, size, balancer = self.service, self.env.defaults, platform.load_balancer
        runs = released or self.env.cloud == "emulated"  # on this machine the code on disk is the release
        least = (size.min_tasks if service.scale.min is None else service.scale.min) if runs else 0
        most = max(least, service.scale.max or size.max_tasks)
        group = ServiceSecurityGroup(
            self,
            "security-group",
            name=self.name,
            vpc_id=network.vpc.vpc_id,
            port=service.port,
            from_security_group_id=balancer.security_group_id if service.routes else None,
        )
        target = (
            Target(
                self,
                "target",
                name=self.name,
                vpc_id=network.vpc.vpc_id,
                port=service.port,
                health_path=service.health,
                listener_arn=balancer.listener_arn,
                routes={route: priorities[route] for route in service.routes},
            )
            if service.routes
            else None
        )
        running = FargateService(
            self,
            "service",
            name=self.name,
            container=service.name,
            port=service.port,
            cluster_arn=platform.cluster.arn,
            task_definition_arn=definition.arn,
            subnet_ids=network.vpc.private_subnet_ids,
            security_group_ids=[group.id],
            target_group_arn=target.target_group_arn if target else None,
            desired_count=least,
            spot_percent=size.fargate_spot_percent,
            # ECS refuses a target group that no listener uses yet.
            depends_on=target.rules if target else (),
        )
        ServiceScaling(
            self,
            "scaling",
            cluster=platform.cluster.name,
            service=running.name,
            min_tasks=least,
            max_tasks=most,
            cpu_percent=service.scale.cpu,
            requests_per_task=service.scale.requests_per_task,
            request_label=f"{balancer.arn_suffix}/{target.target_group_arn_suffix}" if target else None,
            schedule=[(entry.cron, entry.min, entry.max) for entry in service.scale.schedule] if runs else (),
            depends_on=[running],
        )
