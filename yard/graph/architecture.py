"""Nodes and edges of an environment: what a person would draw on a whiteboard, found in the Terraform JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yard.graph.edges import edges_between
from yard.graph.references import Place, Resources

# Type -> what it is in words, and the attribute that names it for people.
NODES = {
    "aws_cloudfront_distribution": ("CloudFront", "comment"),
    "aws_lb": ("Load balancer", "name"),
    "aws_ecs_service": ("ECS on Fargate", "name"),
    "aws_lambda_function": ("Lambda", "function_name"),
    "kubernetes_deployment_v1": ("EKS", "metadata"),
    "kubernetes_deployment": ("EKS", "metadata"),
    "aws_dynamodb_table": ("DynamoDB", "name"),
    "aws_db_instance": ("RDS", "identifier"),
    "aws_rds_cluster": ("Aurora", "cluster_identifier"),
    "aws_db_proxy": ("RDS Proxy", "name"),
    "aws_elasticache_serverless_cache": ("ElastiCache", "name"),
    "aws_elasticache_replication_group": ("ElastiCache", "replication_group_id"),
    "aws_s3_bucket": ("S3", "bucket"),
    "aws_sqs_queue": ("SQS", "name"),
    "aws_cloudwatch_event_bus": ("EventBridge", "name"),
    "aws_eks_cluster": ("EKS cluster", "name"),
    "aws_vpc": ("VPC", "tags"),
    "aws_apigatewayv2_api": ("API Gateway", "name"),
}
PEOPLE = "people"


@dataclass(frozen=True)
class Node:
    """id: of Mermaid's form. stack: which it belongs to; empty for people. kind: in words. address: in Terraform."""

    id: str
    label: str
    kind: str
    stack: str
    address: str = ""


@dataclass(frozen=True)
class Edge:
    """From one node to another. label: what goes along it; empty where it is plain use."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True)
class Architecture:
    """One environment. nodes: in order of stack; edges: sorted, each once."""

    environment: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "environment": self.environment,
            "nodes": [vars(node) for node in self.nodes],
            "edges": [vars(edge) for edge in self.edges],
        }


def architecture(environment: str, stacks: Mapping[str, Mapping[str, Any]]) -> Architecture:
    """stacks: name -> Terraform JSON, of one environment."""
    resources = Resources(stacks)
    places = [place for place, _ in resources.of(*NODES) if _is_drawn(resources, place)]
    drawn = {place: _node(environment, resources, place) for place in places}
    found = {
        (source, target, label)
        for source, target, label in edges_between(environment, resources)
        if source in drawn and target in drawn and source != target
    }
    entrances = [place for place in places if _is_entrance(resources, place)]
    people = [Node(PEOPLE, "Customers", "people", "")] if entrances else []
    ids = {place: node.id for place, node in drawn.items()}
    return Architecture(
        environment,
        (*people, *drawn.values()),
        tuple(
            sorted(
                {Edge(PEOPLE, ids[place], "HTTPS") for place in entrances}
                | {Edge(ids[source], ids[target], label) for source, target, label in found},
                key=lambda edge: (edge.source, edge.target, edge.label),
            )
        ),
    )


def _is_drawn(resources: Resources, place: Place) -> bool:
    """Dead-letter queues and buckets of logs are there, and hide what matters."""
    path = str(resources[place].get("//", {}).get("metadata", {}).get("path", place.name))
    return not any(part in path for part in ("dead-letter", "access-logs", "undelivered"))


def _is_entrance(resources: Resources, place: Place) -> bool:
    if place.kind == "aws_lb":
        return not resources[place].get("internal")
    return place.kind in ("aws_cloudfront_distribution", "aws_apigatewayv2_api")


def _node(environment: str, resources: Resources, place: Place) -> Node:
    kind, attribute = NODES[place.kind]
    body = resources[place]
    name = body.get(attribute)
    if isinstance(name, list):  # the metadata block of a Kubernetes object
        name = name[0].get("name")
    if isinstance(name, Mapping):
        name = name.get("name") or name.get("Name")
    label = str(name) if name and "${" not in str(name) else place.name
    if place.kind == "aws_vpc":
        label = str(body.get("cidr_block", label))
    if place.kind == "aws_db_instance":
        kind = f"RDS {body.get('engine', '')}".strip()
    label = label.removeprefix(f"{environment}-")
    return Node(
        re.sub(r"\W", "_", f"{place.stack}_{place.kind.partition('_')[2]}_{place.name}"),
        re.sub(r"-\d{12}-[a-z]{2}-[a-z]+-\d$", "", label),  # account and region of a bucket
        kind,
        place.stack,
        f"{place.kind}.{place.name}",
    )
