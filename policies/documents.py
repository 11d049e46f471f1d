"""The JSON inside a stack: IAM policies and container definitions, read once for all rules.

Both are text to Terraform, with `${…}` in it; checkov may have opened them already. What cannot be read counts as
the widest policy and as a container that says nothing, so that no rule passes on it.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from policies.policy import blocks, mapping, scalars

WORLD = "*"


@dataclass(frozen=True)
class Condition:
    """One comparison of a statement: operator, key in lower case, values."""

    operator: str
    key: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """One statement of an IAM policy; a single value is a tuple of one."""

    effect: str = "Allow"
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    principals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    not_principals: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def allows(self) -> bool:
        """Whether it gives rights; the others take them."""
        return self.effect.lower() == "allow"

    def grants(self, action: str) -> bool:
        """Whether `action`, such as `iam:PassRole`, is among the allowed ones; NotAction leaves all others in."""
        if not self.allows:
            return False
        if self.not_actions:
            return not any(_matches(action, pattern) for pattern in self.not_actions)
        return any(_matches(action, pattern) for pattern in self.actions)

    def values_of(self, key: str, *operators: str) -> tuple[str, ...]:
        """What the condition `key` is compared with, by one of `operators`; empty without such a condition."""
        wanted = {operator.lower() for operator in operators}
        return tuple(
            value
            for condition in self.conditions
            if condition.key == key.lower() and condition.operator.lower() in wanted
            for value in condition.values
        )


UNREADABLE = Statement(
    actions=("*",),
    resources=("*",),
    principals={"AWS": (WORLD,)},
)


def statements(document: Any) -> list[Statement]:
    """The statements of an IAM policy, given as text or opened."""
    opened = _opened(document)
    if opened is None:
        return [UNREADABLE]
    found = [_statement(statement) for policy in opened for statement in blocks(policy.get("Statement"))]
    return found or [UNREADABLE]


def containers(document: Any) -> list[dict[str, Any]]:
    """The containers of a task definition, given as text or opened."""
    return _opened(document) or [{}]


def _opened(document: Any) -> list[dict[str, Any]] | None:
    """The objects in `document`; None where it is text that is no JSON."""
    found = list(blocks(document))
    for text in scalars(document) if not found else ():
        try:
            found += blocks(json.loads(str(text)))
        except ValueError:
            return None
    return found or None


def _statement(statement: dict[str, Any]) -> Statement:
    principal = statement.get("Principal")
    return Statement(
        effect=next(iter(_texts(statement.get("Effect"))), ""),
        actions=_texts(statement.get("Action")),
        not_actions=_texts(statement.get("NotAction")),
        resources=_texts(statement.get("Resource")),
        not_resources=_texts(statement.get("NotResource")),
        principals=(
            {kind: _texts(who) for kind, who in mapping(principal).items()}
            or ({"AWS": _texts(principal)} if principal else {})
        ),
        not_principals=_texts(statement.get("NotPrincipal")),
        conditions=tuple(
            Condition(operator, key.lower(), _texts(values))
            for operator, comparison in mapping(statement.get("Condition")).items()
            for key, values in mapping(comparison).items()
        ),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(
        str(scalar).lower() if isinstance(scalar, bool) else str(scalar) for scalar in scalars(value)
    )


def _matches(action: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(action.lower(), pattern.lower())


def any_grants(policy: Iterable[Statement], actions: Iterable[str]) -> str | None:
    """The first of `actions` that `policy` allows; None where it allows none."""
    policy = list(policy)
    return next((action for action in actions if any(s.grants(action) for s in policy)), None)
