"""Which key of which YAML file a construct comes from, told by its path.

Construct ids are roles and never change, so a table from role to key says it: `dev-catalog/table-products/Default`
is there because of `data.tables.products` in the service's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yard.synth import Synthesis

# The first pattern that matches the path below the stack counts.
SERVICE_KEYS = (
    (r"table-([^/]+)", r"data.tables.\1"),
    (r"bucket-([^/]+)", r"data.buckets.\1"),
    (r"queue-([^/]+)", r"queues.\1"),
    (r"secret-([^/]+)", r"secrets"),
    (r"database", "data.database"),
    (r"cache", "data.cache"),
    (r"route-", "routes"),
    (r"call-", "calls"),
    (r"discovery|internal-listener", "name"),
    (r"trigger-([^/]+)", r"queues.\1"),
    (r"api|provisioned-concurrency", "function"),
    (r"(function|alias|code|dead-letters)/", "function"),
    (r"deployment", "deploy"),
    (r"target-group", "health"),
    (r"security-group", "port"),
    (r"scaling", "scale"),
    (r"service", "deploy"),
    (r"task-definition", "cpu"),
    (r"task-role", "calls"),
    (r"", "name"),
)
ENVIRONMENT_KEYS = (
    (r"vpc/nat-", "network.nat"),
    (r"vpc", "network.cidr"),
    (r"certificate|domain|https?|gateway/world", "domain"),
    (r"budget", "budget"),
    (r"key|gateway/Default", "protect"),
    (r"flow-log/log-group|cluster", "size"),
    (r"", "name"),
)


def manifest_key(synthesis: Synthesis, construct: str) -> str:
    """`apps/catalog/service.yaml:16 data.tables.products`: file, line and key behind the construct at that path."""
    stack, _, rest = construct.partition("/")
    part = stack.removeprefix(f"{synthesis.environment.name}-")
    service = synthesis.services.get(part)
    if service is not None:
        return _place(service, _key(SERVICE_KEYS, rest, service.secrets))
    return _place(synthesis.environment, _key(ENVIRONMENT_KEYS, rest, ()))


def _key(table: Iterable[tuple[str, str]], rest: str, secrets: Iterable[str]) -> str:
    for pattern, key in table:
        found = re.match(pattern, rest)
        if found:
            named = found.expand(key)
            names = list(secrets)
            if named == "secrets" and found.group(1) in names:
                return f"secrets[{names.index(found.group(1))}]"
            return named
    return "name"


def _place(model: Any, key: str) -> str:
    """File, line and key as the person wrote it, which is what an error about the key begins with."""
    return str(model.problem(key, "")).rstrip(": ")
