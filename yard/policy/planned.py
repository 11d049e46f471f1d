"""A stack with the references in it replaced by what Terraform's plan knows of them.

What another stack gives, or what is applied already, is only a reference in the JSON: an address range, an ARN, a
whole policy with one in it. The plan has the values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

REFERENCE = "${"


def with_planned_values(document: Mapping[str, Any], plan: Mapping[str, Any]) -> dict[str, Any]:
    """`document` with the values that `plan`, what `terraform show -json` says of it, knows for its references.

    What the plan does not know yet stays a reference. Only the root module is looked at: cdktf's stacks have no other.
    """
    module = plan.get("planned_values", {}).get("root_module", {})
    values = {entry["address"]: entry.get("values") or {} for entry in module.get("resources", [])}
    resources = {
        kind: {name: _resolved(body, values.get(f"{kind}.{name}")) for name, body in named.items()}
        for kind, named in document.get("resource", {}).items()
    }
    return {**document, **({"resource": resources} if resources else {})}


def _resolved(written: Any, value: Any) -> Any:
    if value is None or not _refers(written):
        return written
    if isinstance(written, str):
        return value
    if isinstance(written, dict):
        # A single block is an object in the JSON and a list of one in the plan.
        inner = value[0] if isinstance(value, list) and len(value) == 1 else value
        if not isinstance(inner, dict):
            return written
        return {key: _resolved(one, inner.get(key)) for key, one in written.items()}
    if isinstance(written, list) and isinstance(value, list):
        if len(written) == len(value) == 1:
            return [_resolved(written[0], value[0])]
        # Sets come back in an order of their own: such a list is known as a whole or not at all.
        return written if _knows_less(value) else value
    return written


def _refers(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_refers(inner) for inner in value.values())
    if isinstance(value, list):
        return any(_refers(inner) for inner in value)
    return isinstance(value, str) and REFERENCE in value


def _knows_less(value: list[Any]) -> bool:
    """Whether something in a list of the plan is unknown, or a block whose unset arguments look the same."""
    return any(one is None or isinstance(one, dict | list) for one in value)
