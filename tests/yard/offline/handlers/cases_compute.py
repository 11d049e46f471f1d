"""What runs and what leads to it: ECS, ECR, load balancing, scaling, certificates."""

from __future__ import annotations

import json
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

CONTAINER = {
    "name": "app",
    "image": "app:1",
    "essential": True,
    "readonlyRootFilesystem": True,
    "environment": [{"name": "PORT", "value": "8080"}],
    "mountPoints": [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}],  # noqa: S108
}


def see_cluster(world: World, state: Values) -> Any:
    found = world.aws("ecs").describe_clusters(clusters=[state["arn"]], include=["SETTINGS"])
    return found["clusters"][0]["settings"]


def see_capacity(world: World, state: Values) -> Any:
    found = world.aws("ecs").describe_clusters(clusters=[state["cluster_name"]])["clusters"][0]
    return found["capacityProviders"], [one["weight"] for one in found["defaultCapacityProviderStrategy"]]


def see_task(world: World, state: Values) -> Any:
    found = world.aws("ecs").describe_task_definition(taskDefinition=state["arn"])["taskDefinition"]
    container = found["containerDefinitions"][0]
    return found["cpu"], found["networkMode"], container["environment"], container["readonlyRootFilesystem"]


def task(world: World) -> Values:
    return {
        "family": world.name("family"),
        "container_definitions": json.dumps([CONTAINER]),
        "cpu": "256",
        "memory": "512",
        "network_mode": "awsvpc",
        "requires_compatibilities": ["FARGATE"],
        "runtime_platform": [{"cpu_architecture": "ARM64", "operating_system_family": "LINUX"}],
        "volume": [{"name": "tmp"}],
        "tags": {"Service": "catalog"},
    }


def see_service(world: World, state: Values) -> Any:
    found = world.aws("ecs").describe_services(cluster=state["cluster"], services=[state["name"]])[
        "services"
    ][0]
    network = found["networkConfiguration"]["awsvpcConfiguration"]
    # The emulated ECS takes the rest, how a version takes over, and keeps nothing of it.
    return found["desiredCount"], found["loadBalancers"][0]["containerPort"], network["assignPublicIp"]


RULE = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/dev/1/2/3"
CANARY = {"canary_percent": 5, "canary_bake_time_in_minutes": "3"}


def service(world: World) -> Values:
    return {
        "name": world.name("service"),
        "cluster": world.cluster["arn"],
        "task_definition": world.task_definition(),
        "desired_count": 2,
        "capacity_provider_strategy": [{"base": 1, "capacity_provider": "FARGATE", "weight": 100}],
        "deployment_circuit_breaker": [{"enable": True, "rollback": True}],
        "deployment_maximum_percent": 200,
        "deployment_minimum_healthy_percent": 100,
        "deployment_configuration": [
            {"strategy": "CANARY", "bake_time_in_minutes": "3", "canary_configuration": [CANARY]}
        ],
        "alarms": [{"enable": True, "rollback": True, "alarm_names": ["errors"]}],
        "load_balancer": [
            {
                "container_name": "app",
                "container_port": 8080,
                "target_group_arn": world.target_group(),
                "advanced_configuration": [
                    {
                        "alternate_target_group_arn": world.target_group(),
                        "production_listener_rule": RULE,
                        "role_arn": "arn:aws:iam::123456789012:role/traffic",
                    }
                ],
            }
        ],
        "network_configuration": [
            {
                "assign_public_ip": False,
                "security_groups": [world.security_group()],
                "subnets": world.subnets,
            }
        ],
        "propagate_tags": "SERVICE",
        "tags": {"Service": "catalog"},
    }


def see_repository(world: World, state: Values) -> Any:
    found = world.aws("ecr").describe_repositories(repositoryNames=[state["name"]])["repositories"][0]
    return found["imageTagMutability"], found["imageScanningConfiguration"]["scanOnPush"]


def expiry(count: int) -> str:
    selection = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count}
    rule = {"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}
    return json.dumps({"rules": [rule]})


def see_expiry(world: World, state: Values) -> Any:
    found = world.aws("ecr").get_lifecycle_policy(repositoryName=state["repository"])
    return json.loads(found["lifecyclePolicyText"])["rules"][0]["selection"]["countNumber"]


def see_balancer(world: World, state: Values) -> Any:
    elbv2 = world.aws("elbv2")
    found = elbv2.describe_load_balancers(LoadBalancerArns=[state["arn"]])["LoadBalancers"][0]
    attributes = elbv2.describe_load_balancer_attributes(LoadBalancerArn=state["arn"])["Attributes"]
    values = {item["Key"]: item["Value"] for item in attributes}
    return (
        found["Scheme"],
        values["routing.http.drop_invalid_header_fields.enabled"],
        values.get("idle_timeout.timeout_seconds"),
        values["access_logs.s3.prefix"],
    )


def balancer(world: World) -> Values:
    return {
        "name": world.name("balancer"),
        "internal": False,
        "load_balancer_type": "application",
        "subnets": world.subnets,
        "security_groups": [world.security_group()],
        "drop_invalid_header_fields": True,
        "access_logs": [{"bucket": world.bucket(), "enabled": True, "prefix": "requests"}],
        "tags": {"Name": "gateway"},
    }


def see_targets(world: World, state: Values) -> Any:
    elbv2 = world.aws("elbv2")
    found = elbv2.describe_target_groups(TargetGroupArns=[state["arn"]])["TargetGroups"][0]
    attributes = elbv2.describe_target_group_attributes(TargetGroupArn=state["arn"])["Attributes"]
    values = {item["Key"]: item["Value"] for item in attributes}
    return found["TargetType"], found["HealthCheckPath"], values["deregistration_delay.timeout_seconds"]


def health(path: str) -> list[Values]:
    return [
        {
            "enabled": True,
            "healthy_threshold": 2,
            "interval": 15,
            "matcher": "200",
            "path": path,
            "port": "traffic-port",
            "protocol": "HTTP",
            "timeout": 5,
            "unhealthy_threshold": 3,
        }
    ]


def see_listener(world: World, state: Values) -> Any:
    found = world.aws("elbv2").describe_listeners(ListenerArns=[state["arn"]])["Listeners"][0]
    return found["Port"], found["DefaultActions"][0]["Type"]


def to_https() -> list[Values]:
    return [
        {"type": "redirect", "redirect": [{"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}]}
    ]


def see_rule(world: World, state: Values) -> Any:
    rule = world.aws("elbv2").describe_rules(RuleArns=[state["arn"]])["Rules"][0]
    fields = sorted(condition["Field"] for condition in rule["Conditions"])
    return int(rule["Priority"]) == state["priority"], fields, rule["Actions"][0]["Type"]


def rule(world: World) -> Values:
    return {
        "listener_arn": world.listener,
        "priority": world.number(),
        "action": [{"type": "forward", "target_group_arn": world.target_group()}],
        "condition": [
            {"path_pattern": [{"values": ["/api/catalog", "/api/catalog/*"]}]},
            {"host_header": [{"values": ["shop.example.com"]}]},
        ],
        "tags": {"Service": "catalog"},
    }


def weighted(world: World) -> Values:
    groups = [{"arn": world.target_group(), "weight": weight} for weight in (10, 90)]
    forward = {"target_group": groups, "stickiness": [{"enabled": True, "duration": 60}]}
    return {"priority": world.number(), "action": [{"type": "forward", "forward": [forward]}]}


def see_scaling(operation: str, member: str, *path: str) -> Any:
    def see(world: World, state: Values) -> Any:
        answer = getattr(world.aws("application-autoscaling"), operation)(ServiceNamespace="ecs")
        found = next(item for item in answer[member] if item["ResourceId"] == state["resource_id"])
        for step in path:
            found = found[step]
        return found

    return see


def tracking(percent: int) -> list[Values]:
    metric = {"predefined_metric_type": "ECSServiceAverageCPUUtilization"}
    return [{"target_value": percent, "predefined_metric_specification": [metric], "scale_in_cooldown": 300}]


def see_certificate(world: World, state: Values) -> Any:
    found = world.aws("acm").describe_certificate(CertificateArn=state["arn"])["Certificate"]
    return found["DomainName"], len(state["domain_validation_options"])


def scaled(state: Values, *more: str) -> str:
    parts = (state["service_namespace"], state["resource_id"], state["scalable_dimension"], *more)
    return "/".join(parts)


CASES = {
    "aws_ecs_cluster": Case(
        lambda world: {
            "name": world.name("cluster"),
            "setting": [{"name": "containerInsights", "value": "enabled"}],
            "tags": {"Team": "platform"},
        },
        see_cluster,
        [{"name": "containerInsights", "value": "enabled"}],
        {"setting": [{"name": "containerInsights", "value": "enhanced"}]},
        [{"name": "containerInsights", "value": "enhanced"}],
    ),
    "aws_ecs_cluster_capacity_providers": Case(
        lambda world: {
            "cluster_name": world.life.create("aws_ecs_cluster", name=world.name("cluster"))["name"],
            "capacity_providers": ["FARGATE", "FARGATE_SPOT"],
            "default_capacity_provider_strategy": [{"capacity_provider": "FARGATE", "base": 0, "weight": 1}],
        },
        see_capacity,
        (["FARGATE", "FARGATE_SPOT"], [1]),
        {
            "default_capacity_provider_strategy": [
                {"capacity_provider": "FARGATE_SPOT", "base": 1, "weight": 9}
            ]
        },
        (["FARGATE", "FARGATE_SPOT"], [9]),
        stays=True,
    ),
    "aws_ecs_task_definition": Case(
        task,
        see_task,
        ("256", "awsvpc", [{"name": "PORT", "value": "8080"}], True),
        identifier=lambda state: str(state["arn"]),
    ),
    "aws_ecs_service": Case(
        service,
        see_service,
        (2, 8080, "DISABLED"),
        lambda world: {
            "desired_count": 3,
            "task_definition": world.task_definition(),
            "deployment_configuration": [{"strategy": "BLUE_GREEN", "bake_time_in_minutes": "1"}],
            "alarms": [{"enable": True, "rollback": True, "alarm_names": ["errors", "unhealthy"]}],
        },
        (3, 8080, "DISABLED"),
        identifier=lambda state: f"{state['cluster'].split('/')[-1]}/{state['name']}",
    ),
    "aws_ecr_repository": Case(
        lambda world: {
            "name": world.name("images"),
            "image_tag_mutability": "IMMUTABLE",
            "image_scanning_configuration": [{"scan_on_push": True}],
            "encryption_configuration": [{"encryption_type": "KMS", "kms_key": world.key["arn"]}],
            "tags": {"Service": "catalog"},
        },
        see_repository,
        ("IMMUTABLE", True),
        {"image_tag_mutability": "MUTABLE"},
        ("MUTABLE", True),
    ),
    "aws_ecr_lifecycle_policy": Case(
        lambda world: {
            "repository": world.life.create("aws_ecr_repository", name=world.name("images"))["name"],
            "policy": expiry(10),
        },
        see_expiry,
        10,
    ),
    "aws_lb": Case(
        balancer,
        see_balancer,
        ("internet-facing", "true", "60", "requests"),
        {"drop_invalid_header_fields": False, "idle_timeout": 120},
        ("internet-facing", "false", "120", "requests"),
    ),
    "aws_lb_target_group": Case(
        lambda world: {
            "name": world.name("targets"),
            "port": 8080,
            "protocol": "HTTP",
            "target_type": "ip",
            "vpc_id": world.vpc,
            "deregistration_delay": "30",
            "health_check": health("/health/ready"),
            "tags": {"Service": "catalog"},
        },
        see_targets,
        ("ip", "/health/ready", "30"),
        {"deregistration_delay": "60", "health_check": health("/health/live")},
        ("ip", "/health/live", "60"),
    ),
    "aws_lb_listener": Case(
        lambda world: world.not_found(port=80),
        see_listener,
        (80, "fixed-response"),
        {"default_action": to_https()},
        (80, "redirect"),
    ),
    "aws_lb_listener_rule": Case(
        rule,
        see_rule,
        (True, ["host-header", "path-pattern"], "forward"),
        weighted,
        (True, ["host-header", "path-pattern"], "forward"),
    ),
    "aws_appautoscaling_target": Case(
        lambda world: {"min_capacity": 1, "max_capacity": 4, **world.scalable()},
        see_scaling("describe_scalable_targets", "ScalableTargets", "MaxCapacity"),
        4,
        {"max_capacity": 8},
        8,
        identifier=scaled,
    ),
    "aws_appautoscaling_policy": Case(
        lambda world: {
            "name": "cpu",
            "policy_type": "TargetTrackingScaling",
            "target_tracking_scaling_policy_configuration": tracking(60),
            **world.scalable_target(),
        },
        see_scaling(
            "describe_scaling_policies",
            "ScalingPolicies",
            "TargetTrackingScalingPolicyConfiguration",
            "TargetValue",
        ),
        60,
        {"target_tracking_scaling_policy_configuration": tracking(70)},
        70,
        identifier=lambda state: scaled(state, "cpu"),
    ),
    "aws_appautoscaling_scheduled_action": Case(
        lambda world: {
            "name": "morning",
            "schedule": "cron(0 8 * * ? *)",
            "scalable_target_action": [{"min_capacity": 4, "max_capacity": 10}],
            **world.scalable_target(),
        },
        see_scaling("describe_scheduled_actions", "ScheduledActions", "Schedule"),
        "cron(0 8 * * ? *)",
        {"schedule": "cron(0 9 * * ? *)"},
        "cron(0 9 * * ? *)",
        identifier=lambda state: scaled(state, "morning"),
    ),
    "aws_acm_certificate": Case(
        lambda world: {
            "domain_name": "shop.example.com",
            "validation_method": "DNS",
            "tags": {"Name": "shop"},
        },
        see_certificate,
        ("shop.example.com", 1),
    ),
}
