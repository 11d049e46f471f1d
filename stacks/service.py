"""Service stack: one service, whole, with everything that it owns.

Needs: the network and platform stacks, and those of the services that it calls. Destroying it takes the service's data
with it, except where the environment is protected: then Terraform refuses. Its callers' stacks have to go before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cdktf import App, TerraformLocal

from modules import names
from modules.compute.image_repository import ImageRepository
from modules.kubernetes.pods_door import PodsCalls
from modules.literal import literal
from modules.network.allowed_call import AllowedCall
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.policy_document import Statement
from modules.security.role import Role
from stacks.calls import Calls, is_balanced
from stacks.cluster import ClusterStack
from stacks.environment_stack import EnvironmentStack
from stacks.front import proxies_before
from stacks.network import NetworkStack
from stacks.platform import PlatformStack
from stacks.runtimes import RUNTIMES, Called, Parts, runs_in_cluster
from stacks.service_data import ServiceData
from stacks.service_watch import ServiceWatch
from yard.config import Environment, Service


class ServiceStack(EnvironmentStack):
    """Key, role, data, logs, images; then the workload of the manifest's runtime."""

    def __init__(
        self,
        app: App,
        environment: Environment,
        service: Service,
        *,
        network: NetworkStack,
        platform: PlatformStack,
        alarm_topic_arn: str,
        priorities: Mapping[str, int],
        release: str | None,
        calls: Calls,
        callees: Sequence[ServiceStack],
        cluster: ClusterStack | None = None,
    ) -> None:
        """priorities: of the listener rules, by route. release: None where nothing was released yet.

        callees: the stacks of the services that this one calls. cluster: where the environment has one.
        """
        super().__init__(app, environment, service.name, team=service.team)
        self.service = service
        runtime = RUNTIMES[service.runtime]
        self.key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=environment.region,
            log_groups=f"/{environment.name}/{service.name}",
            protect=environment.protect,
        )
        self.role = self._role(runtime.trust(environment, service, cluster))
        self.data = ServiceData(
            self, service, network=network, platform=platform, key=self.key, role=self.role
        )
        self.images = self._images() if runtime.runs_images(service) else None
        self.log_group = LogGroup(
            self,
            "log-group",
            name=f"/{environment.name}/{service.name}",
            retention_days=environment.defaults.log_retention_days,
            key=self.key,
        )
        self.workload = runtime(
            Parts(
                stack=self,
                service=service,
                network=network,
                platform=platform,
                key=self.key,
                role=self.role,
                data=self.data,
                log_group=self.log_group,
                images=self.images,
                priorities=priorities,
                variables={
                    **self._variables(platform),
                    **{
                        callee.service.url_variable: calls.url(callee.service.name, environment)
                        for callee in callees
                    },
                },
                release=release,
                called=self._called(platform, calls),
                cluster=cluster if runtime.needs_cluster else None,
                balanced_ports=[
                    calls.port(callee) for callee in sorted(service.calls) if calls.is_balanced(callee)
                ],
            )
        )
        if (
            cluster
            and not cluster.gives_pods_groups
            and any(map(runs_in_cluster, calls.callers(service.name)))
        ):
            self._allow_pods(cluster)
        for callee in callees:
            self._allow_call(callee)
        TerraformLocal(self, "declared", self._declared(calls))
        ServiceWatch(self, [*self.workload.signals, *self.data.signals], topic_arn=alarm_topic_arn)

    def _declared(self, calls: Calls) -> dict[str, object]:
        """What the manifest says about who may come in and where the service goes; the policies compare the rules.

        Beside what it does, a stack so says what it was told to do.
        """
        service, prefix = self.service, self.environment.name
        through = "internal-load-balancer" if service.name in calls.called and is_balanced(service) else ""
        return {
            "port": service.port,
            "routes": list(service.routes),
            "called_through": through,
            "called_port": calls.port(service.name) if through else "",
            "calls": [
                {
                    "stack": f"{prefix}-platform" if calls.is_balanced(callee) else f"{prefix}-{callee}",
                    "port": calls.port(callee),
                }
                for callee in sorted(service.calls)
            ],
        }

    def _called(self, platform: PlatformStack, calls: Calls) -> Called | None:
        if self.service.name not in calls.called:
            return None
        assert platform.namespace
        balancer = platform.internal_load_balancer if is_balanced(self.service) else None
        return Called(platform.namespace.id, calls.port(self.service.name), balancer)

    def _allow_call(self, callee: ServiceStack) -> None:
        entry, group = callee.workload.entry, self.workload.caller_group_id
        assert entry
        self.add_dependency(callee)
        if group is None:
            return
        AllowedCall(
            self,
            f"call-{callee.service.name}",
            caller=self.service.name,
            caller_group_id=group,
            callee=callee.service.name,
            callee_group_id=entry.security_group_id,
            port=entry.port,
        )

    def _allow_pods(self, cluster: ClusterStack) -> None:
        """For all callers in the cluster at once: AWS refuses the same rule twice, and they share a group."""
        assert self.workload.entry
        PodsCalls(
            self,
            "calls-from-pods",
            callee=self.service.name,
            callee_group_id=self.workload.entry.security_group_id,
            cluster_group_id=cluster.cluster.security_group_id,
            port=self.workload.entry.port,
        )

    def _role(self, trust: Statement) -> Role:
        return Role(
            self,
            "task-role",
            name=names.role_name(self.environment.name, self.service.name, "task"),
            description="What the service's code may do",
            trust=trust,
        )

    def _images(self) -> ImageRepository:
        repository = ImageRepository(
            self,
            "images",
            name=self.resource_name(),
            key=self.key,
            protect=self.environment.protect,
        )
        self.output("image_repository_url", repository.url, "Where the service's images are pushed to.")
        return repository

    def _variables(self, platform: PlatformStack) -> dict[str, str]:
        """What the code is told on every runtime."""
        proxies = proxies_before(self.service, platform.front)
        return {
            # The chassis counts one unless it is told.
            **({} if proxies == 1 else {"PROXIES": str(proxies)}),
            **{key: literal(value) for key, value in self.service.environment.items()},
            "SERVICE": self.service.name,
            "ENVIRONMENT": self.environment.name,
            "AWS_REGION": self.environment.region,
            **self.data.environment,
        }
