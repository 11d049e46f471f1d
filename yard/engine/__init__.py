"""Terraform over the stacks of an environment."""

from yard.engine.binary import Terraform, find_terraform
from yard.engine.changes import EnvironmentPlan, ResourceChange, StackPlan
from yard.engine.diagnostics import TerraformError
from yard.engine.engine import Engine

__all__ = [
    "Engine",
    "EnvironmentPlan",
    "ResourceChange",
    "StackPlan",
    "Terraform",
    "TerraformError",
    "find_terraform",
]
