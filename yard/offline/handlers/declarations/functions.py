"""Lambda functions, who may invoke them, and the queues that do. The emulated Lambda keeps them and runs nothing.

Left to the state: aws_lambda_provisioned_concurrency_config, which the emulated Lambda does not hold.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    Tags,
    always,
    changes,
    creates,
    reads,
)
from yard.offline.handlers.requests import call

FUNCTION = {"FunctionName": "function_name"}
CODE = ("filename", "image_uri", "s3_bucket", "s3_key", "s3_object_version", "source_code_hash")
# Arguments that UpdateFunctionConfiguration takes. Source: "UpdateFunctionConfiguration", AWS Lambda API Reference.
CONFIGURATION = (
    "dead_letter_config description environment ephemeral_storage handler image_config kms_key_arn layers"
    " logging_config memory_size role runtime timeout tracing_config vpc_config"
)
UNRESERVED = -1
TAGS = Tags({"Resource": "arn"}, read="list_tags")


def code(cloud: Cloud, values: Values) -> dict[str, Any]:
    """Where the code is; a stand-in for what is not in the emulated S3, since nothing here runs it."""
    if values.get("image_uri"):
        return {"ImageUri": values["image_uri"]}
    bucket, key = values.get("s3_bucket"), values.get("s3_key")
    if bucket and key and _exists(cloud, bucket, key):
        return {"S3Bucket": bucket, "S3Key": key}
    return {"ZipFile": stand_in()}


def _exists(cloud: Cloud, bucket: str, key: str) -> bool:
    s3 = cloud.client("s3")
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError:
        return False
    return True


def stand_in() -> bytes:
    """A zip, the same every time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("README"), "The code is on this machine's disk.\n")
    return content.getvalue()


def create_function(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """The function, and its first version if versions are published."""
    operation = Operation(
        "create_function", {**FUNCTION, "Code": always(code(cloud, planned))}, like_named=True
    )
    answer = call(cloud.client("lambda", planned.get("region")), operation, planned)
    return {"arn": answer["FunctionArn"].removesuffix(":$LATEST")}


def change_code(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """Other code; its version is published with the configuration's."""
    client = cloud.client("lambda", planned.get("region"))
    client.update_function_code(FunctionName=planned["function_name"], **code(cloud, planned))


def publish(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """A version of what changed, where versions are published."""
    if planned.get("publish"):
        client = cloud.client("lambda", planned.get("region"))
        client.publish_version(FunctionName=planned["function_name"])


def reserve(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """How many may run at a time; -1 is as many as there are."""
    client = cloud.client("lambda", planned.get("region"))
    count = planned.get("reserved_concurrent_executions")
    if count in (None, UNRESERVED):
        client.delete_function_concurrency(FunctionName=planned["function_name"])
    else:
        client.put_function_concurrency(
            FunctionName=planned["function_name"], ReservedConcurrentExecutions=int(count or 0)
        )


def newest_version(answer: Any) -> str:
    """The version that was published last, `$LATEST` where none was."""
    return str(answer["Versions"][-1]["Version"])


LAMBDA_FUNCTION = Declaration(
    service="lambda",
    create=create_function,
    read=(
        reads(
            "get_function",
            FUNCTION,
            "Configuration",
            arn="FunctionArn",
            code_sha256="CodeSha256",
            environment=lambda seen: [{"variables": dict(seen.get("Environment", {}).get("Variables", {}))}],
            source_code_size="CodeSize",
            filled="arn code_sha256 source_code_size last_modified",
            ignored="version vpc_config snap_start signing_job_arn signing_profile_version_arn layers"
            " logging_config description handler runtime image_config",
        ),
        reads(
            "list_versions_by_function",
            FUNCTION,
            version=newest_version,
            filled="version",
            ignored="versions",
        ),
        reads(
            "get_function_concurrency",
            FUNCTION,
            reserved_concurrent_executions="ReservedConcurrentExecutions",
            filled="reserved_concurrent_executions",
        ),
    ),
    changes=(
        Change(frozenset(CODE), change_code),
        changes(CONFIGURATION, "update_function_configuration", FUNCTION, like_named=True),
        Change(frozenset((*CODE, *CONFIGURATION.split(), "publish")), publish),
        Change(frozenset({"reserved_concurrent_executions"}), reserve, on_create=True),
    ),
    delete=Operation("delete_function", FUNCTION),
    id="{function_name}",
    computed={"qualified_arn": "{arn}:{version}"},
    defaults={"memory_size": 128, "package_type": "Zip", "timeout": 3, "publish": False},
    tags=TAGS,
)

PERMISSION = {"FunctionName": "function_name", "Qualifier": "qualifier"}


def statement(answer: Any, values: Values) -> Any:
    """The statement of that id in the function's policy."""
    found = json.loads(answer["Policy"])["Statement"]
    return next((one for one in found if one["Sid"] == values["statement_id"]), None)


LAMBDA_PERMISSION = Declaration(
    service="lambda",
    create=creates("add_permission", {**PERMISSION, "PrincipalOrgID": "principal_org_id"}),
    read=(
        reads(
            "get_policy",
            PERMISSION,
            statement,
            action="Action",
            principal="Principal.Service || Principal.AWS || Principal",
            source_arn='Condition.ArnLike."AWS:SourceArn"',
            source_account='Condition.StringEquals."AWS:SourceAccount"',
        ),
    ),
    delete=Operation("remove_permission", {**PERMISSION, "StatementId": "statement_id"}),
    id="{statement_id}",
    named="statement_id",
    import_id="{function_name}/{statement_id}",
)


def access(values: Values) -> Any:
    """How a source outside AWS is reached; of a queue nothing."""
    return values.get("source_access_configuration") or None


EVENT_SOURCE_MAPPING = Declaration(
    service="lambda",
    create=creates(
        "create_event_source_mapping",
        {
            **FUNCTION,
            "SourceAccessConfigurations": access,
        },
        id="UUID",
        arn="EventSourceMappingArn",
    ),
    read=(
        reads(
            "get_event_source_mapping",
            {"UUID": "id"},
            arn="EventSourceMappingArn",
            function_response_types="FunctionResponseTypes",
            state="State",
            state_transition_reason="StateTransitionReason",
            filled="arn state state_transition_reason batch_size last_modified",
            # The emulated Lambda names the version behind an alias.
            ignored="function_arn function_name",
        ),
    ),
    changes=(
        changes(
            "batch_size enabled filter_criteria function_name function_response_types"
            " maximum_batching_window_in_seconds scaling_config",
            "update_event_source_mapping",
            {"UUID": "id", **FUNCTION, "SourceAccessConfigurations": access},
            like_named=True,
        ),
    ),
    delete=Operation("delete_event_source_mapping", {"UUID": "id"}),
    computed={"uuid": "{id}", "function_arn": "{function_name}"},
    defaults={"batch_size": 10, "enabled": True},
    tags=TAGS,
)

DECLARATIONS = {
    "aws_lambda_function": LAMBDA_FUNCTION,
    "aws_lambda_permission": LAMBDA_PERMISSION,
    "aws_lambda_event_source_mapping": EVENT_SOURCE_MAPPING,
}
