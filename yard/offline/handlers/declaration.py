"""How a resource type is declared: its operations, its id, and the arguments that are not named as in AWS.

Attributes and API parameters of the same name (`cidr_block`, `CidrBlock`) are matched by the engine with botocore's
service model; a declaration says only what differs. A path is a JMESPath expression.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import jmespath

from yard.offline.handlers.base import Cloud, Values

# Where a value for AWS comes from: the attribute of that name, or a function of all attributes.
Source = str | Callable[[Values], Any]
# Where an attribute's value comes from: a path in what AWS answered, or a function of the answer.
Path = str | Callable[[Any], Any]
# Something that takes more than one call: (cloud, prior attributes or {} when it is being created, planned ones).
Procedure = Callable[[Cloud, Values, Values], Values | None]


def as_json(path: str) -> Path:
    """A document that boto3 has parsed, as the text that Terraform keeps."""

    def text(description: Any) -> str | None:
        found = jmespath.search(path, description)
        return None if found is None else json.dumps(found)

    return text


def always(value: Any) -> Source:
    """A value that depends on nothing."""
    return lambda _: value


@dataclass(frozen=True)
class Operation:
    """One call of the API.

    name: boto3's, `create_vpc`.
    arguments: API parameter -> its source; a source that gives None leaves the parameter out.
    like_named: pass every attribute that has a parameter of its name, but for `without`.
    result: attributes that only this call's answer tells -> path in it.
    """

    name: str
    arguments: Mapping[str, Source] = field(default_factory=dict)
    like_named: bool = False
    without: frozenset[str] = frozenset()
    result: Mapping[str, Path] = field(default_factory=dict)


def creates(name: str, arguments: Mapping[str, Source] | None = None, /, **result: Path) -> Operation:
    """An operation that takes all arguments it knows; `result` maps attributes to paths in its answer."""
    return Operation(name, arguments or {}, like_named=True, result=result)


@dataclass(frozen=True)
class Read:
    """One call that describes the resource, and what is to be learnt from it.

    found: path to the description, or a function of (answer, attributes). The resource is gone if the first read of
        a declaration finds nothing, or fails with a "not found" error.
    observed: attribute -> path in the description. Finding nothing there means that AWS has nothing.
    filled: attributes that AWS computes, named as in the description or found by `observed`: they are filled in, and
        finding nothing means that AWS does not tell.
    ignored: attributes that only seem to be named as in the description.
    once: attributes that never change in AWS, but do in the emulated one: what the state has is kept.
    imported: attributes that only an import learns -> path in the description.
    needed: the resource is gone if this read finds nothing, though it is not the first.
    """

    operation: Operation
    found: str | Callable[[Any, Values], Any] = "@"
    observed: Mapping[str, Path] = field(default_factory=dict)
    filled: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()
    imported: Mapping[str, Path] = field(default_factory=dict)
    needed: bool = False


def reads(
    name: str,
    arguments: Mapping[str, Source],
    found: str | Callable[[Any, Values], Any] = "@",
    /,
    *,
    filled: str = "",
    ignored: str = "",
    once: str = "",
    **observed: Path,
) -> Read:
    """A `Read` in a line; `filled`, `ignored` and `once` are names with spaces between."""
    return Read(
        Operation(name, arguments),
        found,
        observed,
        frozenset(filled.split()),
        frozenset(ignored.split()),
        frozenset(once.split()),
    )


def imports(read: Read, **imported: Path) -> Read:
    """`read`, with attributes that only an import learns."""
    return replace(read, imported=imported)


def needs(read: Read) -> Read:
    """`read`, without whose finding the resource is gone."""
    return replace(read, needed=True)


@dataclass(frozen=True)
class Change:
    """What is done when one of the attributes `when` changes in place.

    on_create: do it also after creation for those that were given, because the operation that creates takes none.
    """

    when: frozenset[str]
    action: Operation | Procedure
    on_create: bool = False


def changes(
    when: str,
    name: str,
    arguments: Mapping[str, Source],
    *,
    like_named: bool = False,
    on_create: bool = False,
) -> Change:
    """A `Change` by one operation; `when` is attribute names with spaces between."""
    return Change(frozenset(when.split()), Operation(name, arguments, like_named), on_create)


@dataclass(frozen=True)
class Tags:
    """How a service tags: its operations, and how they call the resource, the tags and the keys.

    read: the operation that lists them; None if they are part of the description.
    asked: what `read` is called with, if not with `target`.
    found: path to them, in the answer of `read` or in the description.
    whole: `add` replaces all tags, and `remove` takes no keys and removes all.
    """

    target: Mapping[str, Source]
    add: str = "tag_resource"
    remove: str = "untag_resource"
    read: str | None = "list_tags_for_resource"
    tags: str = "Tags"
    keys: str = "TagKeys"
    found: str = "Tags"
    whole: bool = False
    asked: Mapping[str, Source] | None = None


@dataclass(frozen=True)
class Declaration:
    """A resource type.

    service: boto3's name of the API.
    id: the pattern of Terraform's id over attributes, `{role}:{name}`; importing reads it backwards.
    computed: attributes that follow from others -> their pattern; `{partition}`, `{region}`, `{account}` may be used.
    named: the attribute that gets a generated name if none is planned: after `<named>_prefix`, or
        after `default_prefix`.
    defaults: what AWS answers for an argument that was not given.
    before_delete: what must be done first, so that AWS lets it go.
    import_id: the pattern of the identifier that `terraform import` takes, if it is not the id.
    """

    service: str
    create: Operation | Procedure
    read: tuple[Read, ...]
    delete: Operation | Procedure | None
    id: str = "{id}"
    changes: tuple[Change, ...] = ()
    computed: Mapping[str, str] = field(default_factory=dict)
    tags: Tags | None = None
    named: str | None = None
    default_prefix: str = "terraform-"
    defaults: Mapping[str, Any] = field(default_factory=dict)
    before_delete: Operation | Procedure | None = None
    import_id: str | None = None
