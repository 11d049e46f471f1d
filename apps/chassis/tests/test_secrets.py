from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from chassis import secrets
from chassis.secrets import SecretUnavailableError
from moto import mock_aws


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    secrets._client.cache_clear()
    with mock_aws():
        yield boto3.session.Session().client("secretsmanager", region_name="eu-west-1")
    secrets._client.cache_clear()


def test_a_secret_is_read_as_it_is_now(manager: Any) -> None:
    arn = manager.create_secret(Name="login", SecretString='{"username": "u", "password": "p1"}')["ARN"]
    first = secrets.read_json(arn)
    manager.put_secret_value(SecretId=arn, SecretString='{"username": "u", "password": "p2"}')

    second = secrets.read_json(arn)

    assert (first["password"], second["password"]) == ("p1", "p2")


def test_a_secret_that_is_not_there_is_named(manager: Any) -> None:
    with pytest.raises(SecretUnavailableError, match=r"^none can't be read: ResourceNotFoundException$"):
        secrets.read("none")


@pytest.mark.parametrize("text", ["hunter2", "[]", "{"])
def test_a_secret_of_another_form_is_named_but_not_shown(manager: Any, text: str) -> None:
    manager.create_secret(Name="login", SecretString=text)

    with pytest.raises(SecretUnavailableError, match=r"^login can't be read: it holds no JSON object$"):
        secrets.read_json("login")


def test_a_secrets_manager_that_does_not_answer_is_no_reason_to_hang(
    manager: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    secrets._client.cache_clear()
    with pytest.raises(SecretUnavailableError, match=r"^login can't be read: EndpointConnectionError$"):
        secrets.read("login")
