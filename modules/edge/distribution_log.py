"""Access logs of a distribution, delivered to a bucket in any region.

Defines: delivery source, destination and the delivery between them, all in us-east-1, where CloudFront's logs are.
Leaves to the caller: the bucket and its policy (`LogBucket`).

Standard logging v2: the older kind, `logging_config` of the distribution, writes with ACLs, which the bucket refuses.
Source: "CloudFront Developer Guide, Configure standard logging (v2)".
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.cloudwatch_log_delivery import (
    CloudwatchLogDelivery,
    CloudwatchLogDeliveryS3DeliveryConfiguration,
)
from cdktf_cdktf_provider_aws.cloudwatch_log_delivery_destination import (
    CloudwatchLogDeliveryDestination,
    CloudwatchLogDeliveryDestinationDeliveryDestinationConfiguration,
)
from cdktf_cdktf_provider_aws.cloudwatch_log_delivery_source import CloudwatchLogDeliverySource
from constructs import Construct

REGION = "us-east-1"
# Source: "CloudWatch Logs API Reference, PutDeliverySource, PutDeliveryDestination".
LONGEST_NAME = 60


class DistributionLog(Construct):
    """One JSON object a request, in files by day and hour below `cloudfront/`."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, distribution_arn: str, bucket_arn: str
    ) -> None:
        """Raises ValueError for a name of more than 60 characters."""
        super().__init__(scope, id_)
        if len(name) > LONGEST_NAME:
            raise ValueError(f"{name}: a log delivery's name has at most {LONGEST_NAME} characters.")
        source = CloudwatchLogDeliverySource(
            self, "source", region=REGION, name=name, log_type="ACCESS_LOGS", resource_arn=distribution_arn
        )
        destination = CloudwatchLogDeliveryDestination(
            self,
            "destination",
            region=REGION,
            name=name,
            output_format="json",
            delivery_destination_configuration=[
                CloudwatchLogDeliveryDestinationDeliveryDestinationConfiguration(
                    destination_resource_arn=f"{bucket_arn}/cloudfront"
                )
            ],
        )
        CloudwatchLogDelivery(
            self,
            "delivery",
            region=REGION,
            delivery_source_name=source.name,
            delivery_destination_arn=destination.arn,
            s3_delivery_configuration=[
                CloudwatchLogDeliveryS3DeliveryConfiguration(
                    suffix_path="/{DistributionId}/{yyyy}/{MM}/{dd}/{HH}", enable_hive_compatible_path=False
                )
            ],
        )
