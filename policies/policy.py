"""What every policy of ours tells besides its verdict, and how it reads checkov's form of a value.

checkov hands a check each argument wrapped in lists (`{"from_port": [22], "cidr_blocks": [["0.0.0.0/0"]]}`),
with line markers between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

Severity = Literal["low", "medium", "high", "critical"]
LINE_MARKERS = frozenset({"__startline__", "__endline__", "__address__"})


class Policy:
    """Mixed into a checkov check: the texts that a finding shows. A check that raises ends `yard check` by name.

    why: what happens where the rule is broken, one sentence.
    fix: what to change, one sentence.
    page: the document that the rule comes from, by its title.
    """

    id: str  # checkov's BaseCheck sets these two
    name: str
    severity_level: ClassVar[Severity]
    why: ClassVar[str]
    fix: ClassVar[str]
    page: ClassVar[str]


def scalars(value: Any) -> Iterator[Any]:
    """Every plain value inside `value`, however deep checkov wrapped it; mappings give their values."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in LINE_MARKERS:
                yield from scalars(inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from scalars(inner)
    elif value is not None:
        yield value


def mapping(value: Any) -> dict[str, Any]:
    """The mapping inside `value` (`[[{"a": ["b"]}]]` gives `{"a": ["b"]}`); empty where there is none."""
    while isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return {}
    return {key: inner for key, inner in value.items() if key not in LINE_MARKERS}


def blocks(value: Any) -> Iterator[dict[str, Any]]:
    """The blocks inside an argument that may repeat, such as `ingress`."""
    if isinstance(value, dict):
        yield {key: inner for key, inner in value.items() if key not in LINE_MARKERS}
    elif isinstance(value, list):
        for inner in value:
            yield from blocks(inner)
