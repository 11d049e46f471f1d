"""Attributes as the parameters of an API call, guided by botocore's model of the service."""

from __future__ import annotations

import json
from typing import Any

from yard.offline.handlers.base import Values
from yard.offline.handlers.declaration import Operation
from yard.offline.handlers.spelling import like_named

# Attributes of every resource that no API parameter means, even if it has the name.
TERRAFORM_OWN = frozenset({"id", "region", "tags", "tags_all", "timeouts"})
NUMBERS = {"integer": int, "long": int, "float": float, "double": float}


def call(client: Any, operation: Operation, values: Values) -> Any:
    """Do `operation` with what it takes of `values` and return AWS's answer. Raises ClientError."""
    return getattr(client, operation.name)(**parameters(client, operation, values))


def parameters(client: Any, operation: Operation, values: Values) -> dict[str, Any]:
    """What `operation` is called with."""
    members = input_members(client, operation.name)
    chosen: dict[str, Any] = {}
    if operation.like_named:
        for name, value in values.items():
            member = None if name in TERRAFORM_OWN else like_named(name, members)
            if member and member not in operation.arguments and member not in operation.without:
                chosen[member] = value
    for member, source in operation.arguments.items():
        chosen[member] = values.get(source) if isinstance(source, str) else source(values)
    converted = {member: to_api(members[member], value) for member, value in chosen.items()}
    return {member: value for member, value in converted.items() if value is not None}


def input_members(client: Any, operation: str) -> Any:
    """The parameters of `operation`: name -> botocore shape."""
    model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation])
    return model.input_shape.members if model.input_shape else {}


def to_api(shape: Any, value: Any) -> Any:
    """`value` in the form of `shape`; None where nothing was given.

    A block is a list in Terraform and often one structure in AWS; one value is given where AWS takes a list.
    """
    if value is None or value == "":
        return None
    kind = shape.type_name
    if kind == "structure":
        return _structure(shape, value[0] if value and isinstance(value, list) else value)
    if kind == "list":
        items = value if isinstance(value, list) else [value]
        found = [item for item in (to_api(shape.member, item) for item in items) if item is not None]
        return found or (None if shape.metadata.get("min") else [])
    if kind == "map":
        if not isinstance(value, dict):  # a block of which there is none
            return None
        pairs = ((key, to_api(shape.value, item)) for key, item in value.items())
        return {key: item for key, item in pairs if item is not None}
    if kind == "boolean":
        return value if isinstance(value, bool) else str(value).lower() == "true"
    if kind in NUMBERS:
        return NUMBERS[kind](value)
    if kind == "string":
        return _text(value)
    return value


def _structure(shape: Any, value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    chosen = {}
    for name, inner in value.items():
        member = like_named(name, shape.members)
        converted = to_api(shape.members[member], inner) if member else None
        if member and converted is not None:
            chosen[member] = converted
    return chosen


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)
