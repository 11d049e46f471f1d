"""What a plan or an apply changes, per stack and in all; the shape that scripts rely on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

COUNTS = ("add", "change", "replace", "destroy")


@dataclass(frozen=True)
class ResourceChange:
    """One resource. actions: Terraform's words (`["delete", "create"]` is a replacement)."""

    address: str
    type: str
    actions: tuple[str, ...]
    construct: str = ""

    @property
    def count(self) -> str | None:
        """Which of COUNTS it belongs to; None where nothing changes."""
        if set(self.actions) == {"create", "delete"}:
            return "replace"
        return {"create": "add", "update": "change", "delete": "destroy"}.get(self.actions[0])


@dataclass(frozen=True)
class StackPlan:
    """One stack. note: what a reader must know about it, such as a plan without a refresh.

    outputs: name -> what Terraform says of it. waits: it cannot be planned before a stack that it reads is applied.
    """

    name: str
    resources: tuple[ResourceChange, ...]
    seconds: float
    outputs: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    waits: bool = False

    @property
    def alters_outputs(self) -> bool:
        """Whether the stacks that read this one could see something else after an apply."""
        return bool(self.resources) or any(
            entry.get("action", "noop") != "noop" for entry in self.outputs.values()
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many are added, changed, replaced, destroyed."""
        counter = Counter(change.count for change in self.resources)
        return {count: counter[count] for count in COUNTS}

    def as_json(self) -> dict[str, Any]:
        """The stack's part of `yard plan --json`."""
        return {
            **self.counts,
            "seconds": round(self.seconds, 3),
            "resources": [
                {
                    "address": change.address,
                    "type": change.type,
                    "actions": list(change.actions),
                    "construct": change.construct,
                }
                for change in self.resources
            ],
            **({"note": self.note} if self.note else {}),
        }


@dataclass(frozen=True)
class EnvironmentPlan:
    """All stacks that were asked for, in the order in which they are applied."""

    environment: str
    offline: bool
    stacks: Mapping[str, StackPlan]
    seconds: float

    @property
    def total(self) -> dict[str, int]:
        """The counts of all stacks together."""
        return {count: sum(stack.counts[count] for stack in self.stacks.values()) for count in COUNTS}

    @property
    def changes_anything(self) -> bool:
        """Whether any resource is touched."""
        return any(self.total.values())

    def as_json(self) -> dict[str, Any]:
        """What `yard plan --json` prints."""
        return {
            "environment": self.environment,
            "offline": self.offline,
            "stacks": {name: stack.as_json() for name, stack in self.stacks.items()},
            "total": self.total,
            "seconds": round(self.seconds, 3),
        }
