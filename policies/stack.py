"""A stack as rules read it: resources by type, what refers to what, and whether the stack is protected.

checkov gives arguments in two forms, wrapped in lists (what a check is handed) and plain (the graph), with
references as `${aws_kms_key.key.arn}`, `aws_kms_key.key.arn` or already resolved. Everything here takes all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.policy import LINE_MARKERS, blocks, scalars

# A recovery time that only a protected environment asks for.
PROTECTED_DAYS = 30


class Arguments:
    """The arguments of a resource or of a block in it; a path leads through blocks, one or many."""

    def __init__(self, conf: Mapping[str, Any]) -> None:
        self._conf = conf

    def all(self, *path: str) -> list[Any]:
        """Every plain value at `path`, over all blocks on the way."""
        *way, last = path
        return [value for block in self.blocks(*way) for value in scalars(block._conf.get(last))]

    def first(self, *path: str) -> Any:
        """The first plain value at `path`; None where there is none."""
        return next(iter(self.all(*path)), None)

    def text(self, *path: str) -> str:
        """The first plain value at `path` as text; empty where there is none."""
        found = self.first(*path)
        return "" if found is None else str(found)

    def is_on(self, *path: str) -> bool:
        """Whether the value at `path` is true."""
        return self.text(*path).lower() == "true"

    def number(self, *path: str) -> float | None:
        """The value at `path` as a number; None where there is none or it is no number."""
        try:
            return float(self.text(*path))
        except ValueError:
            return None

    def blocks(self, *path: str) -> list[Arguments]:
        """The blocks at `path`; without a path this one."""
        found = [self]
        for key in path:
            found = [Arguments(inner) for outer in found for inner in blocks(outer._conf.get(key))]
        return found

    def raw(self, key: str) -> Any:
        """What is under `key`, in whatever form; None where there is nothing."""
        return self._conf.get(key)

    def names(self) -> list[str]:
        """The names of the arguments."""
        return [key for key in self._conf if key not in LINE_MARKERS]

    def strings(self) -> Iterator[str]:
        """Every text in here, however deep."""
        return (value for value in scalars(dict(self._conf)) if isinstance(value, str))


@dataclass(frozen=True)
class Resource:
    """A resource of the stack: `aws_kms_key`, `key`, and its arguments."""

    kind: str
    name: str
    arguments: Arguments

    @property
    def address(self) -> str:
        """Terraform's address."""
        return f"{self.kind}.{self.name}"

    def is_meant_by(self, value: Any) -> bool:
        """Whether `value` refers to this resource, by address or, where checkov resolved that, by its name."""
        named = {
            self.arguments.text(key) for key in ("name", "bucket", "name_prefix", "cluster_identifier")
        } - {""}
        for scalar in scalars(value):
            text = str(scalar)
            if text in named or refers(text, self.address):
                return True
        return False


class Stack:
    """All resources and providers of one stack."""

    def __init__(self, graph: Any) -> None:
        nodes = graph.nodes() if graph else []
        self._nodes = [node[1] if isinstance(node, tuple) else node for node in nodes]

    def resources(self, *kinds: str) -> list[Resource]:
        """The resources of these types; all of them without one."""
        return [
            Resource(node["resource_type"], str(node["id_"]).split(".", 1)[-1], Arguments(_plain(node)))
            for node in self._nodes
            if node.get("block_type_") == "resource" and (not kinds or node.get("resource_type") in kinds)
        ]

    def providers(self) -> list[Arguments]:
        """The aws providers, the one without an alias first."""
        found = [
            Arguments(_plain(node))
            for node in self._nodes
            if node.get("block_type_") == "provider" and str(node.get("block_name_")).startswith("aws")
        ]
        return sorted(found, key=lambda provider: provider.text("alias"))

    def backends(self) -> list[Arguments]:
        """The S3 backends, where the state is; one at most."""
        settings = [Arguments(_plain(node)) for node in self._nodes if node.get("block_type_") == "terraform"]
        return [backend for setting in settings for backend in setting.blocks("backend", "s3")]

    def backend_kinds(self) -> set[str]:
        """The kinds of backends that the stack names: `s3`, `local`, `cloud`."""
        settings = [Arguments(_plain(node)) for node in self._nodes if node.get("block_type_") == "terraform"]
        kinds = {
            kind for setting in settings for block in setting.blocks("backend") for kind in block.names()
        }
        return kinds | ({"cloud"} if any(setting.raw("cloud") for setting in settings) else set())

    @property
    def declared(self) -> Arguments | None:
        """What a service's stack was told by its manifest (`locals.declared`); None in other stacks."""
        return self._local("declared")

    @property
    def is_planned(self) -> bool:
        """Whether a plan's values stand where the stack has references (`locals.judged`, of yard/policy/run.py)."""
        judged = self._local("judged")
        return judged is not None and judged.is_on("planned")

    def _local(self, name: str) -> Arguments | None:
        for node in self._nodes:
            if node.get("block_type_") == "locals" and node.get("block_name_") == name:
                return next(iter(Arguments({name: node.get(name)}).blocks(name)), None)
        return None

    @property
    def account(self) -> str:
        """The only account that the provider works in; empty where it does not say."""
        return next((provider.text("allowed_account_ids") for provider in self.providers()), "")

    @property
    def region(self) -> str:
        """The provider's region; empty where it does not say."""
        return next((provider.text("region") for provider in self.providers()), "")

    @property
    def is_protected(self) -> bool:
        """Whether everything that keeps data has to be kept: as the environment says, or one thing in the stack does.

        `yard check` adds what the environment says (`locals.judged`). Without that no environment is named: one
        resource that Terraform may not destroy, that AWS will not delete, or that can be had back for 30 days, shows
        that the environment is protected. So one forgotten resource among several is found, and an environment that
        protects nothing is taken at its word.
        """
        judged = self._local("judged")
        if judged is not None and judged.is_on("protected"):
            return True
        return any(_is_kept(resource.arguments) for resource in self.resources())


def refers(text: str, address: str) -> bool:
    """Whether `text` refers to `address` and not to another whose name only starts like it."""
    start = text.find(address)
    while start >= 0:
        end = start + len(address)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() or before in ("_", ".", "-")) and not (
            after.isalnum() or after in ("_", "-")
        ):
            return True
        start = text.find(address, end)
    return False


def _is_kept(arguments: Arguments) -> bool:
    return (
        arguments.is_on("lifecycle", "prevent_destroy")
        or any(
            arguments.is_on(key)
            for key in ("deletion_protection", "deletion_protection_enabled", "enable_deletion_protection")
        )
        or any(
            (arguments.number(key) or 0) >= PROTECTED_DAYS
            for key in ("deletion_window_in_days", "recovery_window_in_days")
        )
    )


def _plain(node: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in node.items() if "." not in key and not key.endswith("_") and key != "//"
    }
