"""Gateway endpoints: the way to S3 and DynamoDB that leaves neither AWS nor a bill for NAT.

Defines: one endpoint each, in the given route tables.
Leaves to the caller: who may use which bucket or table (the roles' policies).
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from constructs import Construct

# Source: "Amazon VPC, AWS PrivateLink, Gateway endpoints": these two services, at no charge.
SERVICES = ("s3", "dynamodb")


class GatewayEndpoints(Construct):
    """Routes to S3 and DynamoDB inside AWS's network."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        vpc_id: str,
        route_table_ids: Sequence[str],
        region: str,
    ) -> None:
        super().__init__(scope, id_)
        for service in SERVICES:
            VpcEndpoint(
                self,
                service,
                vpc_id=vpc_id,
                vpc_endpoint_type="Gateway",
                service_name=f"com.amazonaws.{region}.{service}",
                route_table_ids=list(route_table_ids),
                tags={"Name": f"{name}-{service}"},
            )
