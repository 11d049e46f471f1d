"""Which resources a value of the synthesised JSON refers to, through the outputs of other stacks too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

INTERPOLATION = re.compile(r"\$\{([^}]*)\}")
REMOTE = re.compile(r"data\.terraform_remote_state\.([\w-]+)\.outputs(?:\.([\w-]+)|\[\"([\w-]+)\"\])")
RESOURCE = re.compile(r"(?<![\w.-])((?:aws|kubernetes)_[a-z0-9_]+)\.([\w-]+)")


@dataclass(frozen=True, order=True)
class Place:
    """A resource: `dev-catalog`, `aws_dynamodb_table`, `table-products`."""

    stack: str
    kind: str
    name: str


class Resources:
    """The resources of all stacks of an environment. stacks: name -> its Terraform JSON."""

    def __init__(self, stacks: Mapping[str, Mapping[str, Any]]) -> None:
        self._stacks = stacks

    def of(self, *kinds: str) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        """All resources of these types, in order of stack and name; of every type where none is given."""
        for stack in sorted(self._stacks):
            for kind, named in sorted(self._stacks[stack].get("resource", {}).items()):
                if not kinds or kind in kinds:
                    for name, body in sorted(named.items()):
                        yield Place(stack, kind, name), body

    def __getitem__(self, place: Place) -> Mapping[str, Any]:
        body: Mapping[str, Any] = self._stacks[place.stack]["resource"][place.kind][place.name]
        return body

    def __contains__(self, place: Place) -> bool:
        stack = self._stacks.get(place.stack, {})
        return place.name in stack.get("resource", {}).get(place.kind, {})

    def referred(self, stack: str, value: Any, *kinds: str) -> list[Place]:
        """What `value`, a part of `stack`, refers to, each once, in the order of the text; only `kinds` where given."""
        text = value if isinstance(value, str) else json.dumps(value)
        found: dict[Place, None] = {}
        for expression in INTERPOLATION.findall(text):
            found |= dict.fromkeys(self._places(stack, expression.replace('\\"', '"')))
        return [place for place in found if not kinds or place.kind in kinds]

    def _places(self, stack: str, expression: str) -> Iterator[Place]:
        for reader, plain, quoted in REMOTE.findall(expression):
            other = reader.removeprefix("cross-stack-reference-input-")
            output = self._stacks.get(other, {}).get("output", {}).get(plain or quoted, {})
            yield from self.referred(other, output.get("value", ""))
        for kind, name in RESOURCE.findall(REMOTE.sub("", expression)):
            place = Place(stack, kind, name)
            if place in self:
                yield place
