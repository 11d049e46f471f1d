"""checkov in this process: its checks for AWS and ours, on one stack, with nothing of it on the network or the disk.

Only what a Terraform stack for AWS needs is imported, and no runner, file parser or report of checkov's is used:
a check that raises is told as such, where checkov would count it as neither passed nor failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from yard.config import YardError
from yard.policy.form import hcl_form
from yard.policy.loading import load, load_checks
from yard.policy.verdict import Verdict, Verdicts

PASSED, FAILED, UNKNOWN = "PASSED", "FAILED", "UNKNOWN"  # the values of checkov's CheckResult


def judge(name: str, document: dict[str, Any]) -> Verdicts:
    """Every policy on one stack, given as the JSON that Terraform gets.

    Raises YardError where a check of ours breaks.
    """
    tools = _checkov()
    load_checks(document.get("resource", {}))
    graph, blocks = tools.graph_of(name, hcl_form(document))
    _refuse_missing(name, document, blocks)
    passed: set[tuple[str, str]] = set()
    failed: dict[tuple[str, str], Verdict] = {}
    for outcome, verdict in (*tools.of_blocks(name, graph, blocks), *tools.of_graph(graph)):
        if outcome == PASSED:
            passed.add((verdict.policy, verdict.address))
        elif outcome == FAILED:
            failed[verdict.policy, verdict.address] = verdict
    ordered = sorted(failed.values(), key=lambda verdict: (verdict.address, verdict.policy))
    return Verdicts(len(passed - failed.keys()), ordered)


def _refuse_missing(name: str, document: dict[str, Any], blocks: list[Any]) -> None:
    """Raise YardError where checkov left a resource out of its graph: it would pass unseen."""
    seen = {block.name.split("[")[0] for block in blocks if block.block_type == "resource"}
    missing = [
        f"{kind}.{entity}"
        for kind, named in document.get("resource", {}).items()
        for entity, body in named.items()
        if f"{kind}.{entity}" not in seen and not {"count", "for_each"} & body.keys()
    ]
    if missing:
        raise YardError(f"{name}: checkov cannot read {', '.join(missing)}. Look at it with `yard synth`.")


@cache
def _checkov() -> _Checkov:
    return _Checkov()


class _Checkov:
    """The parts of checkov that judge."""

    def __init__(self) -> None:
        load()
        from checkov.common.checks_infra.checks_parser import GraphCheckParser
        from checkov.common.checks_infra.registry import Registry
        from checkov.common.graph.checks_infra.registry import BaseRegistry
        from checkov.common.graph.db_connectors.rustworkx.rustworkx_db_connector import RustworkxConnector
        from checkov.terraform import checks
        from checkov.terraform.base_runner import BaseTerraformRunner
        from checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner import (
            BaseTerraformCloudsplainingIAMScanner,
        )
        from checkov.terraform.graph_manager import TerraformGraphManager
        from checkov.terraform.modules.module_objects import TFDefinitionKey

        self._registries = BaseTerraformRunner.block_type_registries
        self._key = TFDefinitionKey
        connector: Any = RustworkxConnector
        manager: Any = TerraformGraphManager
        self._graphs: Any = lambda: manager(source="Terraform", db_connector=connector())
        # checkov remembers policies by address alone, and two stacks may use one address.
        self._remembered = BaseTerraformCloudsplainingIAMScanner.policy_document_cache
        folder = Path(str(checks.__file__)).parent / "graph_checks" / "aws"
        self._graph_checks: BaseRegistry = Registry(str(folder), GraphCheckParser())
        self._graph_checks.load_checks()

    def graph_of(self, name: str, definitions: Any) -> tuple[Any, list[Any]]:
        """checkov's graph of a stack and its blocks, with the references in them resolved."""
        manager = self._graphs()
        local = manager.build_graph_from_definitions({self._key(f"/{name}/main.tf"): definitions})
        return manager.save_graph(local), local.vertices

    def of_blocks(self, name: str, graph: Any, blocks: list[Any]) -> Iterator[tuple[str, Verdict]]:
        """What the checks of single blocks say."""
        self._remembered.clear()
        for block in blocks:
            registry = self._registries.get(block.block_type)
            if not registry:
                continue
            kind, entity, arguments = registry.extract_entity_details(block.config)
            address = f"data.{kind}.{entity}" if block.block_type == "data" else f"{kind}.{entity}"
            for check in registry.get_checks(kind):
                check.graph = graph
                yield self._asked(check, f"/{name}/main.tf", address, kind, entity, arguments)

    def _asked(
        self, check: Any, path: str, address: str, kind: str, entity: str, arguments: Any
    ) -> tuple[str, Verdict]:
        from policies.policy import Policy

        try:
            result = check.run(path, arguments, entity, kind, {})
        except Exception as error:  # whatever a check raises, it did not judge
            fault = f"{type(error).__name__}: {error}"
            if isinstance(check, Policy):
                raise YardError(
                    f"A policy broke while it looked at {address}: {type(check).__name__}: {fault}."
                    " Mend the check in policies/."
                ) from error
            title = f"{check.name}: checkov could not judge this ({fault})"
            return FAILED, Verdict(check.id, title, address)
        keys = _keys(result.get("evaluated_keys"))
        if not isinstance(check, Policy):
            # Some of checkov's checks forget an answer for a resource that lacks what they ask about.
            outcome = result["result"].value if result["result"] else UNKNOWN
            return outcome, Verdict(check.id, check.name, address, keys, fix=_look_at(keys))
        texts = {"severity": check.severity_level, "why": check.why, "fix": check.fix, "page": check.page}
        return result["result"].value, Verdict(check.id, check.name, address, keys, **texts)

    def of_graph(self, graph: Any) -> Iterator[tuple[str, Verdict]]:
        """What the checks of connections between blocks say."""
        for check in self._graph_checks.checks:
            passed, failed, _ = check.run(graph)
            keys = _keys(sorted(check.get_evaluated_keys()))  # a set: in another order every time
            for outcome, nodes in ((PASSED, passed), (FAILED, failed)):
                for node in nodes:
                    address = node["__address__"]
                    yield outcome, Verdict(check.id, check.name, address, keys, fix=_look_at(keys))


def _keys(paths: Iterable[Any] | None) -> tuple[str, ...]:
    """Arguments as a person writes them: `policy/[0]/Statement` is `policy.Statement`."""
    names = (
        re.sub(r"/?\[\d+\]|/\*(?=/|$)", "", str(path)).strip("/").replace("/", ".") for path in paths or ()
    )
    return tuple(dict.fromkeys(name for name in names if name and name != "resource_type"))


def _look_at(keys: tuple[str, ...]) -> str:
    if not keys:
        return "See this check in checkov's policy index."
    return f"Look at {', '.join(keys)}."
