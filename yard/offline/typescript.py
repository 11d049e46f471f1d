"""Reads a resource's schema from the TypeScript that cdktf generated for it.

What is used, and what it tells (cdktf's provider generator, resource-generator.ts and struct-generator.ts):

- `// arn - computed: true, optional: false, required: false` above each attribute of a class;
- `name: {value: ..., isBlock: ..., type: "set", storageClassType: "stringList"}` in synthesizeHclAttributes and in
  each ...ToHclTerraform function, for whatever can be written. `listMapperHcl(..., true)` is a repeatable block, with
  `false` an attribute that holds objects; neither is a block of which there may be one;
- the getter (`getNumberAttribute`) or the class of the field (`new FooList(this, "foo", true)`: a set), for whatever
  can only be read;
- `readonly name?: type` in an interface, for the provider's own nested blocks, which have no class.

cdktf writes an attribute of any type, such as a Kubernetes manifest, as a map of anything: Terraform has no such map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yard.offline.schema import LIST, SET, SINGLE, Attribute, Block, NestedBlock
from yard.offline.sensitive import is_sensitive
from yard.offline.types import BOOL, DYNAMIC, NUMBER, STRING, Type, list_of, map_of, set_of

ROOTS = ("TerraformResource", "TerraformDataSource", "TerraformProvider")
PRIMITIVES = {"string": STRING, "number": NUMBER, "boolean": BOOL, "any": DYNAMIC}
WRAPPERS = {"list": list_of, "set": set_of, "map": map_of}

CLASS = re.compile(r"^export class (\w+) extends cdktf\.(\w+) \{\n(.*?)^\}", re.M | re.S)
FUNCTION = re.compile(r"^export function (\w+)ToHclTerraform\(.*?\n(.*?)^\}", re.M | re.S)
INTERFACE = re.compile(r"^export interface (\w+)[^{]*\{\n(.*?)^\}", re.M | re.S)
ATTRIBUTE = re.compile(
    r"^  // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n(.*?)(?=^  // \w+ - computed:|\Z)",
    re.M | re.S,
)
WRITABLE = re.compile(
    r'^\s+(\w+): \{\n\s+value: (.*),\n\s+isBlock: (\w+),\n\s+type: "(\w+)",\n\s+storageClassType: "(\w+)"',
    re.M,
)
READ_ONLY_STRUCT = re.compile(
    r"private _\w+ = new (\w+?)(OutputReference|List|Map)\(this, \"\w+\"(?:, (\w+))?\)"
)
READ_ONLY_MAP = re.compile(r"new cdktf\.(String|Number|Boolean)Map\(")
GETTER = re.compile(
    r"return (?P<set>.*?tolist\()?.*?this\.(?:get(?P<kind>\w+?)|(?P<any>interpolationFor))Attribute\("
)
GETTERS = {
    "String": STRING,
    "Number": NUMBER,
    "Boolean": BOOL,
    "StringMap": map_of(STRING),
    "NumberMap": map_of(NUMBER),
    "BooleanMap": map_of(BOOL),
}
LISTS = {"List": STRING, "NumberList": NUMBER}


class UnreadableBindingsError(ValueError):
    """The bindings are not written as expected."""


@dataclass(frozen=True)
class _Writable:
    """One entry of synthesizeHclAttributes or of a ...ToHclTerraform function."""

    value: str
    is_block: bool
    kind: str
    storage: str

    @property
    def repeats(self) -> bool:
        return "listMapperHcl(" in self.value

    @property
    def is_attribute_of_objects(self) -> bool:
        return (
            re.search(r"listMapperHcl\([a-z]\w+ToHclTerraform, false\)|hashMapperHcl\(", self.value)
            is not None
        )

    @property
    def struct(self) -> str:
        return self.storage if self.kind == "struct" else re.sub(r"(List|Map)$", "", self.storage)

    @property
    def camel(self) -> str:
        match = re.search(r"(?:this\._|struct!?\.)(\w+)", self.value)
        return match[1] if match else ""


def read_schema(text: str, type_name: str) -> Block:
    """The schema of the one resource, data source or provider that is described in `text`.

    type_name: aws_sqs_queue, for example; it decides what is sensitive.
    Raises UnreadableBindingsError if `text` holds no such class, or an attribute that cannot be read.
    """
    return _Reader(text, type_name).root()


class _Reader:
    def __init__(self, text: str, type_name: str) -> None:
        self.type_name = type_name
        self.classes = {match[1]: (match[2], match[3]) for match in CLASS.finditer(text)}
        self.functions = {match[1].lower(): match[2] for match in FUNCTION.finditer(text)}
        self.interfaces = {match[1]: match[2] for match in INTERFACE.finditer(text)}

    def root(self) -> Block:
        bodies = [body for base, body in self.classes.values() if base in ROOTS]
        if len(bodies) != 1:
            raise UnreadableBindingsError(f"{self.type_name}: {len(bodies)} classes, not one")
        return self._block(bodies[0], bodies[0], "")

    def _struct(self, struct: str) -> Block:
        """The nested block or object that cdktf calls `struct`."""
        _, body = self.classes.get(f"{struct}OutputReference", ("", ""))
        return self._block(body, self.functions.get(struct.lower(), ""), struct)

    def _block(self, body: str, writables: str, struct: str) -> Block:
        writable = {
            match[1]: _Writable(match[2], match[3] == "true", match[4], match[5])
            for match in WRITABLE.finditer(writables)
        }
        flags: dict[str, tuple[bool, bool, bool]] = {}
        code: dict[str, str] = {}
        for match in ATTRIBUTE.finditer(body):
            flags[match[1]] = (match[2] == "true", match[3] == "true", match[4] == "true")
            code[match[1]] = match[5]
        for name, entry in writable.items():
            if name not in flags:
                optional = self._is_optional(struct, entry.camel)
                flags[name] = (False, optional, not optional)
        attributes: dict[str, Attribute] = {}
        blocks: dict[str, NestedBlock] = {}
        for name, (computed, optional, required) in sorted(flags.items()):
            nested = (
                self._nested_block(writable[name], required) if name in writable and not computed else None
            )
            if nested is None:
                kind = self._written(writable[name]) if name in writable else self._read(name, code[name])
                kind = DYNAMIC if kind == map_of(DYNAMIC) else kind
                sensitive = is_sensitive(self.type_name, name)
                attributes[name] = Attribute(kind, required, optional, computed, sensitive)
            elif nested.block.type.has_dynamic():
                # Terraform knows no type for a set of blocks whose parts have any type: one attribute of any type.
                attributes[name] = Attribute(DYNAMIC, required, not required)
            else:
                blocks[name] = nested
        return Block(attributes, blocks)

    def _is_optional(self, struct: str, camel: str) -> bool:
        return re.search(rf"readonly {camel}\?:", self.interfaces.get(struct, "")) is not None

    def _nested_block(self, entry: _Writable, required: bool) -> NestedBlock | None:
        if not entry.is_block or entry.is_attribute_of_objects:
            return None
        block, least = self._struct(entry.struct), int(required)
        if entry.kind == "struct":
            return NestedBlock(SINGLE, block, least, least)
        nesting = SET if entry.kind == "set" else LIST
        return NestedBlock(nesting, block, least, 0 if entry.repeats else 1)

    def _written(self, entry: _Writable) -> Type:
        if not entry.is_block:
            return _storage_type(entry.storage, entry.kind)
        inner = self._struct(entry.struct).type
        return inner if entry.kind == "struct" else WRAPPERS[entry.kind](inner)

    def _read(self, name: str, code: str) -> Type:
        if match := READ_ONLY_STRUCT.search(code):
            inner = self._struct(match[1]).type
            if match[2] == "OutputReference":
                return inner
            if match[2] == "Map":
                return map_of(inner)
            return set_of(inner) if match[3] == "true" else list_of(inner)
        if match := READ_ONLY_MAP.search(code):
            return map_of(PRIMITIVES[match[1].lower()])
        if match := GETTER.search(code):
            if match["any"]:
                return DYNAMIC
            if match["kind"] in LISTS:
                element = LISTS[match["kind"]]
                return set_of(element) if match["set"] else list_of(element)
            if match["kind"] in GETTERS:
                return GETTERS[match["kind"]]
        raise UnreadableBindingsError(f"{self.type_name}: the type of {name} cannot be told from its code")


def _storage_type(storage: str, kind: str) -> Type:
    """`stringMapList` of kind set is a set of maps of strings."""
    if kind == "simple":
        return PRIMITIVES[storage]
    inner = re.sub(r"(List|Map)$", "", storage)
    if inner.endswith(("List", "Map")):
        return WRAPPERS[kind](_storage_type(inner, "map" if inner.endswith("Map") else "list"))
    return WRAPPERS[kind](PRIMITIVES[inner])
