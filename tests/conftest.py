"""What all tests share: no credentials of the person who runs them, and no colours."""

from __future__ import annotations

import os

import pytest

REAL_AWS = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_PROFILE",
    "AWS_ENDPOINT_URL",
)


@pytest.fixture(autouse=True, scope="session")
def _own_nothing() -> None:
    """Tests see neither real AWS credentials nor the person's Terraform settings."""
    for name in (*REAL_AWS, "TF_CLI_CONFIG_FILE", "TERRAFORM_BINARY_NAME", "YARD_OFFLINE"):
        os.environ.pop(name, None)
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    os.environ["NO_COLOR"] = "1"
