"""How a new version of an ECS service takes over: all strategies that ECS has, as one value.

Sources: "Amazon ECS API Reference, DeploymentConfiguration, CanaryConfiguration, LinearConfiguration" (names, ranges),
"Amazon ECS Developer Guide, Amazon ECS service deployment strategies".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from cdktf_cdktf_provider_aws.ecs_service import (
    EcsServiceDeploymentConfiguration,
    EcsServiceDeploymentConfigurationCanaryConfiguration,
    EcsServiceDeploymentConfigurationLinearConfiguration,
)

Strategy = Literal["rolling", "blue_green", "canary", "linear"]
LONGEST_BAKE_MINUTES = 1440
# The smallest step of a linear deployment, in percent; the first one of a canary may be smaller.
SMALLEST_STEP_PERCENT = 3
# How long tasks may take to start and to stop, beside all waiting that was asked for.
START_AND_STOP_MINUTES = 30


@dataclass(frozen=True)
class Rollout:
    """strategy: task by task (`rolling`), or two versions side by side between which ECS shifts the requests.

    percent: of the requests that move at a time; once for `canary`, again and again for `linear`.
    bake_minutes: between steps, and after the last one before the old version ends; 0 to 1440.
    """

    strategy: Strategy = "rolling"
    percent: int = 10
    bake_minutes: int = 5

    def __post_init__(self) -> None:
        least = SMALLEST_STEP_PERCENT if self.strategy == "linear" else 1
        if not least <= self.percent <= 100:
            raise ValueError(f"percent: {self.percent} is no step of {self.strategy}. Use {least} to 100.")
        if not 0 <= self.bake_minutes <= LONGEST_BAKE_MINUTES:
            raise ValueError(f"bake_minutes: {self.bake_minutes}. Use 0 to {LONGEST_BAKE_MINUTES}.")

    @property
    def shifts(self) -> bool:
        """Whether ECS moves requests between two target groups."""
        return self.strategy != "rolling"

    @property
    def longest_minutes(self) -> int:
        """How long a deployment that ends well may take."""
        steps = {"rolling": 0, "blue_green": 1, "canary": 2, "linear": math.ceil(100 / self.percent)}
        return START_AND_STOP_MINUTES + steps[self.strategy] * self.bake_minutes

    def configuration(self) -> EcsServiceDeploymentConfiguration:
        """The block of `aws_ecs_service`. Rolling is said too, or a service would keep the strategy that it had."""
        bake = str(self.bake_minutes)
        return EcsServiceDeploymentConfiguration(
            strategy=self.strategy.upper(),
            bake_time_in_minutes=bake if self.shifts else None,
            canary_configuration=EcsServiceDeploymentConfigurationCanaryConfiguration(
                canary_percent=self.percent, canary_bake_time_in_minutes=bake
            )
            if self.strategy == "canary"
            else None,
            linear_configuration=EcsServiceDeploymentConfigurationLinearConfiguration(
                step_percent=self.percent, step_bake_time_in_minutes=bake
            )
            if self.strategy == "linear"
            else None,
        )
