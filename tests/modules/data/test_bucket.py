from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.data.bucket import Bucket
from tests.modules.synthesised import ACCOUNT, Resources, a_key, a_role, synthesise


def bucket(
    *,
    expire_days: int | None = None,
    archive_days: int | None = None,
    log_bucket: str | None = None,
    protect: bool = False,
    grant: bool = False,
) -> Resources:
    def build(stack: TerraformStack) -> None:
        made = Bucket(
            stack,
            "bucket-images",
            name="dev-catalog-images-111111111111-eu-west-1",
            key=a_key(stack),
            expire_days=expire_days,
            archive_days=archive_days,
            log_bucket=log_bucket,
            protect=protect,
        )
        if grant:
            made.grant_read_write(a_role(stack))

    return synthesise(build)


def test_nothing_in_a_bucket_can_be_made_public() -> None:
    resources = bucket()

    block = resources.only("aws_s3_bucket_public_access_block")
    assert all(
        block[key]
        for key in (
            "block_public_acls",
            "block_public_policy",
            "ignore_public_acls",
            "restrict_public_buckets",
        )
    )
    assert resources.only("aws_s3_bucket_ownership_controls")["rule"] == {
        "object_ownership": "BucketOwnerEnforced"
    }


def test_objects_are_encrypted_with_the_services_key() -> None:
    (rule,) = bucket().only("aws_s3_bucket_server_side_encryption_configuration")["rule"]

    assert rule == {
        "apply_server_side_encryption_by_default": {
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": "${aws_kms_key.key.arn}",
        },
        "bucket_key_enabled": True,
    }


def test_an_overwritten_object_can_be_had_back_for_thirty_days() -> None:
    resources = bucket()

    versioning = resources.only("aws_s3_bucket_versioning")["versioning_configuration"]
    (rule,) = resources.only("aws_s3_bucket_lifecycle_configuration")["rule"]
    assert versioning == {"status": "Enabled"}
    assert rule["noncurrent_version_expiration"] == [{"noncurrent_days": 30}]
    assert rule["abort_incomplete_multipart_upload"] == [{"days_after_initiation": 7}]
    assert "expiration" not in rule


def test_objects_go_after_the_days_that_the_manifest_says() -> None:
    (rule,) = bucket(expire_days=90).only("aws_s3_bucket_lifecycle_configuration")["rule"]

    assert rule["expiration"] == [{"days": 90}]


def test_objects_are_archived_before_they_go_where_they_can_be_read_at_once() -> None:
    (rule,) = bucket(archive_days=30, expire_days=400).only("aws_s3_bucket_lifecycle_configuration")["rule"]

    assert rule["transition"] == [{"days": 30, "storage_class": "GLACIER_IR"}]
    with pytest.raises(ValueError, match=r"archive_days 90 is not before expire_days 90. Lower it."):
        bucket(archive_days=90, expire_days=90)


def test_a_request_without_tls_is_turned_away() -> None:
    (statement,) = bucket().policy("aws_s3_bucket_policy")

    assert statement["Effect"] == "Deny"
    assert statement["Action"] == ["s3:*"]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert len(statement["Resource"]) == 2


def test_a_bucket_outlives_its_stack_when_the_environment_is_protected() -> None:
    kept, free = (bucket(protect=protect).only("aws_s3_bucket") for protect in (True, False))

    assert (kept["force_destroy"], kept["lifecycle"]) == (False, {"prevent_destroy": True})
    assert free["force_destroy"] is True


def test_access_to_a_bucket_is_logged_where_there_is_a_log_bucket() -> None:
    logging = bucket(log_bucket="dev-logs").only("aws_s3_bucket_logging")

    assert logging["target_bucket"] == "dev-logs"
    assert logging["target_prefix"] == "s3/dev-catalog-images-111111111111-eu-west-1/"


def test_a_writer_changes_objects_and_never_the_bucket() -> None:
    list_, objects, key = bucket(grant=True).policy("aws_iam_role_policy")

    arn = "${aws_s3_bucket.bucket-images.arn}"
    assert (list_["Action"], list_["Resource"]) == (["s3:ListBucket"], [arn])
    assert objects["Resource"] == [f"{arn}/*"]
    assert set(objects["Action"]) == {
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:PutObject",
    }
    assert key["Condition"]["StringEquals"]["kms:ViaService"].startswith("s3.")


def test_the_address_of_a_bucket_is_pinned() -> None:
    assert "aws_s3_bucket.bucket-images" in bucket().addresses


def test_cloudfront_reads_for_this_accounts_distributions_and_changes_nothing() -> None:
    def build(stack: TerraformStack) -> None:
        made = Bucket(stack, "site", name="dev-web-site", key=a_key(stack), protect=False)
        made.grant_cloudfront(account=ACCOUNT, region="eu-west-1")

    resources = synthesise(build)

    distributions = {"ArnLike": {"aws:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/*"}}
    _, read, see = resources.policy("aws_s3_bucket_policy")
    decrypt = resources.policy("aws_kms_key")[-1]
    assert (read["Action"], see["Action"], decrypt["Action"]) == (
        ["s3:GetObject"], ["s3:ListBucket"], ["kms:Decrypt"],
    )  # fmt: skip
    for statement in (read, see, decrypt):
        assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
        assert statement["Condition"] == distributions
