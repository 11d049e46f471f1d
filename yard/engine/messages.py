"""From the messages of `terraform plan -json` and its like to what changes.

Source: "Terraform documentation, Machine-readable UI".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from yard.engine.changes import ResourceChange
from yard.engine.diagnostics import Message

ACTIONS = {
    "replace": ("delete", "create"),
    "create": ("create",),
    "update": ("update",),
    "delete": ("delete",),
}
STARTED = ("apply_start", "refresh_start")


@dataclass
class Changes:
    """Collects as messages come. drift: what was found changed, rather than what is planned.

    construct_of: address -> path of the construct. say: hears which resource is at work.
    """

    construct_of: Callable[[str], str]
    say: Callable[[str], None]
    drift: bool = False
    outputs: dict[str, Any] = field(default_factory=dict)
    _found: dict[str, ResourceChange] = field(default_factory=dict)
    _finished: int = 0

    def hear(self, message: Message) -> None:
        """Take one message."""
        kind = message.get("type")
        if kind == ("resource_drift" if self.drift else "planned_change"):
            self._collect(message["change"])
        elif kind == "outputs":
            self.outputs.update(message.get("outputs", {}))
        elif kind == "apply_complete":
            self._finished += 1
        elif kind in STARTED:
            address = message["hook"]["resource"]["addr"]
            done = f" ({self._finished} of {len(self._found)} done)" if kind == "apply_start" else ""
            self.say(f"{address}{done}")

    @property
    def resources(self) -> tuple[ResourceChange, ...]:
        """What changes, by address."""
        return tuple(self._found[address] for address in sorted(self._found))

    def _collect(self, change: Message) -> None:
        actions = ACTIONS.get(change["action"])
        if actions:
            resource = change["resource"]
            address = resource["addr"]
            self._found[address] = ResourceChange(
                address, resource["resource_type"], actions, self.construct_of(address)
            )
