"""S3 bucket that load balancers, distributions and other buckets write their access logs to.

Defines: the bucket and who may deliver to it.
Leaves to the caller: pointing a load balancer or a bucket here.
"""

from __future__ import annotations

from cdktf import ITerraformDependable
from constructs import Construct

from modules.arn import arn
from modules.data.bucket import Bucket
from modules.security.policy_document import allow


class LogBucket(Construct):
    """Access logs of one account and region. SSE-S3: log delivery cannot write with a key of ours.

    Sources: "Application Load Balancers, Enable access logs for your Application Load Balancer", "Amazon S3 User
    Guide, Enabling Amazon S3 server access logging", "CloudWatch Logs User Guide, Enable logging from AWS services".
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        account: str,
        region: str,
        retention_days: int,
        protect: bool,
    ) -> None:
        """retention_days: logs go after so many days."""
        super().__init__(scope, id_)
        self._bucket = Bucket(
            self, "bucket", name=name, key=None, expire_days=retention_days, protect=protect
        )
        self._bucket.allow(
            allow(
                ["s3:PutObject"],
                [f"{self._bucket.arn}/*/AWSLogs/{account}/*"],
                sid="LoadBalancers",
                principal={"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                condition={
                    "ArnLike": {
                        "aws:SourceArn": arn("elasticloadbalancing", region, account, "loadbalancer/*")
                    }
                },
            ),
            allow(
                ["s3:PutObject"],
                [f"{self._bucket.arn}/cloudfront/*"],
                sid="Distributions",
                principal={"Service": "delivery.logs.amazonaws.com"},
                condition={
                    "StringEquals": {
                        "aws:SourceAccount": account,
                        "s3:x-amz-acl": "bucket-owner-full-control",
                    },
                    # Of any region: CloudFront's logs are in us-east-1, wherever the bucket is.
                    "ArnLike": {"aws:SourceArn": arn("logs", "*", account, "delivery-source:*")},
                },
            ),
            # The whole bucket, as the S3 User Guide has it: a narrower pattern is one that the emulated S3 refuses.
            allow(
                ["s3:PutObject"],
                [f"{self._bucket.arn}/*"],
                sid="Buckets",
                principal={"Service": "logging.s3.amazonaws.com"},
                condition={"StringEquals": {"aws:SourceAccount": account}},
            ),
        )
        self.name = self._bucket.name
        self.arn = self._bucket.arn

    @property
    def dependencies(self) -> list[ITerraformDependable]:
        """What must exist before anything delivers here."""
        return self._bucket.dependencies
