"""IAM policy documents, written as Python values: planning asks AWS for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Statement = Mapping[str, Any]


def allow(
    actions: Sequence[str],
    resources: Sequence[str],
    *,
    sid: str | None = None,
    principal: Mapping[str, str | Sequence[str]] | None = None,
    condition: Mapping[str, Mapping[str, str | Sequence[str]]] | None = None,
) -> Statement:
    """A statement that allows `actions` on `resources`; `principal` in policies of resources and roles only."""
    return _statement("Allow", actions, resources, sid, principal, condition)


def deny(
    actions: Sequence[str],
    resources: Sequence[str],
    *,
    sid: str | None = None,
    principal: Mapping[str, str | Sequence[str]] | None = None,
    condition: Mapping[str, Mapping[str, str | Sequence[str]]] | None = None,
) -> Statement:
    """A statement that denies `actions` on `resources`, whatever else allows them."""
    return _statement("Deny", actions, resources, sid, principal, condition)


def deny_without_tls(actions: Sequence[str], resources: Sequence[str]) -> Statement:
    """A statement that turns away requests that are not encrypted on their way."""
    return deny(
        actions,
        resources,
        sid="DenyWithoutTls",
        principal={"AWS": "*"},
        condition={"Bool": {"aws:SecureTransport": "false"}},
    )


def document(statements: Iterable[Statement]) -> str:
    """The JSON of a policy with `statements` in their order."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, separators=(",", ":"))


def _statement(
    effect: str,
    actions: Sequence[str],
    resources: Sequence[str],
    sid: str | None,
    principal: Mapping[str, str | Sequence[str]] | None,
    condition: Mapping[str, Mapping[str, str | Sequence[str]]] | None,
) -> Statement:
    statement: dict[str, Any] = {"Sid": sid} if sid else {}
    statement["Effect"] = effect
    if principal:
        statement["Principal"] = principal
    statement["Action"] = list(actions)
    if resources:  # a trust policy has none: its resource is the role
        statement["Resource"] = list(resources)
    if condition:
        statement["Condition"] = condition
    return statement
