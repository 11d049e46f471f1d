"""Our own policies as a table: `python -m yard.policy.catalogue` prints what docs/policies.md ends with."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from policies.policy import Policy
from yard.policy.loading import load


def own_policies() -> list[Policy]:
    """All of them, by id."""
    load()
    return sorted(
        _found(), key=lambda policy: (policy.id.rpartition("_")[0], int(policy.id.rpartition("_")[2]))
    )


def table() -> str:
    """One row a policy: id, severity, what must hold, the page that it comes from."""
    rows = ["| policy | severity | what must hold | from |", "|---|---|---|---|"]
    rows += [
        f"| {policy.id} | {policy.severity_level} | {policy.name} | {policy.page} |"
        for policy in own_policies()
    ]
    return "\n".join(rows) + "\n"


def _found() -> Iterator[Policy]:
    import policies

    for module in pkgutil.walk_packages(policies.__path__, "policies."):
        instance = getattr(importlib.import_module(module.name), "check", None)
        if isinstance(instance, Policy):
            yield instance


if __name__ == "__main__":
    print(table(), end="")
