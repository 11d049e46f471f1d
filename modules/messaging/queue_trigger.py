"""A queue whose messages a function takes.

Defines: the event source mapping, with partial batch failure.
Leaves to the caller: the queue, and the function's right to consume it (`queue.grant_consume`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import ITerraformDependable
from cdktf_cdktf_provider_aws.lambda_event_source_mapping import (
    LambdaEventSourceMapping,
    LambdaEventSourceMappingScalingConfig,
)
from constructs import Construct

BATCH_SIZE = 10
# Source: "AWS Lambda Developer Guide, Configuring scaling behavior for SQS event source mappings".
CONCURRENCY = (2, 1000)


class QueueTrigger(Construct):
    """Messages come in batches; those that the function names as failed stay, the others go."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        queue_arn: str,
        function_arn: str,
        maximum_concurrency: int,
        depends_on: Sequence[ITerraformDependable],
    ) -> None:
        """function_arn: of the alias. maximum_concurrency: batches at a time, 2 to 1000; messages beyond it wait in the
        queue, where they are not counted as tries. depends_on: the alias, and the role's rights.
        """
        super().__init__(scope, id_)
        least, most = CONCURRENCY
        if not least <= maximum_concurrency <= most:
            raise ValueError(f"maximum_concurrency: {maximum_concurrency}. Use {least} to {most}.")
        LambdaEventSourceMapping(
            self,
            "Default",
            event_source_arn=queue_arn,
            function_name=function_arn,
            batch_size=BATCH_SIZE,
            # Without it, one bad message sends its whole batch back (source: "AWS Lambda Developer Guide, Handling
            # errors for an SQS event source in Lambda").
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=LambdaEventSourceMappingScalingConfig(maximum_concurrency=maximum_concurrency),
            depends_on=list(depends_on),
        )
