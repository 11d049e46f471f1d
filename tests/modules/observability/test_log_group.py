from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.observability.log_group import LogGroup
from tests.modules.synthesised import Resources, a_key, a_role, synthesise


def log_group(retention_days: int = 30) -> Resources:
    def build(stack: TerraformStack) -> None:
        group = LogGroup(
            stack, "log-group", name="/dev/catalog", retention_days=retention_days, key=a_key(stack)
        )
        group.grant_write(a_role(stack))

    return synthesise(build)


def test_logs_are_encrypted_and_end() -> None:
    group = log_group().only("aws_cloudwatch_log_group")

    assert (group["retention_in_days"], group["kms_key_id"]) == (30, "${aws_kms_key.key.arn}")


def test_a_writer_writes_to_this_group_only_and_reads_nothing() -> None:
    (statement,) = log_group().policy("aws_iam_role_policy")

    assert statement["Action"] == ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert statement["Resource"] == ["${aws_cloudwatch_log_group.log-group.arn}:*"]


def test_a_retention_that_cloudwatch_does_not_know_is_refused_with_those_that_it_does() -> None:
    with pytest.raises(ValueError, match="CloudWatch Logs") as caught:
        log_group(retention_days=15)

    assert str(caught.value) == (
        "retention_days: CloudWatch Logs does not know 15. Use one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365,"
        " 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
    )
