"""What to do about the failures of a real run that have nothing to do with what was planned."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yard.config import InputError, YardError
from yard.engine.diagnostics import TerraformError

OFFLINE = "add --offline to plan without AWS"
SAID_CHARACTERS = 700  # of Terraform's own words; a lock's owner stands after some 400 of them
# What Terraform, its S3 backend and the AWS SDK say -> what is missing and what to do.
KNOWN = (
    (
        r"account ID not allowed|AWS account ID .* is not allowed",
        "The credentials belong to another account than {account}, which the environment names. Take that account's"
        " (AWS_PROFILE), or " + OFFLINE + ".",
    ),
    (
        r"Error acquiring the state lock",
        "Another run holds the state: below stand who and since when. Wait until it ends. If it was killed, remove the"
        " .tflock object beside the state in {bucket}.",
    ),
    (
        r"No valid credential sources|failed to refresh cached credentials|ExpiredToken|InvalidClientTokenId"
        r"|get credentials",
        "AWS credentials are missing or have expired. Log in to account {account} (`aws sso login`, then set"
        " AWS_PROFILE), or " + OFFLINE + ".",
    ),
    (
        r"NoSuchBucket|bucket .* does not exist",
        "The state bucket {bucket} is missing in account {account}. Create it as docs/real-account.md says, or "
        + OFFLINE
        + ".",
    ),
    (
        r"query available provider packages|registry\.terraform\.io|Failed to install provider|registry\.opentofu\.org",
        "Terraform's registry cannot be reached, so hashicorp/aws cannot be installed. Check the network or the"
        " proxy, or " + OFFLINE + ".",
    ),
    (
        r"dial tcp|no such host|i/o timeout|connection refused",
        "AWS cannot be reached from here. Check the network or the proxy, or " + OFFLINE + ".",
    ),
    (
        r"AccessDenied|UnauthorizedOperation|is not authorized to perform",
        "The credentials may not do this in account {account}. Take a role that may.",
    ),
)


def upstream_is_missing(error: TerraformError) -> bool:
    """Whether a stack could not be planned because one that it reads has no state yet."""
    return "Unable to find remote state" in str(error)


def not_applied_yet(name: str, upstreams: Sequence[str]) -> InputError:
    """`name` reads stacks that were never applied."""
    verb = "is" if len(upstreams) == 1 else "are"
    return InputError(
        f"{name} reads {' and '.join(upstreams)}, which {verb} not applied yet. Apply {' '.join(upstreams)} first,"
        " or all stacks together."
    )


def explain(error: TerraformError, *, account: str, bucket: str) -> YardError:
    """`error` with what is missing and what to do in front, where Terraform's words are known."""
    for pattern, advice in KNOWN:
        if re.search(pattern, str(error), re.IGNORECASE):
            first = str(error).splitlines()[0]
            return YardError(
                advice.format(account=account, bucket=bucket) + f"\nTerraform said: {first[:SAID_CHARACTERS]}"
            )
    return error


def require_credentials(account: str) -> None:
    """Raise YardError where no AWS credentials are configured: better now than after a minute of time-outs."""
    from boto3 import Session
    from botocore.exceptions import BotoCoreError

    try:
        found = Session().get_credentials()
    except BotoCoreError as error:
        raise YardError(f"The AWS configuration does not work: {error}. Mend it, or {OFFLINE}.") from error
    if found is None:
        raise YardError(
            f"No AWS credentials were found for account {account}. Log in (`aws sso login`, then set AWS_PROFILE),"
            f" or {OFFLINE}."
        )
