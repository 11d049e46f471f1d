"""A bucket cannot be made public, by its policy, by an object's list or as a website.

Checks that all four switches of the public access block are on, that lists of access (ACLs) are off and none opens
anything, and that S3 serves no website from it, which would be for everybody and without TLS.
Why: buckets that were public by mistake are the best known leaks on AWS; with the block, a mistake stays harmless.

Bad:  resource "aws_s3_bucket" "images" {}
Good: with aws_s3_bucket_public_access_block (all four true) and object_ownership = "BucketOwnerEnforced"
"""

from __future__ import annotations

from policies.resource_policy import ResourcePolicy
from policies.stack import Arguments, Resource

SWITCHES = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


# Kinds that open a bucket or an object beside its policy.
PUBLIC = ("aws_s3_bucket_acl", "aws_s3_bucket_object", "aws_s3_object", "aws_s3_bucket_website_configuration")
OPEN_LISTS = ("public-read", "public-read-write", "authenticated-read")
EVERYBODY = ("global/AllUsers", "global/AuthenticatedUsers")


class BucketsArePrivate(ResourcePolicy):
    """Fails where one of the four switches is off or ACLs are still possible."""

    identifier = "YARD_DATA_3"
    title = "A bucket cannot be made public"
    severity_level = "critical"
    why = "One mistake in a policy would show every object to the world."
    fix = "Add aws_s3_bucket_public_access_block with all four switches on, and BucketOwnerEnforced."
    page = "AWS Foundational Security Best Practices, S3.8 and S3.12; CIS AWS Foundations Benchmark 2.1.4"
    resources = ("aws_s3_bucket", *PUBLIC)
    keys = (*SWITCHES, "acl", "access_control_policy")

    def holds(self, resource: Resource) -> bool:
        """True where the block is whole and objects belong to the bucket's owner."""
        if resource.kind == "aws_s3_bucket_website_configuration":
            return False
        if not _lists_nobody(resource.arguments):
            return False
        if resource.kind != "aws_s3_bucket":
            return True
        if resource.arguments.blocks("website"):
            return False
        return self._is_blocked(resource) and any(
            resource.is_meant_by(setting.arguments.raw("bucket"))
            and setting.arguments.text("rule", "object_ownership") == "BucketOwnerEnforced"
            for setting in self.stack.resources("aws_s3_bucket_ownership_controls")
        )

    def _is_blocked(self, resource: Resource) -> bool:
        return any(
            resource.is_meant_by(block.arguments.raw("bucket"))
            and all(block.arguments.is_on(switch) for switch in SWITCHES)
            for block in self.stack.resources("aws_s3_bucket_public_access_block")
        )


def _lists_nobody(arguments: Arguments) -> bool:
    """Whether no list of access opens it: neither a ready-made one nor one with everybody on it."""
    grantees = [
        *arguments.all("access_control_policy", "grant", "grantee", "uri"),
        *arguments.all("grant", "uri"),
    ]
    return arguments.text("acl") not in OPEN_LISTS and not any(
        str(uri).endswith(EVERYBODY) for uri in grantees
    )


check = BucketsArePrivate()
