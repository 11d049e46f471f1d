"""One YAML file as plain values that remember the file, the line and the words that each came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlSource:
    """Values, and where each of them stands.

    name: the file's path as a person would type it. lines: key path -> line, counted from 1.
    texts: key path -> the scalar as it was written, quotes included. origins: key path -> the path that the person
    wrote, where that is another one (`memory` -> `environments.prod.memory`).
    """

    name: str
    values: dict[str, Any]
    lines: Mapping[KeyPath, int] = field(repr=False, default_factory=dict)
    texts: Mapping[KeyPath, str] = field(repr=False, default_factory=dict)
    origins: Mapping[KeyPath, KeyPath] = field(repr=False, default_factory=dict)

    def line_of(self, path: KeyPath) -> int:
        """The line of the key at `path`, or of the nearest key above it that is in the file."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1

    def written(self, path: KeyPath) -> KeyPath:
        """`path` as the person wrote it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.origins:
                return (*self.origins[path[:end]], *path[end:])
        return path

    def problem(self, path: KeyPath, text: str) -> str:
        """One sentence about the key at `path`, with its place in front."""
        return f"{self.name}:{self.line_of(path)} {dotted(self.written(path))}: {text}"


def dotted(path: Sequence[str | int]) -> str:
    """`("zones", 1)` as a person writes it: `zones[1]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part or '""'
    return text


def key_path(key: str) -> KeyPath:
    """`zones[1]` or `zones.1` as a path: `("zones", 1)`."""
    parts = [part for part in re.split(r"[.\[\]]", key) if part]
    return tuple(int(part) if part.isdecimal() else part for part in parts)
