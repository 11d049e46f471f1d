"""Names by which services call each other (Cloud Map), and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator

from yard.local.applied.ecs import container_of
from yard.local.applied.listener import default_action, rules
from yard.local.applied.resources import Resources, first
from yard.local.desired import Action, Callee, tasks_of

HTTP_PORT = 80


def callees(resources: Resources) -> tuple[Callee, ...]:
    """Every name with a port: tasks that ECS registers, and listeners of a load balancer that a name is an alias of."""
    domains = _domains(resources)
    return (*_registered(resources, domains), *_aliases(resources, domains))


def _domains(resources: Resources) -> dict[str, str]:
    """Id and ARN of each Cloud Map service -> its whole name."""
    namespaces = {
        values["id"]: values["name"]
        for values in resources.values("aws_service_discovery_private_dns_namespace")
    }
    found: dict[str, str] = {}
    for values in resources.values("aws_service_discovery_service"):
        namespace = namespaces.get(first(values.get("dns_config")).get("namespace_id") or "")
        if namespace:
            found |= {
                values[key]: f"{values['name']}.{namespace}" for key in ("id", "arn") if values.get(key)
            }
    return found


def _registered(resources: Resources, domains: dict[str, str]) -> Iterator[Callee]:
    for service in resources.of("aws_ecs_service"):
        domain = domains.get(first(service.values.get("service_registries")).get("registry_arn") or "")
        if domain is None:
            continue
        container = container_of(resources, service)
        ports = [mapping["containerPort"] for mapping in container.get("portMappings") or ()]
        if ports:
            forward = Action(kind="forward", targets={tasks_of(container["name"]): 1})
            yield Callee(places=_places([domain], int(ports[0])), default=forward)


def _aliases(resources: Resources, domains: dict[str, str]) -> Iterator[Callee]:
    balancers = {values.get("dns_name"): values["arn"] for values in resources.values("aws_lb")}
    names: dict[str, list[str]] = {}
    for instance in resources.values("aws_service_discovery_instance"):
        balancer = balancers.get((instance.get("attributes") or {}).get("AWS_ALIAS_DNS_NAME"))
        domain = domains.get(instance["service_id"])
        if balancer and domain:
            names.setdefault(balancer, []).append(domain)
    for listener in resources.values("aws_lb_listener"):
        if called := names.get(listener.get("load_balancer_arn", "")):
            # All names lead to the same addresses; it is the port that tells callees apart.
            yield Callee(
                places=_places(called, int(listener["port"])),
                rules=rules(resources, listener),
                default=default_action(listener),
            )


def _places(domains: list[str], port: int) -> tuple[str, ...]:
    """As they stand in URLs, which leave the port of HTTP out."""
    return tuple(domain if port == HTTP_PORT else f"{domain}:{port}" for domain in domains)
