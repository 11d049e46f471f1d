"""What outlives its stack."""

from __future__ import annotations

from collections.abc import Sequence

from cdktf import TerraformResourceLifecycle


def lifecycle(*, protect: bool, ignore: Sequence[str] = ()) -> TerraformResourceLifecycle | None:
    """With `protect`, Terraform refuses any plan that would destroy the resource.

    ignore: arguments that AWS changes by itself, which Terraform must not put back.
    """
    if not protect and not ignore:
        return None
    return TerraformResourceLifecycle(
        prevent_destroy=True if protect else None, ignore_changes=list(ignore) or None
    )
