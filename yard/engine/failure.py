"""What failed in a run over several stacks, as one error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from yard.config import InputError, YardError
from yard.engine.advice import explain
from yard.engine.changes import StackPlan
from yard.engine.diagnostics import StoppedError, TerraformError
from yard.engine.schedule import Outcome

if TYPE_CHECKING:
    from yard.config import Environment
    from yard.synth import SynthesisedStack

CHANGES_THINGS = ("apply", "destroy")


def failure_of(
    verb: str,
    outcome: Outcome[StackPlan | None],
    stacks: Mapping[str, SynthesisedStack],
    environment: Environment,
    *,
    offline: bool,
) -> BaseException:
    """All that failed, and what became of the other stacks where that matters; caused by the first failure.

    What is no YardError is a fault of ours and returned as it is.
    """
    failures = {name: error for name, error in outcome.failed.items() if not isinstance(error, StoppedError)}
    failures = failures or outcome.failed
    texts: list[str] = []
    for name, error in failures.items():
        if not isinstance(error, YardError):
            return error
        text = str(explained(error, stacks[name], environment, offline=offline))
        texts += [] if text in texts else [text]
    if verb in CHANGES_THINGS:
        done = [name for name, plan in outcome.done.items() if plan and plan.resources]
        texts += [f"Done before that: {verb} of {', '.join(done)}."] if done else []
        texts += [f"Not begun: {', '.join(outcome.not_begun)}."] if outcome.not_begun else []
    first = next(iter(failures.values()))
    combined = InputError(texts) if isinstance(first, InputError) else TerraformError("\n".join(texts))
    combined.__cause__ = first
    return combined


def explained(
    error: YardError, stack: SynthesisedStack, environment: Environment, *, offline: bool
) -> YardError:
    """`error` with what is missing for a real run, where that is what Terraform stumbled over."""
    if offline or not isinstance(error, TerraformError):
        return error
    backend = stack.json.get("terraform", {}).get("backend", {}).get("s3", {})
    return explain(error, account=environment.account, bucket=backend.get("bucket", ""))
