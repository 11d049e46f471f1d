"""Lambda function: a zip or an image, published as a new version with every change.

Defines: the function, what happens to asynchronous events that fail, what its own start needs (logs, traces, network).
Leaves to the caller: the role, the alias that callers use (`FunctionAlias`), what invokes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.lambda_function import (
    LambdaFunction,
    LambdaFunctionDeadLetterConfig,
    LambdaFunctionEnvironment,
    LambdaFunctionEphemeralStorage,
    LambdaFunctionImageConfig,
    LambdaFunctionLoggingConfig,
    LambdaFunctionTracingConfig,
    LambdaFunctionVpcConfig,
)
from constructs import Construct

from modules.compute.function_limits import check_limits
from modules.messaging.dead_letter_queue import DeadLetterQueue
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.policy_document import Statement, allow, deny
from modules.security.role import Role

# What Lambda does in the function's role to give it an address in the network, and nothing that its code needs.
# Source: "AWS Lambda Developer Guide, Giving Lambda functions access to resources in an Amazon VPC".
INTERFACES = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:UnassignPrivateIpAddresses",
)
INTERFACE_LISTS = ("ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets")
TRACES = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")


@dataclass(frozen=True)
class ZipCode:
    """An object in S3. source_code_hash: base64 of its SHA-256, by which Lambda and Terraform tell that it changed."""

    bucket: str
    object_key: str
    source_code_hash: str | None
    runtime: str


@dataclass(frozen=True)
class ImageCode:
    """An image in the account's registry, by digest."""

    uri: str


@dataclass(frozen=True)
class Attachment:
    """Where in a network the function has its addresses."""

    subnet_ids: Sequence[str]
    security_group_id: str


class Function(Construct):
    """Runs in an environment of its own; callers use an alias, never the function itself."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        arn: str,
        code: ZipCode | ImageCode,
        handler: str,
        role: Role,
        memory_mib: int,
        timeout_seconds: int,
        ephemeral_storage_mib: int,
        reserved_concurrency: int,
        variables: Mapping[str, str],
        log_group: LogGroup,
        key: KmsKey,
        dead_letters: DeadLetterQueue,
        attachment: Attachment | None,
    ) -> None:
        """arn: known before the function is, so that its role can name it. handler: `package.module.function`.

        memory_mib: 128 to 10240; CPU comes with it, a vCPU per 1769 MiB.

        timeout_seconds: 1 to 900. ephemeral_storage_mib: size of /tmp, 512 to 10240. reserved_concurrency: at most so
        many run at once, and so many always can. dead_letters: gets asynchronous events that failed three times.
        Raises ValueError for what is beyond Lambda's limits.
        """
        super().__init__(scope, id_)
        check_limits(
            name=name,
            memory_mib=memory_mib,
            timeout_seconds=timeout_seconds,
            ephemeral_storage_mib=ephemeral_storage_mib,
            reserved_concurrency=reserved_concurrency,
        )
        self.name = name
        self.arn = arn
        self._grant(role, log_group, key, dead_letters)
        if attachment:
            role.allow(*self._interfaces())
        is_zip = isinstance(code, ZipCode)
        self._function = LambdaFunction(
            self,
            "Default",
            function_name=name,
            role=role.arn,
            package_type="Zip" if is_zip else "Image",
            s3_bucket=code.bucket if isinstance(code, ZipCode) else None,
            s3_key=code.object_key if isinstance(code, ZipCode) else None,
            source_code_hash=code.source_code_hash if isinstance(code, ZipCode) else None,
            runtime=code.runtime if isinstance(code, ZipCode) else None,
            handler=handler if is_zip else None,
            image_uri=code.uri if isinstance(code, ImageCode) else None,
            image_config=None if is_zip else LambdaFunctionImageConfig(command=[handler]),
            architectures=["x86_64"],
            memory_size=memory_mib,
            timeout=timeout_seconds,
            ephemeral_storage=LambdaFunctionEphemeralStorage(size=ephemeral_storage_mib),
            reserved_concurrent_executions=reserved_concurrency,
            # A version never changes: an alias can go back to the one before.
            publish=True,
            environment=LambdaFunctionEnvironment(variables=dict(variables)),
            kms_key_arn=key.arn,
            dead_letter_config=LambdaFunctionDeadLetterConfig(target_arn=dead_letters.arn),
            tracing_config=LambdaFunctionTracingConfig(mode="Active"),
            logging_config=LambdaFunctionLoggingConfig(log_format="JSON", log_group=log_group.name),
            vpc_config=LambdaFunctionVpcConfig(
                subnet_ids=list(attachment.subnet_ids), security_group_ids=[attachment.security_group_id]
            )
            if attachment
            else None,
            depends_on=[*role.dependencies],
        )
        self.version = self._function.version

    @property
    def dependencies(self) -> list[ITerraformDependable]:
        """The function, for what names it by an ARN that is known before."""
        return [self._function]

    @staticmethod
    def _grant(role: Role, log_group: LogGroup, key: KmsKey, dead_letters: DeadLetterQueue) -> None:
        """What Lambda itself does in the function's role."""
        log_group.grant_write(role)
        # Lambda decrypts the variables in the function's role (source: "AWS Lambda Developer Guide, Using source
        # function ARN to control function access behavior").
        key.grant_decrypt(role, via="lambda")
        dead_letters.grant_send(role)
        role.allow(allow(TRACES, ["*"]))

    def _interfaces(self) -> list[Statement]:
        _, partition, _, region, account, *_ = self.arn.split(":")
        return [
            # Lambda chooses the interface (source as above: name all resources, or the function may lose its network).
            allow(INTERFACES, [f"arn:{partition}:ec2:{region}:{account}:*/*"]),
            allow(INTERFACE_LISTS, ["*"]),
            # The code itself may do none of it.
            deny(
                (*INTERFACES, *INTERFACE_LISTS),
                ["*"],
                condition={"ArnEquals": {"lambda:SourceFunctionArn": self.arn}},
            ),
        ]
