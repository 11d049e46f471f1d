"""A stack in the form that checkov judges fully: what it would make of the same stack written as HCL.

checkov reads Terraform's JSON less closely than HCL. cdktf's nulls hide open ports, IAM policies are text that it
never opens, and what refers to something else stays a reference. Here nulls are dropped, JSON in text is opened,
blocks and maps get the shape of HCL, and a reference where IAM wants an ARN is put into one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# HCL has one way to write a block and another for a map; in JSON both are objects. These arguments of hashicorp/aws
# are maps wherever their values are plain.
MAPS = frozenset(
    {
        "tags",
        "tags_all",
        "variables",
        "environment_variables",
        "labels",
        "metadata",
        "triggers",
        "attributes",
        "volume_tags",
        "resource_tags",
        "dimensions",
        "runtime_environment_variables",
        "runtime_environment_secrets",
        "container_environment_variables",
        "default_arguments",
        "additional_encryption_context",
    }
)
COMMENT = "//"
# checkov leaves a provider without line numbers out of its graph, and then no check of it runs.
LINES = {"__start_line__": 1, "__end_line__": 1}
REFERENCE = re.compile(r"\$\{[^{}]*\}")
# Where cloudsplaining, which checkov asks about IAM, wants an ARN and gives up on the whole policy without one.
ARN_ELEMENTS = frozenset({"Resource", "NotResource"})
Definitions = dict[str, list[dict[str, Any]]]


def hcl_form(document: dict[str, Any]) -> Definitions:
    """The blocks of a stack's JSON as checkov's HCL parser gives them: block type -> one entry a block."""
    stack = without_nulls(document)
    return {kind: list(_blocks_of(kind, body)) for kind, body in stack.items() if kind != COMMENT}


def without_nulls(value: Any) -> Any:
    """`value` without what is null: cdktf writes nulls, and they make checkov's checks of an open port pass."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value if inner is not None]
    return value


def opened(text: str) -> Any:
    """The object or list that `text` writes as JSON; `text` itself where it is anything else."""
    if text.lstrip()[:1] not in ("{", "["):
        return text
    try:
        return _with_arns(without_nulls(json.loads(text)))
    except ValueError:
        return text


def _blocks_of(kind: str, body: Any) -> Iterator[dict[str, Any]]:
    if kind in ("resource", "data"):
        for type_, named in body.items():
            for name, arguments in _items(named):
                yield {type_: {name: _block(arguments)}}
    elif kind in ("terraform", "locals"):
        for one in _each(body):
            yield _block(one)
    else:
        for name, bodies in _items(body):
            for one in _each(bodies):
                yield {name: {**_block(one), **(LINES if kind == "provider" else {})}}


def _items(body: Any) -> Iterator[tuple[str, Any]]:
    """Names and bodies; JSON allows a list of objects in place of one."""
    for one in _each(body):
        yield from ((name, inner) for name, inner in one.items() if name != COMMENT)


def _each(body: Any) -> list[dict[str, Any]]:
    return [one for one in (body if isinstance(body, list) else [body]) if isinstance(one, dict)]


def _block(body: dict[str, Any]) -> dict[str, Any]:
    return {key: _argument(key, value) for key, value in body.items() if key != COMMENT}


def _argument(key: str, value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value if _is_map(key, value) else _block(value)]
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return [_block(one) for one in value]
    return [opened(value) if isinstance(value, str) else value]


def _is_map(key: str, value: dict[str, Any]) -> bool:
    return key in MAPS and not any(isinstance(inner, dict | list) for inner in value.values())


def _with_arns(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {inner_key: _with_arns(inner, inner_key) for inner_key, inner in value.items()}
    if isinstance(value, list):
        return [_with_arns(inner, key) for inner in value]
    if key in ARN_ELEMENTS and isinstance(value, str) and value.startswith("${"):
        return f"arn:aws:{_service(value)}:::{value}"
    return value


def _service(reference: str) -> str:
    """The service that a reference to a resource belongs to, near enough for an ARN to be read: `s3`, `kms`."""
    found = re.match(r"\$\{(?:data\.)?aws_([a-z0-9]+)", reference)
    return found.group(1) if found else "unknown"
