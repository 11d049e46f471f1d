from __future__ import annotations

from modules.observability.log_bucket import LogBucket
from tests.modules.synthesised import ACCOUNT, REGION, Resources, synthesise


def log_bucket() -> Resources:
    return synthesise(
        lambda stack: LogBucket(
            stack,
            "access-logs",
            name=f"dev-access-logs-{ACCOUNT}-{REGION}",
            account=ACCOUNT,
            region=REGION,
            retention_days=90,
            protect=False,
        )
    )


def test_only_log_delivery_for_this_account_writes_to_the_bucket() -> None:
    deny, load_balancers, distributions, buckets = log_bucket().policy("aws_s3_bucket_policy")

    assert deny["Effect"] == "Deny"
    assert load_balancers["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert load_balancers["Condition"] == {
        "ArnLike": {"aws:SourceArn": f"arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/*"}
    }
    assert distributions["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert distributions["Condition"]["StringEquals"]["aws:SourceAccount"] == ACCOUNT
    assert buckets["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert buckets["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert load_balancers["Action"] == buckets["Action"] == ["s3:PutObject"]


def test_the_bucket_has_s3s_own_encryption_since_log_delivery_takes_no_other() -> None:
    (rule,) = log_bucket().only("aws_s3_bucket_server_side_encryption_configuration")["rule"]

    assert rule == {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}


def test_access_logs_end() -> None:
    (rule,) = log_bucket().only("aws_s3_bucket_lifecycle_configuration")["rule"]

    assert rule["expiration"] == [{"days": 90}]
