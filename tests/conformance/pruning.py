"""A stack as hashicorp/aws 3.39.0 can read it: without what only later releases know, with references made values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# What Terraform itself reads in a resource. Source: "Meta-Arguments", Terraform language documentation.
META = {"//", "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"}
REFERENCE = re.compile(r"\$\{(aws_\w+)\.([\w-]+)\.(\w+)((?:\[\d+\]|\.\w+)*)\}")


@dataclass
class Pruned:
    """document: what is left; dropped: (resource type, dotted path) of what 3.39.0 lacks or only computes.

    The path of a type that it lacks altogether is "".
    """

    document: dict[str, Any]
    dropped: set[tuple[str, str]] = field(default_factory=set)


def prune(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Pruned:
    """schema: resource type -> the genuine schema. Outputs go, since nothing reads them, and other providers."""
    result = Pruned(
        {name: part for name, part in document.items() if name not in ("resource", "output", "//")}
    )
    result.document["provider"] = {"aws": document["provider"]["aws"]}
    resources: dict[str, Any] = {}
    for kind, named in document.get("resource", {}).items():
        if kind not in schema:
            result.dropped.add((kind, ""))
            continue
        resources[kind] = {
            name: _block(arguments, schema[kind]["block"], kind, "", result)
            for name, arguments in named.items()
        }
    for named in resources.values():
        for arguments in named.values():
            if "depends_on" in arguments:
                kept = [to for to in arguments["depends_on"] if to.partition(".")[0] in resources]
                arguments["depends_on"] = kept
    result.document["resource"] = resources
    return result


def tell_instead(document: Mapping[str, Any], later: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Put in place, in `document`, what 3.39.0 accepts of the values that are `later`: see later_values.yaml.

    Returns (type, argument) of those that there were.
    """
    found = set()
    for entry in later:
        *outer, last = entry["argument"].split(".")
        for arguments in document["resource"].get(entry["type"], {}).values():
            for inner in _parts(arguments, outer):
                if inner.get(last) == entry["value"]:
                    inner[last] = entry["instead"]
                    found.add((entry["type"], entry["argument"]))
    return found


def resolve(document: Any, value_of: Callable[[str, str, str], Any]) -> Any:
    """`document` with each `${type.name.attribute}` replaced by its value, where that is text or a number.

    What is not known before an apply cannot be checked, and a whole policy is unknown if one ARN in it is.
    """
    if isinstance(document, Mapping):
        return {key: value if key == "//" else resolve(value, value_of) for key, value in document.items()}
    if isinstance(document, list):
        return [resolve(item, value_of) for item in document]
    if not isinstance(document, str):
        return document

    def value(match: re.Match[str]) -> str:
        found = _inside(value_of(match[1], match[2], match[3]), re.findall(r"\w+", match[4]))
        return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else match[0]

    return REFERENCE.sub(value, document)


def _inside(value: Any, path: list[str]) -> Any:
    """What stands at `path`, keys and places in lists; None where there is nothing."""
    for part in path:
        if isinstance(value, list):
            value = value[int(part)] if part.isdecimal() and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _parts(block: Any, path: list[str]) -> Iterator[dict[str, Any]]:
    for item in block if isinstance(block, list) else [block]:
        if path:
            yield from _parts(item.get(path[0], []), path[1:])
        else:
            yield item


def _block(values: Any, block: Mapping[str, Any], kind: str, path: str, result: Pruned) -> Any:
    if isinstance(values, list):
        return [_block(item, block, kind, path, result) for item in values]
    if not isinstance(values, dict):
        return values
    attributes, blocks = block.get("attributes", {}), block.get("block_types", {})
    kept = {}
    for name, value in values.items():
        where = f"{path}.{name}".lstrip(".")
        if not path and name in META:
            kept[name] = _lifecycle(value, {*attributes, *blocks}) if name == "lifecycle" else value
        elif name in blocks:
            kept[name] = _block(value, blocks[name]["block"], kind, where, result)
        elif name in attributes and (attributes[name].get("optional") or attributes[name].get("required")):
            kept[name] = value
        else:
            result.dropped.add((kind, where))
    return kept


def _lifecycle(rules: Any, known: set[str]) -> Any:
    if isinstance(rules, list):
        return [_lifecycle(item, known) for item in rules]
    ignored = rules.get("ignore_changes")
    if not isinstance(ignored, list):
        return rules
    return {**rules, "ignore_changes": [name for name in ignored if re.split(r"[.\[]", name)[0] in known]}
