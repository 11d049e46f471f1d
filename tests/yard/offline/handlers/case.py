"""One resource type under test: what is planned, what boto3 must then see, and how it is changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

Arguments = Callable[[World], Values]
See = Callable[[World, Values], Any]


@dataclass(frozen=True)
class Case:
    """arguments: what is planned, made with what the world has.

    see: asks the emulated AWS with boto3; `created` is what it must answer, `changed` what after `change`.
    change: arguments that change in place, None if none can.
    stays: AWS keeps the thing when Terraform lets it go: a default security group, a bucket's versioning.
    imported: attributes by which `terraform import` names it, if not by its id.
    """

    arguments: Arguments
    see: See
    created: Any
    change: Mapping[str, Any] | Arguments | None = None
    changed: Any = None
    stays: bool = False
    identifier: Callable[[Values], str] = field(default=lambda state: str(state["id"]))
