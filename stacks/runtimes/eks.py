"""A service as pods on EKS: namespace, identity, target group and rules, Deployment, autoscaler, policies, jobs."""

from __future__ import annotations

from functools import cached_property

from cdktf import ITerraformDependable

from modules import names
from modules.arn import image_registry
from modules.edge.listener_rule import ListenerRule
from modules.edge.target_group import TargetGroup
from modules.kubernetes.cluster import cluster_arn
from modules.kubernetes.deployment import Deployment
from modules.kubernetes.labels import labels, selector
from modules.kubernetes.namespace import Namespace
from modules.kubernetes.pod import container
from modules.kubernetes.pod_identity import PodIdentity
from modules.kubernetes.service_account import ServiceAccount
from modules.kubernetes.target_group_binding import TargetGroupBinding, required_tags
from modules.literal import literal
from modules.observability.request_signals import target_group_signals
from modules.security.policy_document import Statement
from modules.security.trust import pod_identity_trust, service_account_trust
from stacks.cluster import ClusterStack
from stacks.cluster_objects import connect_to
from stacks.runtimes.balanced_entry import balanced_entry
from stacks.runtimes.eks_jobs import schedule_jobs
from stacks.runtimes.eks_walls import group_of_pods, guard_pods
from stacks.runtimes.workload import Parts, Workload
from yard.config import Environment, Service

# What the chassis answers while the process lives.
LIVE_PATH = "/health/live"


class EksWorkload(Workload):
    """Everything in a namespace of the service's name; its service account has that name too."""

    needs_cluster = True

    def __init__(self, parts: Parts) -> None:
        assert parts.cluster
        self._parts, self._cluster = parts, parts.cluster
        self._stack, self._service, self._environment = parts.stack, parts.service, parts.environment
        self._labels = labels(self._service.name, self._environment.name)
        self._selector = selector(self._service.name)
        connect_to(self._stack, self._cluster)
        self._namespace = Namespace(self._stack, "namespace", name=self._service.name)
        self._before_pods: list[ITerraformDependable] = [self._namespace.namespace]
        self._identity()
        self._targets()
        guard_pods(
            parts, labels=self._labels, selector=self._selector, depends_on=[self._namespace.namespace]
        )
        group = group_of_pods(
            parts, self._cluster, labels=self._labels, depends_on=[self._namespace.namespace]
        )
        self._before_pods += group.policy
        # Where all pods share the group, another service's come to the door, and lack the credentials.
        parts.data.allow_from(group.id)
        self.caller_group_id = group.id if group.own else None
        # Without a release there is nothing to run, and an autoscaler cannot wait with no pods.
        if parts.released:
            self._pods()
            jobs = schedule_jobs(
                parts,
                image=self._image,
                variables=self._variables,
                depends_on=[*self._before_pods, *parts.role.dependencies],
            )
            self.signals = [*self.signals, *jobs]

    @staticmethod
    def trust(environment: Environment, service: Service, cluster: ClusterStack | None) -> Statement:
        """Pods of the service's own account; on Fargate, which has no Pod Identity, by the cluster's token."""
        if cluster and cluster.issuer:
            return service_account_trust(
                cluster.issuer.arn, cluster.issuer.host, namespace=service.name, service_account=service.name
            )
        return pod_identity_trust(
            cluster_arn(environment.name, account=environment.account, region=environment.region),
            namespace=service.name,
            service_account=service.name,
        )

    def _identity(self) -> None:
        name, role = self._service.name, self._parts.role
        on_fargate = self._cluster.issuer is not None
        account = ServiceAccount(
            self._stack,
            "service-account",
            name=name,
            namespace=name,
            labels=self._labels,
            role_arn=role.arn if on_fargate else None,
            depends_on=[self._namespace.namespace],
        )
        self._before_pods.append(account.account)
        if not on_fargate:
            identity = PodIdentity(
                self._stack,
                "pod-identity",
                cluster=self._cluster.cluster.name,
                namespace=name,
                service_account=name,
                role=role,
            )
            self._before_pods.append(identity.association)

    def _targets(self) -> None:
        """A target group for each load balancer that sends requests here, and the binding that fills it."""
        groups: dict[str, str] = {}
        if self._service.routes:
            groups["gateway"] = self._routes()
        if called := self._parts.called:
            group = self._target_group("internal")
            way = balanced_entry(self._parts, called, target_group_arn=group.arn)
            self.entry = way.entry
            self._before_pods.append(way.rule)
            groups["internal"] = group.arn
        if groups:
            bound = TargetGroupBinding(
                self._stack,
                "binding",
                name=self._service.name,
                namespace=self._service.name,
                labels=self._labels,
                selector=self._selector,
                port=self._service.port,
                target_groups=groups,
                depends_on=[self._namespace.namespace],
            )
            # A pod waits for the load balancers of the bindings that are there when it is made.
            self._before_pods += bound.bindings

    def _routes(self) -> str:
        group = self._target_group("gateway")
        for route in self._service.routes:
            rule = ListenerRule(
                self._stack,
                f"route-{route.strip('/').replace('/', '-') or 'root'}",
                listener_arn=self._parts.platform.listener_arn,
                routes=[route],
                priority=self._parts.priorities[route],
                target_group_arn=group.arn,
            )
            self._before_pods.append(rule.rule)
        self.signals = target_group_signals(self._parts.platform.load_balancer.arn_suffix, group.arn_suffix)
        return group.arn

    def _target_group(self, purpose: str) -> TargetGroup:
        service, port = self._service, self._service.port
        what = () if purpose == "gateway" else (purpose,)
        return TargetGroup(
            self._stack,
            "-".join(("target-group", *what)),
            name=names.target_group_name(self._environment.name, service.name, *what, str(port)),
            vpc_id=self._parts.network.vpc.vpc_id,
            port=port,
            health_path=service.health,
            tags=required_tags(self._cluster.cluster.name),
        )

    def _pods(self) -> None:
        service, environment, parts = self._service, self._environment, self._parts
        scale = service.scale.within(environment.defaults)
        assert scale.min is not None
        assert scale.max is not None
        Deployment(
            self._stack,
            "pods",
            name=service.name,
            namespace=service.name,
            labels=self._labels,
            selector=self._selector,
            container=container(
                name=service.name,
                image=self._image,
                command=[literal(word) for word in service.container_command],
                port=service.port,
                environment=self._variables,
                cpu=service.cpu,
                memory_mib=service.memory,
                ready_path=service.health,
                live_path=LIVE_PATH if service.command is None else None,
            ),
            service_account=service.name,
            min_pods=scale.min,
            max_pods=scale.max,
            cpu_percent=scale.cpu,
            depends_on=[*self._before_pods, *parts.role.dependencies],
        )

    @cached_property
    def _variables(self) -> dict[str, str]:
        parts, service = self._parts, self._service
        secrets = {f"{name}_SECRET_ARN": arn for name, arn in parts.data.secrets(parts.role).items()}
        told = {"PORT": str(service.port), "TASK_CPU": str(service.cpu)}
        return {**parts.variables, **secrets, **told}

    @property
    def _image(self) -> str:
        environment = self._environment
        registry = image_registry(environment.account, environment.region)
        return self._parts.release or f"{registry}/{self._stack.resource_name()}:unreleased"
