"""ECS services: their tasks, images, scaling, and the names by which they are called."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .area import Area, Client, merged
from .ground import BALANCED, BALANCER, NETWORK, ROLE


def _statement(action: str) -> str:
    principal = {"AWS": "arn:aws:iam::123456789012:root"}
    statement = {"Sid": "Pull", "Effect": "Allow", "Principal": principal, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


_RESOURCES: dict[str, Any] = {
    "aws_ecr_repository_policy": {
        "app": {
            "repository": "${aws_ecr_repository.app.name}",
            "policy": _statement("ecr:BatchGetImage"),
        }
    },
    "aws_appautoscaling_scheduled_action": {
        "night": {
            "name": "night",
            "service_namespace": "${aws_appautoscaling_target.app.service_namespace}",
            "resource_id": "${aws_appautoscaling_target.app.resource_id}",
            "scalable_dimension": "${aws_appautoscaling_target.app.scalable_dimension}",
            "schedule": "cron(0 22 * * ? *)",
            "timezone": "Europe/Amsterdam",
            "scalable_target_action": {"min_capacity": 1, "max_capacity": 1},
        }
    },
    "aws_ecs_cluster": {
        "main": {"name": "twin", "setting": [{"name": "containerInsights", "value": "enabled"}]}
    },
    "aws_ecs_task_definition": {
        "app": {
            "family": "twin-app",
            "requires_compatibilities": ["FARGATE"],
            "network_mode": "awsvpc",
            "cpu": "256",
            "memory": "512",
            "execution_role_arn": "${aws_iam_role.task.arn}",
            "task_role_arn": "${aws_iam_role.task.arn}",
            "container_definitions": json.dumps(
                [
                    {
                        "name": "app",
                        "image": "app:1",
                        "essential": True,
                        "environment": [{"name": "PORT", "value": "8080"}],
                        "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
                    }
                ]
            ),
        }
    },
    "aws_ecs_service": {
        "app": {
            "name": "twin-app",
            "cluster": "${aws_ecs_cluster.main.id}",
            "task_definition": "${aws_ecs_task_definition.app.arn}",
            "desired_count": 2,
            "launch_type": "FARGATE",
            "network_configuration": {
                "subnets": ["${aws_subnet.a.id}"],
                "security_groups": ["${aws_security_group.tasks.id}"],
            },
            "load_balancer": [
                {
                    "target_group_arn": "${aws_lb_target_group.app.arn}",
                    "container_name": "app",
                    "container_port": 8080,
                }
            ],
            "depends_on": ["aws_lb_listener_rule.app"],
        }
    },
    "aws_appautoscaling_target": {
        "app": {
            "service_namespace": "ecs",
            "scalable_dimension": "ecs:service:DesiredCount",
            "resource_id": "service/${aws_ecs_cluster.main.name}/${aws_ecs_service.app.name}",
            "min_capacity": 1,
            "max_capacity": 4,
        }
    },
    "aws_appautoscaling_policy": {
        "cpu": {
            "name": "cpu",
            "policy_type": "TargetTrackingScaling",
            "resource_id": "${aws_appautoscaling_target.app.resource_id}",
            "scalable_dimension": "${aws_appautoscaling_target.app.scalable_dimension}",
            "service_namespace": "${aws_appautoscaling_target.app.service_namespace}",
            "target_tracking_scaling_policy_configuration": {
                "predefined_metric_specification": {
                    "predefined_metric_type": "ECSServiceAverageCPUUtilization"
                },
                "target_value": 60,
                "scale_in_cooldown": 300,
            },
        }
    },
    "aws_ecr_repository": {
        "app": {
            "name": "twin-app",
            "image_tag_mutability": "IMMUTABLE",
            "image_scanning_configuration": {"scan_on_push": True},
        }
    },
    "aws_ecr_lifecycle_policy": {
        "app": {
            "repository": "${aws_ecr_repository.app.name}",
            "policy": json.dumps(
                {
                    "rules": [
                        {
                            "rulePriority": 1,
                            "description": "Keep ten",
                            "selection": {
                                "tagStatus": "any",
                                "countType": "imageCountMoreThan",
                                "countNumber": 10,
                            },
                            "action": {"type": "expire"},
                        }
                    ]
                }
            ),
        }
    },
    "aws_service_discovery_private_dns_namespace": {
        "main": {"name": "twin.internal", "vpc": "${aws_vpc.main.id}", "description": "Calls"}
    },
    "aws_service_discovery_service": {
        "quotes": {
            "name": "quotes",
            "dns_config": {
                "namespace_id": "${aws_service_discovery_private_dns_namespace.main.id}",
                "routing_policy": "MULTIVALUE",
                "dns_records": [{"type": "A", "ttl": 10}],
            },
            "health_check_custom_config": {"failure_threshold": 1},
        },
        "alias": {
            "name": "alias",
            "dns_config": {
                "namespace_id": "${aws_service_discovery_private_dns_namespace.main.id}",
                "routing_policy": "WEIGHTED",
                "dns_records": [{"type": "A", "ttl": 10}],
            },
        },
    },
}

_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "aws_ecr_repository_policy": {"app": {"policy": _statement("ecr:GetDownloadUrlForLayer")}},
    "aws_appautoscaling_scheduled_action": {
        "night": {"scalable_target_action": {"min_capacity": 0, "max_capacity": 1}}
    },
    "aws_ecs_task_definition": {"app": {"cpu": "512", "memory": "1024"}},
    "aws_ecs_service": {"app": {"desired_count": 3}},
    "aws_appautoscaling_target": {"app": {"max_capacity": 8}},
    "aws_ecr_repository": {"app": {"image_tag_mutability": "MUTABLE"}},
    "aws_service_discovery_service": {"quotes": {"description": "Prices"}},
}


def _ecs(client: Client) -> Iterator[Any]:
    ecs = client("ecs")
    for cluster in ecs.list_clusters()["clusterArns"]:
        yield ecs.describe_clusters(clusters=[cluster], include=["SETTINGS", "TAGS"])["clusters"]
        for service in ecs.list_services(cluster=cluster)["serviceArns"]:
            yield ecs.describe_services(cluster=cluster, services=[service], include=["TAGS"])["services"]
    for task in ecs.list_task_definitions(status="ACTIVE")["taskDefinitionArns"]:
        yield ecs.describe_task_definition(taskDefinition=task, include=["TAGS"])


def _scaling(client: Client) -> Iterator[Any]:
    scaling = client("application-autoscaling")
    yield scaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"]
    yield scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"]
    yield scaling.describe_scheduled_actions(ServiceNamespace="ecs")["ScheduledActions"]


def _repositories(client: Client) -> Iterator[Any]:
    ecr = client("ecr")
    for repository in ecr.describe_repositories()["repositories"]:
        yield ecr.get_lifecycle_policy(repositoryName=repository["repositoryName"])["lifecyclePolicyText"]
        yield ecr.get_repository_policy(repositoryName=repository["repositoryName"])["policyText"]
        yield ecr.list_tags_for_resource(resourceArn=repository["repositoryArn"])["tags"]


AREA = Area(
    resources=merged(NETWORK, BALANCER, BALANCED, ROLE, _RESOURCES),
    changes=_CHANGES,
    lists={
        "ecr": {"describe_repositories": "repositories"},
        "servicediscovery": {"list_namespaces": "Namespaces", "list_services": "Services"},
    },
    readers={"ecs": _ecs, "scaling": _scaling, "repositories": _repositories},
)
