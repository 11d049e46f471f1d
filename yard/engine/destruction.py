"""Refuses a destruction that takes data with it, unless the person repeats the environment's name.

A protected environment is not destroyed at all: Terraform would refuse too, but only at the first stack that keeps
something, when those before it are gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from yard.config import InputError, YardError
from yard.engine.guard import STATEFUL
from yard.engine.selection import selected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yard.config import Environment
    from yard.synth import Synthesis

SHOWN = 8  # a sentence that names more is not read
Holdings = Mapping[str, Sequence[str]]


class DestructionRefusedError(YardError):
    """Nothing was destroyed: it would have taken data with it."""


def refuse_protected(synthesis: Synthesis, stacks: Iterable[str] | None) -> None:
    """Raise DestructionRefusedError where a stack that is to go holds what Terraform may not destroy."""
    kept = {
        name: found
        for name in selected(synthesis.stacks, stacks)
        if (found := _kept_in(synthesis.stacks[name].json))
    }
    if kept:
        environment = synthesis.environment
        raise DestructionRefusedError(
            environment.problem(
                "protect",
                f"{environment.name} is protected, so nothing was destroyed: {_listed(kept)}. Where this is meant,"
                " make a backup, set protect: false, `yard apply` that, which lifts AWS's own protection too, and"
                " destroy then.",
            )
        )


def refuse_unnamed(environment: Environment, holdings: Holdings, named: str | None) -> None:
    """Raise DestructionRefusedError where something holds data and `named` is not the environment's name.

    Raises InputError where it is the name of another one.
    """
    name = environment.name
    if named is not None and named != name:
        raise InputError(
            f"--with-data {named}: this would destroy {name}. Repeat that name, or leave it out."
        )
    if named is None and any(holdings.values()):
        raise DestructionRefusedError(
            f"Nothing was destroyed: data would go with it. {_listed(holdings)}. Where this is meant, make a backup"
            f" and repeat the environment's name: --with-data {name}"
        )


def holdings_of(state: Mapping[str, Any]) -> list[str]:
    """The addresses of what holds data in a stack, given as `terraform show -json` or as a state file says it."""
    shown = state.get("values", {}).get("root_module", {}).get("resources")
    resources = state.get("resources", []) if shown is None else shown
    return sorted(
        {
            f"{resource['type']}.{resource['name']}"
            for resource in resources
            if resource.get("mode", "managed") == "managed" and resource["type"] in STATEFUL
        }
    )


def _kept_in(document: Mapping[str, Any]) -> list[str]:
    return [
        f"{kind}.{name}"
        for kind, named in document.get("resource", {}).items()
        for name, body in named.items()
        if (body.get("lifecycle") or {}).get("prevent_destroy")
    ]


def _listed(holdings: Holdings) -> str:
    """`dev-catalog: aws_dynamodb_table.a; dev-media: …`, the first of them, and how many there are besides."""
    found = [f"{stack}: {address}" for stack, addresses in holdings.items() for address in addresses]
    more = len(found) - SHOWN
    return "; ".join(found[:SHOWN]) + (f"; and {more} more" if more > 0 else "")
