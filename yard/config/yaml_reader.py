"""Reading YAML 1.2 with the line of every key, refusing what would be read in another way than it looks.

Numbers, true, false and null are what YAML 1.2 says; `yes`, `on` and dates stay text, and so do keys. Keys that stand
twice, merge keys and tags are refused. Aliases work; one that contains itself does not.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from yard.config.errors import InputError
from yard.config.yaml_source import KeyPath, YamlSource, dotted

# A manifest has some hundred nodes. Aliases of aliases can make billions out of a few lines.
MOST_NODES = 20_000
TAG = "tag:yaml.org,2002:"
KNOWN_TAGS = {
    TAG + kind
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq")
}
TRUE, FALSE = ("true", "yes", "on", "y"), ("false", "no", "off", "n")
HINTS = {
    "'\\t'": "Indent with spaces, not tabs.",
    "mapping values are not allowed": "Put text that has a colon in quotes.",
    "found unexpected end of stream": "Close the quotes.",
    "but got '<stream end>'": "Close the bracket.",
    "could not find expected ':'": "Give the key a colon and a space.",
    "found another document": "Keep one; take the line --- out.",
    "cannot start any token": "Put the text in quotes.",
    "expected <block end>": "Give keys of one group the same indentation.",
}


def read_yaml(path: Path, name: str, *, may_be_empty: bool = False) -> YamlSource:
    """Read a YAML file whose top is a mapping; an empty one is no mapping unless `may_be_empty`.

    Raises InputError with file and line where it is not UTF-8, not YAML, has a key twice or is no mapping.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}:{line}: the file is not UTF-8. Save it as UTF-8.") from error
    except OSError as error:
        raise InputError(
            f"{name}: cannot be read ({error.strerror}). Check what it is and its permissions."
        ) from error
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        if root is None and may_be_empty:
            return YamlSource(name, {})
        if root is None:
            raise InputError(f"{name}: the file is empty. Copy another one of its kind and change it.")
        if not isinstance(root, MappingNode):
            kind = "a list" if isinstance(root, SequenceNode) else "text"
            raise InputError(
                f"{name}:1: found {kind} where keys with values belong. Write lines such as key: value."
            )
        return _Reader(name).read(root)
    except MarkedYAMLError as error:
        raise InputError(_not_yaml(name, error)) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise InputError(f"{name}:{line}: there is a control character. Take it out.") from error
    except RecursionError as error:
        raise InputError(f"{name}: too deeply nested. Write it with fewer levels.") from error
    except (YAMLError, ValueError, TypeError, AttributeError, IndexError, NotImplementedError) as error:
        # ruamel lets plain errors out on odd directives and anchors.
        raise InputError(f"{name}: this is not YAML that can be read ({error}). Mend the file.") from error


def _not_yaml(name: str, error: MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    begun = ""
    if error.context_mark and mark and error.context_mark.line != mark.line:
        begun = f", in what begins at line {error.context_mark.line + 1}"
    problem = " ".join(str(error.problem or error.context or "not readable").split())
    hint = next(
        (hint for words, hint in HINTS.items() if words in problem), "Mend this line or the one above."
    )
    return f"{name}:{mark.line + 1 if mark else 1}: this is not YAML: {problem}{begun}. {hint}"


class _Reader:
    """Turns nodes into plain values, noting lines and texts, and collecting everything that is refused."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[KeyPath, int] = {}
        self.texts: dict[KeyPath, str] = {}
        self.problems: list[str] = []
        self.count = 0

    def read(self, root: MappingNode) -> YamlSource:
        values = self._mapping(root, (), ())
        if self.problems:
            raise InputError(self.problems)
        return YamlSource(self.name, values, self.lines, self.texts)

    def _value(self, node: Node, path: KeyPath, above: tuple[int, ...]) -> Any:
        self.count += 1
        if self.count > MOST_NODES:
            raise InputError(
                f"{self.name}: holds more than {MOST_NODES} values, aliases counted. Write it shorter."
            )
        if id(node) in above:
            self._refuse(node, path, "is an alias of what it stands in. Write the value out.")
            return None
        if str(node.tag) not in KNOWN_TAGS:
            self._refuse(node, path, "has a tag (!…). Take the tag out; plain values are enough.")
            return None
        above = (*above, id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, above)
        if isinstance(node, SequenceNode):
            for index, item in enumerate(node.value):
                self.lines[(*path, index)] = item.start_mark.line + 1
            return [self._value(item, (*path, index), above) for index, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)  # the third and last kind of node
        self.texts[path] = f'"{node.value}"' if node.style in ("'", '"') else node.value
        return _scalar(node)

    def _mapping(self, node: MappingNode, path: KeyPath, above: tuple[int, ...]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._refuse(key_node, path, "has a key that is a list or a group. Use a name as the key.")
                continue
            here = (*path, str(key_node.value))
            if key_node.tag == TAG + "merge":
                self._refuse(key_node, here, "merge keys are not read. Write the keys out.")
            elif key_node.value in values:
                first = self.lines[here]
                self._refuse(
                    key_node, here, f"stands here a second time, first at line {first}. Keep one of the two."
                )
            else:
                self.lines[here] = key_node.start_mark.line + 1
                values[str(key_node.value)] = self._value(value_node, here, above)
        return values

    def _refuse(self, node: Node, path: KeyPath, text: str) -> None:
        place = f"{self.name}:{node.start_mark.line + 1} {dotted(path)}".rstrip()
        self.problems.append(f"{place}: {text}")


def _scalar(node: ScalarNode) -> Any:
    """The value of a scalar; text where it is not what its tag says."""
    text, plain = str(node.value), str(node.value).replace("_", "").lower()
    match str(node.tag).removeprefix(TAG):
        case "null":
            return None
        case "bool" if plain in TRUE or plain in FALSE:
            return plain in TRUE
        case "int":
            bases = {"0x": 16, "0o": 8, "0b": 2}
            try:
                return int(plain, bases.get(plain.lstrip("+-")[:2], 10))
            except ValueError:  # 1:30 in YAML 1.1, or more digits than Python reads
                return text
        case "float" if re.fullmatch(r"[-+]?\.(inf|nan)", plain):
            return float(plain.replace(".", ""))
        case "float":
            try:
                return float(plain)
            except ValueError:
                return text
        case _:
            return text
