"""What every runtime gets, and what it gives back: the interface of the files beside this one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from modules.compute.image_repository import ImageRepository
from modules.edge.internal_load_balancer import InternalLoadBalancer
from modules.observability.log_group import LogGroup
from modules.observability.signal import Signal
from modules.security.kms_key import KmsKey
from modules.security.policy_document import Statement
from modules.security.role import Role
from stacks.cluster import ClusterStack
from stacks.environment_stack import EnvironmentStack
from stacks.network import NetworkStack
from stacks.platform import PlatformStack
from stacks.service_data import ServiceData
from yard.config import Environment, Service


@dataclass(frozen=True)
class Entry:
    """Where callers come to a service: they are let into this security group, on this TCP port."""

    security_group_id: str
    port: int


@dataclass(frozen=True)
class Called:
    """What a service needs that others call, under `<service>.<env>.internal`.

    port: what its callers are told; of the service itself, or of its listener on `balancer`.
    balancer: the internal load balancer; None where ECS registers the tasks themselves.
    """

    namespace_id: str
    port: int
    balancer: InternalLoadBalancer | None


@dataclass(frozen=True)
class Parts:
    """What a service stack makes for every runtime, and what it needs from other stacks.

    stack: the scope of all constructs. role: what the service's code acts in; `data` gave it its rights.
    images: None where the runtime runs no image. priorities: of the listener rules, by route.
    variables: what the code is told on every runtime; a runtime adds its own (`PORT`, `TASK_CPU`).
    release: what the environment runs (image with digest, version); None where nothing was released yet.
    called: None where no service calls this one; then `entry` stays None.
    balanced_ports: of the internal load balancer, on which the services answer that this one calls.
    cluster: None unless the runtime needs it.
    """

    stack: EnvironmentStack
    service: Service
    network: NetworkStack
    platform: PlatformStack
    key: KmsKey
    role: Role
    data: ServiceData
    log_group: LogGroup
    images: ImageRepository | None
    priorities: Mapping[str, int]
    variables: Mapping[str, str]
    release: str | None
    called: Called | None
    cluster: ClusterStack | None = None
    balanced_ports: Sequence[int] = ()

    @property
    def environment(self) -> Environment:
        """The environment of the stack."""
        return self.stack.environment

    @property
    def released(self) -> bool:
        """Whether there is something to run; on one machine the code on disk is the release."""
        return self.release is not None or self.environment.cloud == "emulated"


class Workload(ABC):
    """A service's code on one runtime. The constructor makes everything, in `parts.stack`.

    caller_group_id: the security group that the code's own calls come from; None where it is in no network, or where
    all of the runtime's services share one, so that the callee opens the way for all of them.
    entry: where its callers come to. The service stack of the caller opens the way there.
    signals: what is watched of it; what holds data is watched by `ServiceData`.
    """

    signals: Sequence[Signal] = ()

    caller_group_id: str | None = None
    entry: Entry | None = None

    # Whether it runs in the environment's EKS cluster, and so the environment has one.
    needs_cluster: ClassVar[bool] = False

    @abstractmethod
    def __init__(self, parts: Parts) -> None: ...

    @staticmethod
    def runs_images(service: Service) -> bool:  # noqa: ARG004 - a function may be a zip
        """Whether the service stack makes an image repository."""
        return True

    @staticmethod
    @abstractmethod
    def trust(environment: Environment, service: Service, cluster: ClusterStack | None) -> Statement:
        """Who starts the code in the workload's role (modules/security/trust.py)."""
