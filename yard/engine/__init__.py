"""Terraform over the stacks of an environment."""

from yard.engine.binary import Terraform, find_terraform
from yard.engine.changes import EnvironmentPlan, ResourceChange, StackPlan
from yard.engine.destruction import DestructionRefusedError, refuse_protected, refuse_unnamed
from yard.engine.diagnostics import TerraformError
from yard.engine.engine import Engine
from yard.engine.guard import LossRefusedError, guard, losses, refuse_losses

__all__ = [
    "DestructionRefusedError",
    "Engine",
    "EnvironmentPlan",
    "LossRefusedError",
    "ResourceChange",
    "StackPlan",
    "Terraform",
    "TerraformError",
    "find_terraform",
    "guard",
    "losses",
    "refuse_losses",
    "refuse_protected",
    "refuse_unnamed",
]
