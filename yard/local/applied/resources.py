"""The managed resources in the states of an environment's stacks, by type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Values = dict[str, Any]
State = Mapping[str, Any]  # what `terraform show -json` prints


@dataclass(frozen=True)
class Resource:
    """One resource as Terraform's state holds it."""

    type: str
    address: str
    values: Values

    @property
    def service(self) -> str | None:
        """The service that owns it, by its tag."""
        tags = self.values.get("tags_all") or self.values.get("tags") or {}
        return tags.get("Service")


class Resources:
    """All of them, those of child modules included, in the order of the states."""

    def __init__(self, states: Iterable[State]) -> None:
        self._all = [resource for state in states for resource in _managed(state)]

    def of(self, *types: str) -> list[Resource]:
        """Those of these types."""
        return [resource for resource in self._all if resource.type in types]

    def values(self, *types: str) -> list[Values]:
        """Their attributes alone."""
        return [resource.values for resource in self.of(*types)]


def first(blocks: Any) -> Values:
    """The one block of a list that Terraform keeps for it; empty where there is none."""
    return next(iter(blocks or ()), None) or {}


def number(value: Any, default: float) -> float:
    """A number that the state may hold as text, or not at all."""
    return default if value in (None, "") else float(value)


def _managed(state: State) -> Iterator[Resource]:
    modules = [state.get("values", {}).get("root_module", {})]
    while modules:
        module = modules.pop()
        modules.extend(module.get("child_modules", ()))
        for resource in module.get("resources", ()):
            if resource.get("mode", "managed") == "managed":
                yield Resource(resource["type"], resource["address"], resource.get("values", {}))
