"""Every policy on every stack of one or more environments, less the exceptions."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yard.policy.cache import VerdictCache
from yard.policy.exceptions import read_exceptions, unused
from yard.policy.manifest import manifest_key
from yard.policy.planned import with_planned_values
from yard.policy.report import Finding, Report
from yard.policy.verdict import Verdicts

if TYPE_CHECKING:
    from yard.synth import Synthesis, SynthesisedStack


@dataclass(frozen=True)
class Judged:
    """One environment: how many checks passed, and every finding, before exceptions."""

    environment: str
    passed: int
    findings: list[Finding]


def check(
    syntheses: Synthesis | Sequence[Synthesis],
    exceptions: Path,
    *,
    cache: Path | None = None,
    known: Iterable[str] = (),
    plans: Mapping[str, Mapping[str, Any]] | None = None,
    today: date | None = None,
) -> Report:
    """Run every policy on every stack of one environment, or of several.

    cache: a folder for what was judged before; none without. known: all environments of the repository, so that
    an exception that may concern one of the others is not called unused. plans: stack -> what `terraform show -json`
    says of its plan; such a stack is judged with the values of the plan too.
    Raises InputError where `exceptions` does not read, and YardError where a policy of ours breaks: checkov would
    count that as neither passed nor failed, which is a false pass.
    """
    started = time.perf_counter()
    environments = list(syntheses) if isinstance(syntheses, Sequence) else [syntheses]
    found = [judged(synthesis, cache=cache, plans=plans) for synthesis in environments]
    return replace(
        report_on(found, exceptions, known=known, today=today), seconds=time.perf_counter() - started
    )


def judged(
    synthesis: Synthesis,
    *,
    cache: Path | None = None,
    plans: Mapping[str, Mapping[str, Any]] | None = None,
) -> Judged:
    """What the policies say of one environment; the arguments are those of `check`."""
    remembered = VerdictCache(cache) if cache else None
    passed = 0
    findings: list[Finding] = []
    for stack in synthesis.stacks.values():
        protected = synthesis.environment.protect
        verdicts = _verdicts(stack.name, _told(stack.json, protected=protected), remembered)
        if plans and stack.name in plans:
            resolved = with_planned_values(stack.json, plans[stack.name])
            planned = _told(resolved, protected=protected, planned=True)
            verdicts = _both(verdicts, _verdicts(stack.name, planned, remembered))
        passed += verdicts.passed
        findings += _findings(synthesis, stack, verdicts)
    return Judged(synthesis.environment.name, passed, findings)


def report_on(
    environments: Sequence[Judged],
    exceptions: Path,
    *,
    known: Iterable[str] = (),
    today: date | None = None,
) -> Report:
    """The report of what was judged, less the exceptions; expired and unused ones are findings of their own."""
    started = time.perf_counter()
    day = today or datetime.now(UTC).date()
    exemptions = read_exceptions(exceptions)
    in_force = [exemption for exemption in exemptions if exemption.expires > day]
    failed, excepted, used = [], [], set()
    for finding in (finding for one in environments for finding in one.findings):
        exemption = next((one for one in in_force if one.covers(finding)), None)
        if exemption:
            used.add(exemption)
            excepted.append(replace(finding, reason=exemption.because))
        else:
            failed.append(finding)
    checked = [one.environment for one in environments]
    failed += [exemption.expired() for exemption in exemptions if exemption.expires <= day]
    failed += [one.unused() for one in unused(in_force, used, checked=checked, known={*known, *checked})]
    return Report(
        passed=sum(one.passed for one in environments),
        failed=sorted(failed),
        excepted=sorted(excepted),
        seconds=time.perf_counter() - started,
    )


def _told(document: Mapping[str, Any], *, protected: bool, planned: bool = False) -> dict[str, Any]:
    """`document` with what policies cannot see in it, as a local value: of an environment that is protected,
    a stack that keeps nothing would look like one that need not."""
    judged = {"protected": protected, "planned": planned}
    return {**document, "locals": {**document.get("locals", {}), "judged": judged}}


def _verdicts(name: str, document: dict[str, Any], cache: VerdictCache | None) -> Verdicts:
    verdicts = cache.get(document) if cache else None
    if verdicts is None:
        from yard.policy.judge import judge

        verdicts = judge(name, document)
        if cache:
            cache.put(document, verdicts)
    return verdicts


def _both(written: Verdicts, planned: Verdicts) -> Verdicts:
    """What fails in either form fails."""
    failed = {(one.policy, one.address): one for one in (*planned.failed, *written.failed)}
    return Verdicts(min(written.passed, planned.passed), list(failed.values()))


def _findings(synthesis: Synthesis, stack: SynthesisedStack, verdicts: Verdicts) -> Iterator[Finding]:
    for verdict in verdicts.failed:
        construct = stack.construct_of(verdict.address) or stack.name
        yield Finding(
            policy=verdict.policy,
            severity=verdict.severity,
            resource=f"{stack.name}: {verdict.address}",
            construct=construct,
            source=_source(stack, construct),
            manifest_key=manifest_key(synthesis, construct),
            message=verdict.title,
            fix=verdict.fix,
            why=verdict.why,
            page=verdict.page,
        )


def _source(stack: SynthesisedStack, construct: str) -> str:
    """The line that made the construct, or the nearest one above it that is known."""
    path = construct
    while path:
        if path in stack.origins:
            return stack.origins[path]
        path = path.rpartition("/")[0]
    return ""
