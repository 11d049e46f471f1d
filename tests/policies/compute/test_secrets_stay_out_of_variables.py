from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]
Task = Callable[..., dict[str, Any]]
REFUSED = ["dev-example: aws_ecs_task_definition.catalog"]

POLICY = "YARD_SEC_1"


def variable(name: str, value: str) -> dict[str, Any]:
    return {"environment": [{"name": name, "value": value}]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "8080"),
        ("TABLE_PRODUCTS", "${aws_dynamodb_table.products.name}"),
        ("TOKEN_TTL_SECONDS", "300"),
        ("SIGNING_KEY_ARN", "arn:aws:secretsmanager:eu-west-1:111111111111:secret:k"),
        ("SECRET_NAME", "dev-catalog-signing"),
        ("KEYBOARD", "qwerty"),
        ("QUOTES_URL", "https://quotes.dev.internal/api"),
        ("API_KEY", ""),
        ("MAX_TOKENS", "4096"),
        ("SECRET_ROTATION_DAYS", "30"),
        ("TOKENIZER", "bert"),
        ("COMPASS", "north"),
        ("GIT_COMMIT", "d32dfb8a0c1e4f5b6a7c8d9e0f1a2b3c4d5e6f70"),
        ("IMAGE_DIGEST", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("EXPERIMENT", "123e4567-e89b-12d3-a456-426614174000"),
        ("PLACE", "prod-catalog-ImagesBucket2-eu-west-1"),
        ("CLASS", "com.example.shop.OrderServiceFactory2Impl"),
    ],
)
def test_plain_settings_pass(failures: Failures, task: Task, name: str, value: str) -> None:
    assert failures(POLICY, resource=task(variable(name, value))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD", "hunter2"),
        ("db_password", "hunter2"),
        ("PAYMENT_API_KEY", "4242"),
        ("PGPASSWORD", "hunter2"),
        ("DbPassword", "hunter2"),
        ("SMTP_PASS", "hunter2"),
        ("COLOUR", "kT9vQ2xLrZ8mWc4NpY7sBd1HfJ6gAe3U"),
        ("COLOUR", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("COLOUR", "5f4dcc3b5aa765d61d8327deb882cf99"),
        ("CONNECTION", "Server=db;User Id=shop;Password=hunter2;"),
        ("GITHUB_TOKEN", "x"),
        ("SECRET_NAME", "AKIAIOSFODNN7EXAMPLE"),
        ("COLOUR", "-----BEGIN RSA PRIVATE KEY-----"),
        ("COLOUR", "sk_live_" + "a1" * 12),
        ("COLOUR", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"),
        ("DATABASE_URL", "postgresql://shop:hunter2@db/shop"),
        ("COLOUR", "${aws_secretsmanager_secret_version.v.secret_string}"),
        ("COLOUR", "${random_password.p.result}"),
    ],
)
def test_a_secret_by_name_or_by_look_fails(failures: Failures, task: Task, name: str, value: str) -> None:
    assert failures(POLICY, resource=task(variable(name, value))) == REFUSED


def test_a_secret_in_a_command_fails(failures: Failures, task: Task) -> None:
    assert failures(POLICY, resource=task({"command": ["serve", "AKIAIOSFODNN7EXAMPLE"]})) == REFUSED


def test_a_secret_by_reference_passes(failures: Failures, task: Task) -> None:
    secrets = [{"name": "API_KEY", "valueFrom": "${aws_secretsmanager_secret.api_key.arn}"}]

    assert failures(POLICY, resource=task({"secrets": secrets})) == []


@pytest.mark.parametrize(
    ("name", "found"), [("BUCKET", []), ("API_TOKEN", ["dev-example: aws_lambda_function.f"])]
)
def test_functions_are_looked_at_too(failures: Failures, name: str, found: list[str]) -> None:
    function = {"function_name": "f", "environment": [{"variables": {name: "x"}}]}

    assert failures(POLICY, resource={"aws_lambda_function": {"f": function}}) == found


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (
            "kubernetes_deployment_v1",
            {"spec": {"template": {"spec": {"container": [{"env": [{"name": "API_KEY", "value": "x"}]}]}}}},
        ),
        ("kubernetes_cron_job_v1", {"spec": {"job_template": {"spec": {"template": {"spec": {
            "init_container": [{"args": ["--key", "AKIAIOSFODNN7EXAMPLE"]}]}}}}}}),
        ("kubernetes_config_map_v1", {"data": {"API_KEY": "x"}}),
        ("aws_scheduler_schedule", {"target": {"input": '{"environment": [{"name": "API_KEY", "value": "x"}]}'}}),
        ("aws_cloudwatch_event_target", {"input": '{"password": "hunter2"}'}),
        ("aws_batch_job_definition", {"container_properties": '{"environment": [{"name": "API_KEY", "value": "x"}]}'}),
        (
            "aws_apprunner_service",
            {"source_configuration": {"image_repository": {"image_configuration": {
                "runtime_environment_variables": {"API_KEY": "x"}}}}},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_so_is_everything_else_that_takes_variables(
    failures: Failures, kind: str, arguments: dict[str, Any]
) -> None:
    assert failures(POLICY, resource={kind: {"x": arguments}}) == [f"dev-example: {kind}.x"]


def test_a_variable_that_kubernetes_fetches_passes(failures: Failures) -> None:
    variable = {"name": "API_KEY", "value_from": {"secret_key_ref": {"name": "keys", "key": "api"}}}
    deployment = {"spec": {"template": {"spec": {"container": [{"env": [variable]}]}}}}

    assert failures(POLICY, resource={"kubernetes_deployment_v1": {"x": deployment}}) == []
