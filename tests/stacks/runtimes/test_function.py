from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from modules.names import bucket_name
from tests.modules.synthesised import ACCOUNT, REGION, Resources
from tests.stacks.environments import build, environment
from tests.stacks.environments import service as ecs_service
from yard.config import Service

DIGEST = "sha256:" + "a1" * 32
RECEIPTS: dict[str, Any] = {
    "name": "receipts",
    "team": "sales",
    "runtime": "lambda",
    "routes": ["/api/receipts"],
    "queues": {"orders": {}},
    "data": {"buckets": {"documents": {}}},
    "secrets": ["signing_key"],
    "deploy": {"strategy": "canary", "percent": 10, "bake_minutes": 5},
}
LIVE = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:dev-receipts:live"


def service(**changes: Any) -> Service:
    """`receipts`, which has one of everything, changed as said."""
    return Service.model_validate({**RECEIPTS, **changes})


def made(where: dict[str, Any] | None = None, release: str | None = DIGEST, **changes: Any) -> Resources:
    releases = {"receipts": release} if release else {}
    return build(environment(**(where or {})), service(**changes), releases=releases)["dev-receipts"]


@cache
def receipts() -> Resources:
    return made()


def variables(resources: Resources) -> dict[str, str]:
    found: dict[str, str] = resources.only("aws_lambda_function")["environment"]["variables"]
    return found


def test_a_release_is_the_zip_of_that_digest() -> None:
    function = receipts().only("aws_lambda_function")

    assert function["s3_bucket"] == "${aws_s3_bucket.code.id}"
    assert function["s3_key"] == f"{'a1' * 32}.zip"
    assert function["source_code_hash"] == "oaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaE="
    assert not receipts().all("aws_ecr_repository")


def test_the_bucket_of_zips_is_none_that_a_manifest_can_name() -> None:
    of_manifest = bucket_name("dev", "receipts", "code", account=ACCOUNT, region=REGION)

    assert receipts().all("aws_s3_bucket")["code"]["bucket"] != of_manifest


def test_an_image_comes_from_the_services_own_repository_and_lambda_may_pull_it() -> None:
    image = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/dev-receipts@{DIGEST}"

    resources = made(release=image, function={"package": "image"})

    assert resources.only("aws_lambda_function")["image_uri"] == image
    (pull,) = resources.policy("aws_ecr_repository_policy")
    assert pull["Principal"] == {"Service": "lambda.amazonaws.com"}
    assert pull["Condition"] == {
        "ArnLike": {"aws:SourceArn": [LIVE.removesuffix(":live"), LIVE.removesuffix("live") + "*"]}
    }
    assert "code" not in resources.all("aws_s3_bucket")


def test_on_aws_a_service_that_was_never_released_has_no_function_but_all_else() -> None:
    resources = made(release=None)

    assert not resources.all("aws_lambda_function")
    assert not resources.all("aws_lambda_event_source_mapping")
    assert resources.all("aws_lb_listener_rule")
    assert resources.all("aws_secretsmanager_secret")
    assert resources.all("aws_s3_bucket")["code"]


def test_on_one_machine_the_code_on_disk_is_the_release() -> None:
    resources = made({"cloud": "emulated"}, release=None)

    assert resources.only("aws_lambda_function")["s3_key"] == "unreleased.zip"


def test_the_code_is_told_where_its_data_is_but_not_what_lambda_tells_it() -> None:
    assert variables(receipts()) == {
        "SERVICE": "receipts",
        "ENVIRONMENT": "dev",
        "BUCKET_DOCUMENTS": "${aws_s3_bucket.bucket-documents.id}",
        "QUEUE_ORDERS_URL": "${aws_sqs_queue.queue-orders.url}",
        "SIGNING_KEY_SECRET_ARN": "${aws_secretsmanager_secret.secret-signing_key.arn}",
    }


def test_the_code_reads_its_secrets_itself() -> None:
    (policy,) = [name for name in receipts().all("aws_iam_role_policy") if name.startswith("task-role")]

    reads = [
        statement["Resource"]
        for statement in receipts().policy("aws_iam_role_policy", policy)
        if "secretsmanager:GetSecretValue" in statement["Action"]
    ]
    assert reads == [["${aws_secretsmanager_secret.secret-signing_key.arn}"]]


def test_lambda_alone_takes_the_role() -> None:
    (trust,) = receipts().policy("aws_iam_role", "task-role", key="assume_role_policy")

    assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}


def test_requests_come_from_the_environments_load_balancer() -> None:
    rule = receipts().only("aws_lb_listener_rule")

    assert rule["condition"][0]["path_pattern"]["values"] == ["/api/receipts", "/api/receipts/*"]
    assert rule["action"][0]["target_group_arn"] == "${aws_lb_target_group.target-group.arn}"
    assert receipts().only("aws_lb_target_group_attachment")["target_id"] == LIVE
    assert not receipts().all("aws_apigatewayv2_api")


def test_requests_come_from_an_api_of_its_own_if_the_manifest_says_so() -> None:
    resources = made(function={"http": "api_gateway"})

    assert not resources.all("aws_lb_target_group")
    assert not resources.all("aws_lb_listener_rule")
    assert resources.only("aws_apigatewayv2_integration")["integration_uri"] == LIVE
    stage = resources.only("aws_apigatewayv2_stage")
    assert stage["default_route_settings"]["throttling_rate_limit"] == 100
    assert "api_url" in resources.document["output"]


def test_an_api_has_the_services_name_below_the_environments_domain() -> None:
    resources = made({"domain": "dev.example.com", "zone_id": "Z1"}, function={"http": "api_gateway"})

    assert resources.only("aws_apigatewayv2_domain_name")["domain_name"] == "receipts.dev.example.com"


def test_messages_of_its_queue_come_in_batches_of_which_one_may_fail() -> None:
    trigger = receipts().only("aws_lambda_event_source_mapping")

    assert trigger["event_source_arn"] == "${aws_sqs_queue.queue-orders.arn}"
    assert trigger["function_name"] == LIVE
    assert trigger["function_response_types"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize(
    ("changes", "concurrency"),
    [
        ({}, 5),
        ({"routes": []}, 10),
        ({"routes": [], "queues": {"orders": {}, "returns": {}}}, 5),
        ({"function": {"reserved_concurrency": 2}}, 2),
        ({"routes": [], "function": {"reserved_concurrency": 5000}}, 1000),
    ],
)
def test_messages_never_take_all_that_requests_need(changes: dict[str, Any], concurrency: int) -> None:
    for trigger in made(**changes).all("aws_lambda_event_source_mapping").values():
        assert trigger["scaling_config"] == {"maximum_concurrency": concurrency}


def test_a_canary_is_taken_back_by_its_own_failures_and_by_what_callers_see() -> None:
    group = receipts().only("aws_codedeploy_deployment_group")

    assert group["alarm_configuration"]["alarms"] == [
        "dev-receipts-deployment-errors",
        "dev-receipts-deployment-answers",
    ]
    config = receipts().only("aws_codedeploy_deployment_config")
    assert config["traffic_routing_config"]["time_based_canary"] == {"percentage": 10, "interval": 5}


@pytest.mark.parametrize("strategy", ["rolling", "blue_green"])
def test_otherwise_all_requests_move_at_once(strategy: str) -> None:
    resources = made(deploy={"strategy": strategy})

    group = resources.only("aws_codedeploy_deployment_group")
    assert group["deployment_config_name"] == "CodeDeployDefault.LambdaAllAtOnce"
    assert not [name for name in resources.all("aws_cloudwatch_metric_alarm") if "deployment" in name]


def test_a_function_that_calls_nobody_is_in_no_network() -> None:
    assert "vpc_config" not in receipts().only("aws_lambda_function")
    assert not receipts().all("aws_security_group")


def test_a_function_that_calls_is_in_the_private_subnets_and_let_out_to_its_callee() -> None:
    stacks = build(
        environment(),
        service(calls=["shop"]),
        ecs_service(routes=[], scale={}),
        releases={"receipts": DIGEST},
    )

    resources = stacks["dev-receipts"]
    network = resources.only("aws_lambda_function")["vpc_config"]
    assert len(network["subnet_ids"]) == 2
    assert all("vpc_private-" in subnet for subnet in network["subnet_ids"])
    assert network["security_group_ids"] == ["${aws_security_group.security-group.id}"]
    assert resources.only("aws_vpc_security_group_ingress_rule")["referenced_security_group_id"] == (
        "${aws_security_group.security-group.id}"
    )
    assert variables(resources)["SHOP_URL"].startswith("http://shop.dev.internal:")


@pytest.mark.parametrize("release", [DIGEST, None])
def test_a_function_is_called_through_the_internal_load_balancer(release: str | None) -> None:
    caller = ecs_service(routes=[], scale={}, calls=["receipts"])
    stacks = build(environment(), service(), caller, releases={"receipts": release} if release else {})

    resources = stacks["dev-receipts"]
    assert len(resources.all("aws_lb_target_group")) == 2
    assert resources.all("aws_lb_listener")
    members = [one["target_id"] for one in resources.all("aws_lb_target_group_attachment").values()]
    assert members == ([LIVE, LIVE] if release else [])
    permissions = resources.all("aws_lambda_permission").values()
    assert len({one["statement_id"] for one in permissions}) == len(permissions)
    assert stacks["dev-shop"].all("aws_vpc_security_group_egress_rule")


def test_some_may_be_kept_started_and_grow_with_the_load() -> None:
    resources = made(function={"provisioned_concurrency": 3, "reserved_concurrency": 20})

    assert resources.only("aws_lambda_provisioned_concurrency_config")["qualifier"] == "live"
    target = resources.only("aws_appautoscaling_target")
    assert (target["min_capacity"], target["max_capacity"]) == (3, 20)


def test_protected_zips_and_dead_letters_outlive_the_stack() -> None:
    resources = made({"protect": True})

    kept = {"prevent_destroy": True}
    assert resources.all("aws_s3_bucket")["code"]["lifecycle"] == kept
    assert resources.all("aws_sqs_queue")["dead-letters"]["lifecycle"] == kept


def test_somebody_is_told_of_errors_time_outs_throttles_and_what_was_given_up() -> None:
    alarms = {alarm["alarm_name"] for alarm in receipts().all("aws_cloudwatch_metric_alarm").values()}

    assert {
        f"dev-receipts-{word}" for word in ("errors", "latency", "function-errors", "function-throttles")
    } < alarms
    assert {"dev-receipts-function-duration", "dev-receipts-function-dead-letters"} < alarms
    assert "dev-receipts-unhealthy" not in alarms


def test_the_alias_is_moved_by_codedeploy_within_the_apply() -> None:
    stack = receipts().only("aws_cloudformation_stack")

    assert stack["name"] == "dev-receipts-live"
    (alias,) = json.loads(stack["template_body"])["Resources"].values()
    assert alias["Properties"]["FunctionName"] == "dev-receipts"


def test_a_job_tells_the_function_its_name_by_the_clock() -> None:
    resources = made(jobs={"nightly": {"schedule": "cron(0 2 * * ? *)"}})

    schedule = resources.only("aws_scheduler_schedule")
    assert schedule["name"] == "dev-receipts-nightly"
    assert schedule["target"]["arn"] == LIVE
    assert json.loads(schedule["target"]["input"]) == {"job": "nightly"}
    (policy,) = [name for name in resources.all("aws_iam_role_policy") if name.startswith("jobs")]
    (invoke,) = [
        statement
        for statement in resources.policy("aws_iam_role_policy", policy)
        if "lambda:InvokeFunction" in statement["Action"]
    ]
    assert invoke["Resource"] == [LIVE]


def test_somebody_is_told_of_a_job_that_could_not_be_started() -> None:
    resources = made(jobs={"nightly": {"schedule": "cron(0 2 * * ? *)"}})

    alarms = {alarm["alarm_name"] for alarm in resources.all("aws_cloudwatch_metric_alarm").values()}
    assert "dev-receipts-jobs-dead-letters" in alarms
    assert not [name for name in receipts().all("aws_cloudwatch_metric_alarm") if "jobs" in name]


def test_before_the_first_release_there_is_nothing_to_invoke() -> None:
    resources = made(release=None, jobs={"nightly": {"schedule": "cron(0 2 * * ? *)"}})

    assert not resources.all("aws_scheduler_schedule")
