"""How a request finds its target: rules of a load balancer's listener."""

from __future__ import annotations

from typing import Literal

from yard.local.desired.value import Value


class Condition(Value):
    """All conditions of a rule must hold; one holds where any of its patterns does (`*` and `?`)."""

    field: Literal["path", "host", "method", "header", "query"]
    patterns: tuple[str, ...]
    name: str = ""


class Action(Value):
    """What a rule does with a request: forward it (target group -> weight), answer it, or redirect it."""

    kind: Literal["forward", "fixed-response", "redirect"]
    targets: dict[str, int] = {}
    status: int = 404
    content_type: str = "text/plain"
    body: str = ""
    location: str = ""


class Rule(Value):
    """One listener rule."""

    priority: int
    conditions: tuple[Condition, ...]
    action: Action


class Callee(Value):
    """Where services call each other: one address on this machine for what the definitions call `places`.

    places: `quotes.local.internal:8080`, as it stands in URLs. Rules and default action are those of the internal load
    balancer's listener; where tasks are called directly, the default forwards to them all.
    """

    places: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    default: Action


def tasks_of(service: str) -> str:
    """What an action forwards to that means all healthy tasks of a service, whatever target group they are in."""
    return f"tasks/{service}"
