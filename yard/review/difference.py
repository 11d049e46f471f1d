"""What differs between two syntheses of one environment, resource by resource."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMENT = "//"


@dataclass(frozen=True)
class Difference:
    """Addresses with their stack in front, `dev-catalog: aws_sqs_queue.orders`; for changed ones the arguments too."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(before: Path, after: Path) -> Difference:
    """Compare the stacks below two folders that `yard synth --out` wrote; a folder that is missing holds none."""
    old, new = _resources(before), _resources(after)
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(
            f"{address} ({', '.join(keys)})"
            for address in sorted(old.keys() & new.keys())
            if (keys := _keys(old[address], new[address]))
        ),
    )


def _resources(folder: Path) -> dict[str, Mapping[str, Any]]:
    return {
        f"{path.parent.name}: {kind}.{name}": body
        for path in sorted(folder.glob("stacks/*/cdk.tf.json"))
        for kind, named in json.loads(path.read_text("utf-8")).get("resource", {}).items()
        for name, body in named.items()
    }


def _keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted(key for key in old.keys() | new.keys() if key != COMMENT and old.get(key) != new.get(key))
