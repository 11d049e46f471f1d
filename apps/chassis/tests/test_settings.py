from __future__ import annotations

import json

import pytest
from chassis import secrets
from chassis.secrets import SecretUnavailableError
from chassis.settings import ServiceSettings, load_settings
from pydantic import Field, SecretStr


class ShopSettings(ServiceSettings):
    table_cups: str
    signing_key: SecretStr = Field(min_length=16)


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ENVIRONMENT", "LOG_LEVEL", "TABLE_CUPS", "SIGNING_KEY"):
        monkeypatch.delenv(name, raising=False)


def event(capsys: pytest.CaptureFixture[str]) -> str:
    (line,) = capsys.readouterr().out.splitlines()
    text = json.loads(line)["event"]
    assert isinstance(text, str)
    return text


def test_a_field_is_read_from_the_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("TABLE_CUPS", "dev-shop-cups")
    monkeypatch.setenv("SIGNING_KEY", "0123456789abcdef")

    settings = load_settings(ShopSettings, "shop")

    assert settings.table_cups == "dev-shop-cups"
    assert settings.log_level == "info"
    assert "0123456789abcdef" not in repr(settings)


def test_missing_variables_are_named_in_one_line_at_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("TABLE_CUPS", "")

    with pytest.raises(SystemExit) as ended:
        load_settings(ShopSettings, "shop")

    assert ended.value.code == 4
    assert event(capsys) == (
        "shop cannot start: TABLE_CUPS and SIGNING_KEY are not set. Set them in the task's environment."
    )


def test_a_wrong_variable_is_named_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("TABLE_CUPS", "dev-shop-cups")
    monkeypatch.setenv("SIGNING_KEY", "hunter2")

    with pytest.raises(SystemExit):
        load_settings(ShopSettings, "shop")

    assert event(capsys) == (
        "shop cannot start: SIGNING_KEY is wrong: value should have at least 16 items after validation, not 7."
    )


ARN = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:shop-signing-key-AbCdEf"


@pytest.fixture
def _named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "dev")
    monkeypatch.setenv("TABLE_CUPS", "dev-shop-cups")
    monkeypatch.setenv("SIGNING_KEY_SECRET_ARN", ARN)


@pytest.mark.usefixtures("_named")
def test_a_secret_may_be_named_instead_of_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "read", {ARN: "a-key-of-the-secrets-manager"}.__getitem__)

    settings = load_settings(ShopSettings, "shop")

    assert settings.signing_key.get_secret_value() == "a-key-of-the-secrets-manager"


@pytest.mark.usefixtures("_named")
def test_a_secret_that_is_given_is_not_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGNING_KEY", "a-key-of-the-environment")
    monkeypatch.setattr(secrets, "read", {}.__getitem__)

    settings = load_settings(ShopSettings, "shop")

    assert settings.signing_key.get_secret_value() == "a-key-of-the-environment"


@pytest.mark.usefixtures("_named")
def test_a_secret_that_cannot_be_read_is_named_at_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(arn: str) -> str:
        raise SecretUnavailableError(f"{arn} can't be read: AccessDeniedException")

    monkeypatch.setattr(secrets, "read", refuse)

    with pytest.raises(SystemExit) as ended:
        load_settings(ShopSettings, "shop")

    assert ended.value.code == 4
    assert event(capsys) == f"shop cannot start: the secret {ARN} can't be read: AccessDeniedException."
