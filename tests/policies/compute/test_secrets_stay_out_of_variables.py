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
