"""Environments of a function that are started before they are needed.

Defines: how many the alias keeps, and the scaling between that and what the function may use at most.
Leaves to the caller: the alias.
"""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from cdktf_cdktf_provider_aws.lambda_provisioned_concurrency_config import LambdaProvisionedConcurrencyConfig
from constructs import Construct

from modules.compute.function_alias import FunctionAlias

# Above it, more are started. Source: "AWS Lambda Developer Guide, Managing provisioned concurrency with Application
# Auto Scaling", whose example this is.
UTILIZATION = 0.7


class ProvisionedConcurrency(Construct):
    """At least `least` are warm; with the load up to `most`, and back."""

    def __init__(self, scope: Construct, id_: str, *, alias: FunctionAlias, least: int, most: int) -> None:
        """most: the function's reserved concurrency; Lambda refuses more. ValueError unless 1 <= least <= most."""
        super().__init__(scope, id_)
        if not 1 <= least <= most:
            raise ValueError(f"least: {least}. Use 1 to {most}, the most that the function may use.")
        config = LambdaProvisionedConcurrencyConfig(
            self,
            "Default",
            function_name=alias.function_name,
            qualifier=alias.name,
            provisioned_concurrent_executions=least,
            depends_on=alias.dependencies,
            # Scaling changes it; Terraform must not put it back.
            lifecycle=TerraformResourceLifecycle(ignore_changes=["provisioned_concurrent_executions"]),
        )
        target = AppautoscalingTarget(
            self,
            "scaling",
            service_namespace="lambda",
            scalable_dimension="lambda:function:ProvisionedConcurrency",
            resource_id=f"function:{alias.function_name}:{alias.name}",
            min_capacity=least,
            max_capacity=most,
            depends_on=[config],
        )
        AppautoscalingPolicy(
            self,
            "utilization",
            name="utilization",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration=AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                target_value=UTILIZATION,
                predefined_metric_specification=AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
                    predefined_metric_type="LambdaProvisionedConcurrencyUtilization"
                ),
            ),
        )
