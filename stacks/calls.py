"""Who calls whom: the order in which stacks are made, the ports on the internal load balancer, and the addresses."""

from __future__ import annotations

from collections.abc import Mapping

from modules.edge.listener_ports import listener_ports
from stacks.shifting import shifts
from yard.config import Environment, Service


class Calls:
    """The calls between the services of one environment, as their manifests declare them."""

    def __init__(self, services: Mapping[str, Service]) -> None:
        """services: by name; `load_services` has refused calls in a circle and to what does not exist."""
        self._services = services
        self.called = frozenset(callee for service in services.values() for callee in service.calls)
        # Ports for all that might be behind the load balancer, so that a first call moves nobody's port.
        self._ports = listener_ports(
            name for name, service in services.items() if service.runtime != "static" and is_balanced(service)
        )

    @property
    def need_balancer(self) -> bool:
        """Whether somebody calls a service that has no addresses of its own."""
        return any(is_balanced(self._services[name]) for name in self.called)

    def callers(self, callee: str) -> list[Service]:
        """The services that declare to call it."""
        return [service for service in self._services.values() if callee in service.calls]

    def port(self, callee: str) -> int:
        """Where its callers come to: the service's own port, or its listener's on the internal load balancer."""
        return self._ports.get(callee, self._services[callee].port)

    def is_balanced(self, callee: str) -> bool:
        """Whether its callers go through the internal load balancer."""
        return is_balanced(self._services[callee])

    def url(self, callee: str, environment: Environment) -> str:
        """What callers are told, `http://quotes.dev.internal:8080`."""
        return f"http://{callee}.{namespace(environment)}:{self.port(callee)}"

    def in_order(self) -> list[Service]:
        """All services, each after the ones that it calls; otherwise by name."""
        ordered: dict[str, Service] = {}

        def add(name: str) -> None:
            if name not in ordered:
                for callee in sorted(self._services[name].calls):
                    add(callee)
                ordered[name] = self._services[name]

        for name in sorted(self._services):
            add(name)
        return list(ordered.values())


def namespace(environment: Environment) -> str:
    """The domain of services inside an environment's VPC."""
    return f"{environment.name}.internal"


def is_balanced(service: Service) -> bool:
    """Whether callers reach it through the internal load balancer and not by the addresses of its tasks.

    Only ECS registers tasks in Cloud Map. And only a load balancer can give a new version a part of the requests:
    by its DNS name callers would come to both versions at once (source: "Amazon ECS Developer Guide, Required
    resources for Amazon ECS blue/green deployments").
    """
    return service.runtime != "ecs" or shifts(service)
