"""Whether two values say the same in other words, as JSON policies do.

AWS gives a policy back with its keys in another order, or `["s3:GetObject"]` where `"s3:GetObject"` was sent; the
real provider keeps what was written in that case, and so does this one.
"""

from __future__ import annotations

import json
from typing import Any

# Where IAM takes one value or a list of them. Source: "IAM JSON policy elements: Grammar".
ONE_OR_MANY = frozenset(
    {"Action", "NotAction", "Resource", "NotResource", "AWS", "Service", "Federated", "CanonicalUser"}
)


def same_meaning(left: Any, right: Any) -> bool:
    """Whether the values are equal, or both are texts of JSON documents that mean the same."""
    if left == right:
        return True
    if not isinstance(left, str) or not isinstance(right, str):
        return False
    one, other = _document(left), _document(right)
    return one is not None and other is not None and _normal(one) == _normal(other)


def _document(text: str) -> dict[str, Any] | list[Any] | None:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        parsed = json.loads(text)
    except ValueError:
        return None
    return parsed if isinstance(parsed, (dict, list)) else None


def _normal(value: Any) -> Any:
    if isinstance(value, list):
        return [_normal(item) for item in value]
    if not isinstance(value, dict):
        return value
    policy = isinstance(value.get("Statement"), (dict, list))
    return {
        key: _policy_statements(item) if policy and key == "Statement" else _normal(item)
        for key, item in value.items()
    }


def _policy_statements(value: Any) -> Any:
    statements = value if isinstance(value, list) else [value]
    return [_policy_element(statement) for statement in statements]


def _policy_element(value: Any) -> Any:
    """A statement, principal or condition with single values as lists and lists sorted: their order means nothing."""
    if not isinstance(value, dict):
        return value
    normal = {}
    for key, item in value.items():
        if key in ("Principal", "NotPrincipal"):
            normal[key] = {"AWS": ["*"]} if item == "*" else _policy_element(item)
        elif key == "Condition" and isinstance(item, dict):
            normal[key] = {operator: _condition(test) for operator, test in item.items()}
        elif key in ONE_OR_MANY:
            normal[key] = _sorted(item)
        else:
            normal[key] = item
    return normal


def _condition(value: Any) -> Any:
    return {key: _sorted(item) for key, item in value.items()} if isinstance(value, dict) else value


def _sorted(value: Any) -> Any:
    """Terraform writes true where AWS gives back "true"."""
    items = value if isinstance(value, list) else [value]
    return sorted(str(item).lower() if isinstance(item, bool) else str(item) for item in items)
