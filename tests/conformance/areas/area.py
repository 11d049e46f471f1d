"""An area of the twins' configuration: what both providers are told to make and to change, and what boto3 is asked."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

REGION = "eu-west-1"
ACCOUNT = "123456789012"
TAGS = {"Environment": "twin", "ManagedBy": "stackyard"}

Resources = Mapping[str, Mapping[str, Mapping[str, Any]]]
Client = Callable[[str], Any]
# Argument of 3.39.0 -> what later releases call it.
RENAMED = {"aws_db_instance": {"name": "db_name"}}


@dataclass(frozen=True)
class Area:
    """resources: type -> name -> arguments, in the words of 3.39.0; changes: those given another value later.

    lists: service -> operation without arguments -> where in the answer the things are; readers: name -> what takes
    more than one call to read. before: what puts there, through boto3, what was there
    before, and returns identifiers that stand in the resources -> those that it got.
    """

    resources: Resources
    changes: Resources
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    readers: Mapping[str, Callable[[Client], Iterator[Any]]] = field(default_factory=dict)
    before: Callable[[Client], Mapping[str, str]] = lambda _: {}

    def changed(self) -> dict[str, Any]:
        """The resources after the change."""
        return merged(self.resources, self.changes)


def merged(*parts: Resources) -> dict[str, Any]:
    """All of them in one configuration; what a later one says of an argument counts."""
    result: dict[str, Any] = {}
    for part in parts:
        for kind, named in part.items():
            for name, arguments in named.items():
                result.setdefault(kind, {}).setdefault(name, {}).update(copy.deepcopy(dict(arguments)))
    return result


def in_later_words(resources: Resources) -> dict[str, Any]:
    """The same for our provider, which has the names of release 6."""
    return {
        kind: {
            name: {RENAMED.get(kind, {}).get(argument, argument): value for argument, value in given.items()}
            for name, given in named.items()
        }
        for kind, named in resources.items()
    }


def trust(service: str) -> str:
    """A policy by which an AWS service may take a role."""
    principal = {"Service": f"{service}.amazonaws.com"}
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def allow(action: str, resource: str, **more: Any) -> str:
    """A policy of one statement."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
