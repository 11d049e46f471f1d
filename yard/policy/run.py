"""Running checkov in this process, on the JSON of each stack with its nulls dropped."""

from __future__ import annotations

import importlib
import json
import logging
import pkgutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yard.config import YardError
from yard.policy.exceptions import read_exceptions
from yard.policy.report import Finding, Report

if TYPE_CHECKING:
    from checkov.common.output.record import Record
    from checkov.common.output.report import Report as CheckovReport

    from yard.synth import Synthesis, SynthesisedStack

# The checks of other frameworks look at files that a stack does not have.
FRAMEWORK = "terraform_json"


def check(synthesis: Synthesis, exceptions: Path) -> Report:
    """Run every policy on every stack.

    Raises InputError where `exceptions` does not read or holds an expired entry, and YardError where a check
    itself breaks: checkov would count that as neither passed nor failed, which is a false pass.
    """
    started = time.perf_counter()
    exemptions = read_exceptions(exceptions, today=datetime.now(UTC).date())
    passed, failed, excepted = 0, [], []
    for stack in synthesis.stacks.values():
        report = _run_checkov(stack)
        passed += len(report.passed_checks)
        for finding in _findings(stack, report):
            exemption = next((exemption for exemption in exemptions if exemption.covers(finding)), None)
            if exemption:
                excepted.append(replace(finding, reason=exemption.because))
            else:
                failed.append(finding)
    return Report(
        passed=passed, failed=sorted(failed), excepted=sorted(excepted), seconds=time.perf_counter() - started
    )


def without_nulls(value: Any) -> Any:
    """`value` without what is null: cdktf writes nulls, and they make checkov's checks of an open port pass."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value if inner is not None]
    return value


def _run_checkov(stack: SynthesisedStack) -> CheckovReport:
    runner_filter, runner_class = _checkov()
    with tempfile.TemporaryDirectory(prefix="yard-policy-") as folder:
        path = Path(folder) / "cdk.tf.json"
        path.write_text(json.dumps(without_nulls(stack.json), indent=1), "utf-8")
        report: CheckovReport = runner_class().run(files=[str(path)], runner_filter=runner_filter)
    if report.parsing_errors:
        raise YardError(
            f"checkov could not read the JSON of {stack.name}. Run `yard synth` and look at its cdk.tf.json."
        )
    return report


@cache
def _checkov() -> tuple[Any, Any]:
    """Import checkov (seconds, hence late and once), register our own checks, and keep it quiet and offline."""
    logging.getLogger("checkov").setLevel(logging.ERROR)
    from checkov.runner_filter import RunnerFilter
    from checkov.terraform_json.runner import TerraformJsonRunner

    import policies

    for module in pkgutil.walk_packages(policies.__path__, "policies."):
        importlib.import_module(module.name)

    class StackRunner(TerraformJsonRunner):
        """Gives checks in Python the graph of the stack, as checkov's runner for HCL does."""

        def add_python_check_results(self, report: Any, runner_filter: Any) -> None:
            graph = self.graph_manager.db_connector.graph  # type: ignore[union-attr]  # set by run()
            for registry in self.block_type_registries.values():
                registry.graph = graph
            super().add_python_check_results(report, runner_filter)

    return RunnerFilter(framework=[FRAMEWORK], download_external_modules=False), StackRunner


def _findings(stack: SynthesisedStack, report: CheckovReport) -> Iterator[Finding]:
    from policies.policy import Policy

    if Policy.broken:
        fault = Policy.broken.pop()
        raise YardError(
            f"A policy broke while it looked at {stack.name}: {fault}. Mend the check in policies/."
        )
    addresses = _addresses(stack)
    for record in report.failed_checks:
        yield _finding(stack, record, addresses)


def _finding(stack: SynthesisedStack, record: Record, addresses: dict[str, tuple[str, str]]) -> Finding:
    # Checks in Python name a resource `resource.NAME`, checks of the graph `TYPE.NAME`.
    name = record.resource.rsplit(".", 1)[-1]
    address, construct = addresses.get(name, (record.resource, ""))
    own = _own_policies().get(record.check_id)
    return Finding(
        policy=record.check_id,
        severity=own.severity_level if own else "unrated",
        resource=f"{stack.name}: {address}",
        construct=construct or stack.name,
        message=record.check_name,
        fix=own.fix if own else _look_at(record),
    )


def _look_at(record: Record) -> str:
    keys = [
        key.removesuffix("/[0]").replace("/[0]/", ".")
        for key in record.check_result.get("evaluated_keys") or []
    ]
    return f"Look at {', '.join(keys)}." if keys else "See this check in checkov's policy index."


def _addresses(stack: SynthesisedStack) -> dict[str, tuple[str, str]]:
    """Resource name -> its Terraform address and its construct path; cdktf's names are unique in a stack."""
    return {
        name: (f"{kind}.{name}", body.get("//", {}).get("metadata", {}).get("path", ""))
        for kind, group in stack.json.get("resource", {}).items()
        for name, body in group.items()
    }


@cache
def _own_policies() -> dict[str, Any]:
    import policies
    from policies.policy import Policy

    found = {}
    for module in pkgutil.walk_packages(policies.__path__, "policies."):
        instance = getattr(importlib.import_module(module.name), "check", None)
        if isinstance(instance, Policy):
            found[instance.id] = instance
    return found
