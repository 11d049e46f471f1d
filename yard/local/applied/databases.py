"""Relational databases in the state: which PostgreSQL databases this machine has to hold."""

from __future__ import annotations

from collections.abc import Iterator

from yard.config import YardError
from yard.local.applied.resources import Resource, Resources, first
from yard.local.desired import Database

ENGINES = ("postgres", "aurora-postgresql")


def databases(resources: Resources) -> dict[str, Database]:
    """One per instance or cluster, by its identifier; read replicas and proxies are further addresses of theirs.

    Raises YardError for an engine that this machine does not have.
    """
    owners = {
        identifier_of(resource): resource
        for resource in resources.of("aws_db_instance", "aws_rds_cluster")
        if not resource.values.get("replicate_source_db")
    }
    for resource in owners.values():
        _refuse_other_engines(resource)
    further = _further_addresses(resources)
    names = [_name(resource) for resource in owners.values()]
    found = {}
    for identifier, resource in owners.items():
        name = _name(resource)
        hosts = (*_addresses(resource), *further.get(identifier, ()))
        found[identifier] = Database(
            # Two services may each call their database `app`: here they share one server.
            name=name if names.count(name) == 1 else identifier,
            hosts=tuple(dict.fromkeys(hosts)),
            secret=first(resource.values.get("master_user_secret")).get("secret_arn"),
        )
    return found


def identifier_of(resource: Resource) -> str:
    """What AWS calls the instance or cluster."""
    key = "identifier" if resource.type == "aws_db_instance" else "cluster_identifier"
    return str(resource.values[key])


def _name(resource: Resource) -> str:
    values = resource.values
    return str(values.get("db_name") or values.get("database_name") or identifier_of(resource))


def _addresses(resource: Resource) -> Iterator[str]:
    keys = ("address",) if resource.type == "aws_db_instance" else ("endpoint", "reader_endpoint")
    yield from (str(resource.values[key]) for key in keys if resource.values.get(key))


def _further_addresses(resources: Resources) -> dict[str, list[str]]:
    """Identifier of an instance or cluster -> addresses of its replicas, members and proxies."""
    found: dict[str, list[str]] = {}
    for replica in resources.values("aws_db_instance"):
        if source := replica.get("replicate_source_db"):
            found.setdefault(source.rsplit(":", 1)[-1], []).append(replica["address"])
    for member in resources.values("aws_rds_cluster_instance"):
        found.setdefault(member["cluster_identifier"], []).append(member["endpoint"])
    endpoints: dict[str, list[str]] = {}
    for proxy in resources.values("aws_db_proxy"):
        endpoints.setdefault(proxy["name"], []).append(proxy["endpoint"])
    for endpoint in resources.values("aws_db_proxy_endpoint"):
        endpoints.setdefault(endpoint["db_proxy_name"], []).append(endpoint["endpoint"])
    for target in resources.values("aws_db_proxy_target"):
        owner = target.get("db_instance_identifier") or target.get("db_cluster_identifier")
        if owner:
            found.setdefault(owner, []).extend(endpoints.get(target["db_proxy_name"], ()))
    return found


def _refuse_other_engines(resource: Resource) -> None:
    engine = resource.values.get("engine")
    if engine not in ENGINES:
        service = resource.service or "<service>"
        raise YardError(
            f"{resource.address}: this machine has no {engine}. Use postgres for {_environment(resource)} in"
            f" apps/{service}/service.yaml: `environments: {{{_environment(resource)}: {{data: {{database:"
            " {engine: postgres}}}}`."
        )


def _environment(resource: Resource) -> str:
    tags = resource.values.get("tags_all") or resource.values.get("tags") or {}
    return str(tags.get("Environment") or "local")
