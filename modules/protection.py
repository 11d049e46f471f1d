"""What outlives its stack."""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle


def lifecycle(*, protect: bool) -> TerraformResourceLifecycle | None:
    """With `protect`, Terraform refuses any plan that would destroy the resource."""
    return TerraformResourceLifecycle(prevent_destroy=True) if protect else None
