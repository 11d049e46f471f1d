"""Which stacks a verb works on, and who reads whose outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from yard.config import InputError

if TYPE_CHECKING:
    from yard.synth import SynthesisedStack

Stacks = Mapping[str, "SynthesisedStack"]


def selected(stacks: Stacks, asked: Iterable[str] | None) -> list[str]:
    """The names asked for, or all, in the order of `stacks`. Raises InputError for one that is not there."""
    if asked is None:
        return list(stacks)
    names = set(asked)
    if strangers := sorted(names - set(stacks)):
        raise InputError(f"{strangers[0]}: there is no such stack. There are: {', '.join(stacks)}.")
    return [name for name in stacks if name in names]


def with_upstreams(stacks: Stacks, names: Iterable[str]) -> list[str]:
    """`names` and all that they read, directly or not, in the order of `stacks`."""
    needed = set(names)
    for name in reversed(list(stacks)):  # readers come after what they read
        if name in needed:
            needed |= set(stacks[name].dependencies)
    return [name for name in stacks if name in needed]


def reads(stacks: Stacks, reader: str, name: str) -> bool:
    """Whether `reader` reads outputs of `name`."""
    return name in stacks[reader].dependencies
