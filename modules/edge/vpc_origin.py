"""VPC origin: CloudFront's way to a load balancer that has no public address.

Defines: the VPC origin.
Leaves to the caller: the load balancer, and letting CloudFront's prefix list in.
"""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.cloudfront_vpc_origin import (
    CloudfrontVpcOrigin,
    CloudfrontVpcOriginVpcOriginEndpointConfig,
    CloudfrontVpcOriginVpcOriginEndpointConfigOriginSslProtocols,
)
from constructs import Construct


class VpcOrigin(Construct):
    """Network interfaces of CloudFront in the load balancer's subnets; making one takes up to 15 minutes.

    Source: "CloudFront Developer Guide, Restrict access with VPC origins": the VPC needs an internet gateway, which no
    request goes through; gRPC is not supported.
    """

    def __init__(
        self, scope: Construct, id_: str, *, name: str, load_balancer_arn: str, encrypted: bool
    ) -> None:
        """encrypted: HTTPS to the load balancer, whose certificate then has to fit the origin's domain name."""
        super().__init__(scope, id_)
        origin = CloudfrontVpcOrigin(
            self,
            "Default",
            vpc_origin_endpoint_config=[
                CloudfrontVpcOriginVpcOriginEndpointConfig(
                    name=name,
                    arn=load_balancer_arn,
                    http_port=80,
                    https_port=443,
                    origin_protocol_policy="https-only" if encrypted else "http-only",
                    origin_ssl_protocols=[
                        CloudfrontVpcOriginVpcOriginEndpointConfigOriginSslProtocols(
                            items=["TLSv1.2"], quantity=1
                        )
                    ],
                )
            ],
            # A distribution must have the new one before the old one goes.
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
        )
        self.id = origin.id
