from __future__ import annotations

from modules.network.flow_log import FlowLog
from tests.modules.synthesised import ACCOUNT, REGION, Resources, a_key, synthesise


def flow_log() -> Resources:
    return synthesise(
        lambda stack: FlowLog(
            stack,
            "flow-log",
            vpc_id="vpc-1",
            role_name="dev-network-flow-logs",
            log_group_name="/dev/network/flow-logs",
            retention_days=30,
            account=ACCOUNT,
            region=REGION,
            key=a_key(stack),
        )
    )


def test_accepted_and_rejected_traffic_is_logged() -> None:
    log = flow_log().only("aws_flow_log")

    assert (log["vpc_id"], log["traffic_type"], log["log_destination_type"]) == (
        "vpc-1",
        "ALL",
        "cloud-watch-logs",
    )


def test_the_logs_are_encrypted_and_end() -> None:
    group = flow_log().only("aws_cloudwatch_log_group")

    assert group["kms_key_id"] == "${aws_kms_key.key.arn}"
    assert group["retention_in_days"] == 30


def test_the_role_writes_to_this_log_group_and_nothing_else() -> None:
    resources = flow_log()

    (name,) = resources.all("aws_cloudwatch_log_group")
    for statement in resources.policy("aws_iam_role_policy"):
        assert statement["Resource"] == [f"${{aws_cloudwatch_log_group.{name}.arn}}:*"]
        assert all(action.startswith("logs:") and "*" not in action for action in statement["Action"])


def test_the_role_serves_no_other_account() -> None:
    (trust,) = flow_log().policy("aws_iam_role", key="assume_role_policy")

    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc-flow-log/*"},
    }
