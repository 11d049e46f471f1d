"""YAML that remembers where each key stands, so that an error can name the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from yard.config.errors import InputError

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True)
class YamlSource:
    """One YAML file as plain values, and the line of every key in it.

    name: the path as a person would type it. lines: key path -> line, counted from 1.
    """

    name: str
    values: dict[str, Any]
    lines: Mapping[KeyPath, int] = field(repr=False, default_factory=dict)

    def line_of(self, path: KeyPath) -> int:
        """The line of the key at `path`, or of the nearest key above it that is in the file."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1

    def problem(self, path: KeyPath, text: str) -> str:
        """One sentence about the key at `path`, with its place in front."""
        return f"{self.name}:{self.line_of(path)} {dotted(path)}: {text}"


def dotted(path: Sequence[str | int]) -> str:
    """`("zones", 1)` as a person writes it: `zones[1]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def read_yaml(path: Path, name: str) -> YamlSource:
    """Read a YAML file whose top is a mapping.

    Raises InputError with file and line where it is not UTF-8, not YAML, has a key twice or is not a mapping.
    """
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from error
    except OSError as error:
        raise InputError(
            f"{name}: cannot be read ({error.strerror}). Check the path and its permissions."
        ) from error
    try:
        document = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1
        key = str(error.problem).split('"')[1] if '"' in str(error.problem) else "a key"
        raise InputError(f"{name}:{line} {key}: stands here a second time. Keep one of the two.") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(
            f"{name}:{line}: this is not YAML ({error.problem}). Mend the line or the one above."
        ) from error
    except (YAMLError, ValueError, TypeError, AttributeError, KeyError, NotImplementedError) as error:
        # ruamel lets a few plain errors out on strange scalars and tags.
        raise InputError(
            f"{name}: this is not YAML that can be used here ({error}). Mend the file."
        ) from error
    if document is None:
        raise InputError(f"{name}: the file is empty. Copy another one of its kind and change it.")
    if not isinstance(document, CommentedMap):
        raise InputError(
            f"{name}:1: expected keys with values, found {_kind(document)}. Start with `name: …`."
        )
    lines: dict[KeyPath, int] = {}
    return YamlSource(name=name, values=_plain(document, (), lines), lines=lines)


def _kind(value: Any) -> str:
    return "a list" if isinstance(value, list) else f"{type(value).__name__} {str(value)[:40]!r}"


def _plain(node: Any, path: KeyPath, lines: dict[KeyPath, int]) -> Any:
    """`node` without ruamel's types, noting the line of each key on the way."""
    if isinstance(node, CommentedMap):
        values = {}
        for key, inner in node.items():
            here = (*path, str(key))
            position = node.lc.data.get(key) if node.lc.data else None
            if position:
                lines[here] = position[0] + 1
            values[str(key)] = _plain(inner, here, lines)
        return values
    if isinstance(node, CommentedSeq):
        for index in range(len(node)):
            position = node.lc.data.get(index) if node.lc.data else None
            if position:
                lines[(*path, index)] = position[0] + 1
        return [_plain(inner, (*path, index), lines) for index, inner in enumerate(node)]
    if isinstance(node, bool) or node is None:
        return node
    for plain in (str, int, float):
        if isinstance(node, plain):
            return plain(node)
    return node
