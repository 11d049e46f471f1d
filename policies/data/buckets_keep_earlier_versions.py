"""A bucket keeps what was overwritten or deleted for a while.

Why: a faulty release deletes objects faster than anybody notices; without versions they are gone. Terraform's state
is in such a bucket too.

Bad:  resource "aws_s3_bucket_versioning" "images" { versioning_configuration { status = "Suspended" } }
Good: resource "aws_s3_bucket_versioning" "images" { versioning_configuration { status = "Enabled" } }
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Resource


class BucketsKeepEarlierVersions(ResourcePolicy):
    """Fails where a bucket has no versioning, or it is suspended."""

    identifier = "YARD_DATA_2"
    title = "A bucket keeps earlier versions of its objects"
    severity_level = "medium"
    why = "What a fault overwrites or deletes could not be had back."
    fix = "Add aws_s3_bucket_versioning with status Enabled, and a lifecycle rule that ends old versions."
    page = (
        "AWS Well-Architected Framework, REL09-BP01 Identify and back up all data that needs to be backed up, or"
        " reproduce the data from sources; AWS Security Hub User Guide, S3.14"
    )
    resources = ("aws_s3_bucket",)
    keys = ("versioning_configuration",)

    def holds(self, resource: Resource) -> bool:
        """True where the stack switches versions on for this bucket."""
        return any(
            resource.is_meant_by(setting.arguments.raw("bucket"))
            and setting.arguments.text("versioning_configuration", "status") == "Enabled"
            for setting in self.stack.resources("aws_s3_bucket_versioning")
        )


check = BucketsKeepEarlierVersions()
