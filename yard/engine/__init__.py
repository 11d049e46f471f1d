"""Terraform over the stacks of an environment."""

from yard.engine.binary import Terraform, find_terraform
from yard.engine.changes import EnvironmentPlan, ResourceChange, StackPlan
from yard.engine.engine import Engine
from yard.engine.process import TerraformError

__all__ = [
    "Engine",
    "EnvironmentPlan",
    "ResourceChange",
    "StackPlan",
    "Terraform",
    "TerraformError",
    "find_terraform",
]
