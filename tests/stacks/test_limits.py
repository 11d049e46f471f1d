"""The longest legal inputs stay within AWS's limits: of names, of documents, of counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from stacks.runtimes import RUNTIMES
from tests.modules.synthesised import Resources
from tests.stacks.longest import longest

# Type -> argument -> longest and pattern. Source, for each: the page of the API's operation that creates it, or
# "quotas" in the service's guide.
NAMES: dict[str, dict[str, tuple[int, str]]] = {
    "aws_acm_certificate": {"domain_name": (253, r"[a-z0-9.*-]+")},
    "aws_backup_plan": {"name": (50, r"[a-zA-Z0-9_.-]+")},
    "aws_backup_selection": {"name": (50, r"[a-zA-Z0-9_.-]+")},
    "aws_backup_vault": {"name": (50, r"[a-zA-Z0-9_-]{2,50}")},
    "aws_budgets_budget": {"name": (100, r"[^:\\]+")},
    "aws_cloudfront_function": {"name": (64, r"[a-zA-Z0-9_-]+")},
    "aws_cloudfront_origin_access_control": {"name": (64, r".+"), "description": (256, r".*")},
    "aws_cloudfront_response_headers_policy": {"name": (128, r".+")},
    "aws_cloudwatch_dashboard": {"dashboard_name": (255, r"[A-Za-z0-9_-]+")},
    "aws_cloudwatch_event_archive": {"name": (48, r"[.\-_A-Za-z0-9]+")},
    "aws_cloudwatch_event_bus": {"name": (256, r"[/.\-_A-Za-z0-9]+")},
    "aws_cloudwatch_event_rule": {"name": (64, r"[.\-_A-Za-z0-9]+")},
    "aws_cloudwatch_event_target": {"target_id": (64, r"[.\-_A-Za-z0-9]+")},
    "aws_cloudwatch_log_group": {"name": (512, r"[.\-_/#A-Za-z0-9]+")},
    "aws_cloudwatch_metric_alarm": {"alarm_name": (255, r".+"), "alarm_description": (1024, r".+")},
    "aws_codedeploy_app": {"name": (100, r".+")},
    "aws_codedeploy_deployment_config": {"deployment_config_name": (100, r".+")},
    "aws_codedeploy_deployment_group": {"deployment_group_name": (100, r".+")},
    "aws_db_instance": {
        "identifier": (63, r"[a-z][a-z0-9]*(-[a-z0-9]+)*"),
        "db_name": (63, r"[a-z][a-z0-9_]*"),
    },
    "aws_db_parameter_group": {"name": (255, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_db_proxy": {"name": (60, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_db_subnet_group": {"name": (255, r"[a-z0-9 ._-]+")},
    "aws_dynamodb_table": {"name": (255, r"[a-zA-Z0-9_.-]{3,}")},
    "aws_ecr_repository": {"name": (256, r"[a-z0-9]+(?:[._/-][a-z0-9]+)*")},
    "aws_ecs_cluster": {"name": (255, r"[a-zA-Z0-9_-]+")},
    "aws_ecs_service": {"name": (255, r"[a-zA-Z0-9_-]+")},
    "aws_ecs_task_definition": {"family": (255, r"[a-zA-Z0-9_-]+")},
    "aws_eks_cluster": {"name": (100, r"[0-9A-Za-z][A-Za-z0-9_-]*")},
    "aws_eks_node_group": {"node_group_name": (63, r"[0-9A-Za-z][A-Za-z0-9_-]*")},
    "aws_elasticache_replication_group": {"replication_group_id": (40, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_elasticache_serverless_cache": {"name": (40, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_elasticache_subnet_group": {"name": (255, r"[a-z0-9._-]+")},
    "aws_elasticache_user": {"user_id": (40, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_elasticache_user_group": {"user_group_id": (40, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_iam_policy": {"name": (128, r"[\w+=,.@-]+"), "description": (1000, r".*")},
    "aws_iam_role": {"name": (64, r"[\w+=,.@-]+"), "description": (1000, r"[\x20-\x7e]*")},
    "aws_kms_alias": {"name": (256, r"alias/[a-zA-Z0-9/_-]+")},
    "aws_kms_key": {"description": (8192, r".*")},
    "aws_lambda_alias": {"name": (128, r"(?!^[0-9]+$)[a-zA-Z0-9-_]+")},
    "aws_lambda_function": {"function_name": (64, r"[a-zA-Z0-9_-]+"), "description": (256, r".*")},
    "aws_lb": {"name": (32, r"(?!internal-)[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*")},
    "aws_lb_target_group": {"name": (32, r"[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*")},
    "aws_rds_cluster": {"cluster_identifier": (63, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_rds_cluster_instance": {"identifier": (63, r"[a-z][a-z0-9]*(-[a-z0-9]+)*")},
    "aws_s3_bucket": {"bucket": (63, r"[a-z0-9][a-z0-9.-]+[a-z0-9]")},
    "aws_scheduler_schedule": {"name": (64, r"[0-9a-zA-Z\-_.]+")},
    "aws_scheduler_schedule_group": {"name": (64, r"[0-9a-zA-Z\-_.]+")},
    "aws_secretsmanager_secret": {"name": (512, r"[A-Za-z0-9/_+=.@-]+")},
    "aws_security_group": {
        "name": (255, r"(?!sg-)[\w .:/()#,@\[\]+=&;{}!$*-]+"),
        "description": (255, r".+"),
    },
    "aws_service_discovery_private_dns_namespace": {"name": (253, r"[!-~]+")},
    "aws_service_discovery_service": {"name": (63, r"[a-z0-9][a-z0-9-]*")},
    "aws_sns_topic": {"name": (256, r"[A-Za-z0-9_-]+"), "display_name": (100, r".*")},
    "aws_sqs_queue": {"name": (80, r"[A-Za-z0-9_-]+")},
    "aws_vpc_security_group_egress_rule": {"description": (255, r"[a-zA-Z0-9 ._:/()#,@\[\]+=&;{}!$*-]*")},
    "aws_vpc_security_group_ingress_rule": {"description": (255, r"[a-zA-Z0-9 ._:/()#,@\[\]+=&;{}!$*-]*")},
    "aws_wafv2_web_acl": {"name": (128, r"[\w-]+"), "description": (256, r"[\w+=:#@/\-,. ]+")},
}
# Type -> argument -> characters. Sources: "IAM and AWS STS quotas" (without spaces), "Amazon S3, Bucket policies",
# "AWS KMS, Resource quotas", "Amazon SQS, Policy quotas", "Amazon SNS quotas", "Amazon EventBridge quotas", "Amazon ECS
# service quotas", "PutDashboard".
DOCUMENTS: dict[str, dict[str, int]] = {
    "aws_cloudwatch_dashboard": {"dashboard_body": 1024 * 1024},
    "aws_cloudwatch_event_rule": {"event_pattern": 4096},
    "aws_cloudfront_function": {"code": 10 * 1024},
    "aws_ecs_task_definition": {"container_definitions": 64 * 1024},
    "aws_iam_policy": {"policy": 6144},
    "aws_iam_role": {"assume_role_policy": 2048},
    "aws_iam_role_policy": {"policy": 10240},
    "aws_kms_key": {"policy": 32 * 1024},
    "aws_s3_bucket_policy": {"policy": 20 * 1024},
    "aws_sns_topic_policy": {"policy": 30 * 1024},
    "aws_sqs_queue_policy": {"policy": 256 * 1024},
}
# What a reference becomes at the most: an ARN of a table, a load balancer, a queue.
REFERENCE = "r" * 150
TOKEN = re.compile(r"\$\{[^}]*\}")


@cache
def stacks() -> dict[str, Resources]:
    return longest(*sorted(RUNTIMES))


def resources() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Address, type and arguments of everything."""
    for stack, made in stacks().items():
        for kind, named in made.document.get("resource", {}).items():
            for name, body in named.items():
                yield f"{stack}/{kind}.{name}", kind, body


def test_every_name_is_within_its_limit() -> None:
    too_long = {
        f"{address}.{argument}": (len(value), value)
        for address, kind, body in resources()
        for argument, (limit, pattern) in NAMES.get(kind, {}).items()
        if isinstance(value := body.get(argument), str) and "${" not in value
        if len(value) > limit or not re.fullmatch(pattern, value)
    }

    assert too_long == {}


def test_every_document_is_within_its_limit_with_references_as_long_as_arns() -> None:
    too_long = {
        f"{address}.{argument}": length
        for address, kind, body in resources()
        for argument, limit in DOCUMENTS.get(kind, {}).items()
        if (length := len(TOKEN.sub(REFERENCE, str(body.get(argument, ""))))) > limit
    }

    assert too_long == {}


def test_the_inline_policies_of_a_role_are_within_the_limit_together() -> None:
    # Source: "IAM User Guide, IAM and AWS STS quotas": 10,240 characters for all inline policies of one role.
    sizes: dict[str, int] = {}
    for address, kind, body in resources():
        if kind == "aws_iam_role_policy":
            role = address.partition("/")[0] + str(body["role"])
            sizes[role] = sizes.get(role, 0) + len(TOKEN.sub(REFERENCE, body["policy"]))

    assert {role: size for role, size in sizes.items() if size > 10240} == {}


def test_a_resource_has_at_most_50_tags_with_keys_and_values_that_fit() -> None:
    # Source: "Tagging AWS Resources User Guide, Tag naming limits and requirements".
    for stack, made in stacks().items():
        for provider in made.document["provider"]["aws"]:
            tags = provider["default_tags"][0]["tags"]
            assert len(tags) <= 40, stack
            assert all(len(key) <= 128 and len(str(value)) <= 256 for key, value in tags.items()), stack


def test_a_security_group_has_at_most_60_rules_each_way() -> None:
    # Source: "Amazon VPC User Guide, Amazon VPC quotas".
    counts: dict[tuple[str, str, str], int] = {}
    for address, kind, body in resources():
        if kind.startswith("aws_vpc_security_group_"):
            group = (address.partition("/")[0], kind, body["security_group_id"])
            counts[group] = counts.get(group, 0) + 1

    assert max(counts.values()) <= 60


def test_what_a_listener_rule_compares_is_within_five_values() -> None:
    # Source: "Quotas for your Application Load Balancers": 5 condition values a rule.
    for address, kind, body in resources():
        if kind == "aws_lb_listener_rule":
            values = json.dumps(body["condition"]).count('"/')
            assert values <= 5, address


@pytest.mark.skipif("lambda" not in RUNTIMES, reason="no service runs on Lambda")
def test_the_variables_of_a_function_are_within_4_kilobytes() -> None:
    # Source: "AWS Lambda Developer Guide, Lambda quotas".
    for address, kind, body in resources():
        if kind == "aws_lambda_function":
            assert len(TOKEN.sub(REFERENCE, json.dumps(body.get("environment", {})))) <= 4096, address


def test_every_type_with_a_name_is_in_the_table() -> None:
    named = {
        kind
        for _, kind, body in resources()
        if kind.startswith("aws_") and isinstance(body.get("name"), str) and "${" not in body["name"]
    }

    # Names that are constants of ours, or that AWS gives.
    constants = {"aws_ecs_cluster_capacity_providers", "aws_iam_role_policy", "aws_route53_record"}
    assert named - set(NAMES) - constants <= {
        kind for kind in named if kind.startswith("aws_appautoscaling_")
    }
